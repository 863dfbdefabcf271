"""The columns of an interaction log: who, what, which behaviour, how much, when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from palate.catalog.kinds import names
from palate.catalog.kinds.column import bounds_of
from palate.catalog.kinds.declared import Declared
from palate.catalog.kinds.roles import (
    ItemKeys,
    Role,
    find_roles,
    grades,
    key_of,
    numbers_of,
    sample_of,
    time_form,
    value_form,
)
from palate.catalog.parsing.dates import clock_of, seconds_of
from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.identity import identity_of, unseen_in
from palate.catalog.parsing.missing import is_missing, line_of
from palate.catalog.parsing.numbers import parse_number
from palate.catalog.sources.frame import BadRow, Frame, shown


class LogColumns(BaseModel, frozen=True):
    """Which source column has which role in an interaction, and how values and times are written."""

    roles: Mapping[Role, str]
    item_key: str = "id"
    """The column of items in which the cells of the log's item column are found."""
    graded: bool = False
    """Whether values say how much somebody liked an item, rather than how often or how many."""
    value_form: Form = Form()
    time_form: Form = Form()


Row = tuple[str, int, str, float | None, float | None]


@dataclass(frozen=True)
class Log:
    """Interactions ready to be stored, and the rows that are not."""

    rows: list[Row]
    """(user, rowid of the item, behaviour, value, seconds since 1970)"""
    prints: npt.NDArray[np.int64]
    """For each of them a number that two rows share only where all of their cells are the same."""
    bad: list[BadRow] = field(default_factory=list)


def log_columns(frame: Frame, declared: Mapping[str, Declared], items: ItemKeys, own: str = "") -> LogColumns:
    """Decide which columns of a log are which, as `find_roles` does, and how they are written."""
    roles = find_roles(frame, declared, items, own)
    texts = {name: sample_of(cells) for name, cells in frame.columns.items()}
    value = roles.get("value", "")
    bounds = declared.get(value, Declared("value"))
    return LogColumns(
        roles=roles,
        item_key=items.called(texts.get(roles["item"], [])) or "id",
        graded=value != "" and (bounds.high is not None or _is_graded(value, texts.get(value, []))),
        value_form=value_form(texts.get(value, []), bounds.low, bounds.high),
        time_form=time_form(texts.get(roles.get("time", ""), [])),
    )


def _is_graded(name: str, texts: Sequence[str]) -> bool:
    """Tell by the name of a value whether it grades, and by its cells where the name does not tell."""
    known = names.lexicon().whole
    if names.key(name) in known["value"] and names.key(name) not in known["unsure"]:
        return names.key(name) not in known["counted"]
    return grades(numbers_of(texts))


def log_findings(
    origin: str, given: Sequence[str], columns: LogColumns, declared: Mapping[str, Declared]
) -> Iterator[str]:
    """Yield a sentence for each thing that has to be told of how a log is read; `given` are its columns."""
    roles = columns.roles
    if columns.item_key != "id":
        yield f"`{origin}` calls items by their {columns.item_key} and not by their id, in `{roles['item']}`."
    unused = [f"`{name}`" for name in given if name not in roles.values() and name not in declared]
    if unused:
        yield (
            f"`{origin}` has columns that are not used: {', '.join(unused)}. --field COLUMN=value (or user, item, "
            "time, behaviour) uses one; COLUMN=skip says that it is not needed."
        )
    if "value" not in roles and "behaviour" not in roles:
        yield f"`{origin}` has neither values nor behaviours, so every event counts as positive."


def read_log(frame: Frame, columns: LogColumns, rowids: Mapping[str, int]) -> Log:
    """Turn rows into interactions.

    Args:
        frame: some rows of the log.
        columns: which column is which.
        rowids: of all items, by what the log calls them.
    """
    size, roles = len(frame), columns.roles
    usual = "rating" if columns.graded else "interaction"
    users = _mapped(_column(frame, roles.get("user")), size, identity_of)
    items = _mapped(
        _column(frame, roles.get("item")), size, lambda cell: rowids.get(key_of(cell, columns.item_key) or "")
    )
    behaviours = _mapped(_column(frame, roles.get("behaviour")), size, _behaviour, usual)
    read_value = parse_flag if columns.value_form.flag else partial(parse_number, form=columns.value_form)
    values = _mapped(_column(frame, roles.get("value")), size, read_value, _NOTHING)
    times = _mapped(_column(frame, roles.get("time")), size, lambda cell: seconds_of(cell, columns.time_form), _NOTHING)
    clocks = _mapped(_column(frame, roles.get("clock")), size, clock_of, 0.0)
    rows: list[Row] = []
    bad: list[BadRow] = list(frame.bad)
    left_out: list[int] = []
    for at, (user, item, behaviour, value, time, clock) in enumerate(
        zip(users, items, behaviours, values, times, clocks, strict=True)
    ):
        if user is None or item is None or value is None or time is None or clock is None:
            left_out.append(at)
            bad.append(_bad(frame, at, columns, user=user, item=item, value=value, time=time))
        else:
            worth = None if value is _NOTHING else float(value)
            rows.append((user, item, behaviour, worth, None if time is _NOTHING else time + clock))
    return Log(rows, np.delete(_prints(frame), left_out), bad)


def _prints(frame: Frame) -> npt.NDArray[np.int64]:
    texts = (cells if set(map(type, cells)) <= {str} else list(map(repr, cells)) for cells in frame.columns.values())
    hashes = map(hash, zip(repeat(tuple(frame.columns), len(frame)), *texts, strict=True))
    return np.fromiter(hashes, dtype=np.int64, count=len(frame))


def _behaviour(cell: Any) -> str:
    return line_of(cell).casefold()


_NOTHING = object()
"""Stands for a cell that is missing, where None is one that cannot be read."""


def _column(frame: Frame, name: str | None) -> list[Any] | None:
    return frame.columns.get(name) if name is not None else None


def _mapped(cells: list[Any] | None, size: int, read: Callable[[Any], Any], missing: Any = None) -> Sequence[Any]:
    """Read cells, equal ones once; a missing one becomes `missing`."""
    if cells is None:
        return [missing] * size
    plain = set(map(type, cells)) <= {str}
    keys = cells if plain else [cell if type(cell) is str else (type(cell), str(cell)) for cell in cells]
    known = {
        key: missing if missing is not None and is_missing(cell) else read(cell)
        for key, cell in dict(zip(keys, cells, strict=True)).items()
    }
    return [known[key] for key in keys]


def _bad(frame: Frame, at: int, columns: LogColumns, *, user: Any, item: Any, value: Any, time: Any) -> BadRow:
    """Say what is wrong with a row: the first of its parts that cannot be read."""
    roles = columns.roles
    if user is None:
        name, expected = roles["user"], f"the id of a person{unseen_in(_cell(frame, roles['user'], at))}"
    elif item is None:
        name, expected = roles["item"], f"the {columns.item_key} of an item in this catalogue"
    elif value is None:
        name, expected = roles["value"], f"a number{bounds_of(columns.value_form)}"
    elif time is None:
        name, expected = roles["time"], "a time, such as 1999-12-31T12:00:00 or seconds since 1970"
    else:
        name, expected = roles["clock"], "a time of day, such as 14:30"
    return BadRow(frame.origin, frame.lines[at], name, shown(_cell(frame, name, at)), expected)


def _cell(frame: Frame, name: str, at: int) -> Any:
    cells = frame.columns.get(name)
    return cells[at] if cells else None
