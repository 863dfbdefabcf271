"""How the cells of one column are written; found once, then used for every later row of that column too."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Epoch = Literal["s", "ms", "us"]


class Form(BaseModel, frozen=True):
    """The way in which a column writes its values."""

    unit: str | None = None
    """number: the shown name of the unit that values are stored in; others of its dimension are converted."""
    decimal_comma: bool = False
    """number: `1.299,50` rather than `1,299.50`."""
    comma_groups: bool = False
    """number: `2,650` is 2650 all the same, where other cells have decimal commas."""
    clock: bool = False
    """number: `1:45` is hours and minutes, `1:45:30` with seconds."""
    low: float | None = None
    high: float | None = None
    """number: bounds that were declared; a value outside is a bad row."""
    out_of: int | None = None
    """number: `8.7/10` is 8.7, where all cells are out of so many."""
    multiplied: bool = False
    """number: `1.4M` is 1,400,000."""
    framed: bool = False
    """number: words stand around it that are alike in all cells: `up to 15 h`."""
    any_unit: bool = False
    """number: a value of a log, whatever word is behind it: `5 stars`, `1 Stern`."""
    flag: bool = False
    """number: `yes` is 1 and `no` is 0."""
    marked: bool = False
    """flag: a mark or a yes where it holds, and nothing where it does not."""
    day_first: bool = False
    """date: `31/12/1999` rather than `12/31/1999`."""
    epoch: Epoch | None = None
    """date: numbers are seconds, milliseconds or microseconds since 1970."""
    link: bool = False
    """id: cells are addresses."""
    delimiter: str | None = None
    """tags: what stands between values; None where they come as lists."""
