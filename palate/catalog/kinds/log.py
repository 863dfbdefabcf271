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
    value_form,
)
from palate.catalog.parsing.dates import clock_of, date_form, seconds_of
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
    value = roles.get("value", "")
    bounds = declared.get(value, Declared("value"))
    called, values, times = (
        sample_of(frame.columns.get(roles.get(role, ""), ())) for role in ("item", "value", "time")
    )
    return LogColumns(
        roles=roles,
        item_key=items.called(called) or "id",
        graded=value != "" and (bounds.high is not None or _is_graded(value, values)),
        value_form=value_form(values, bounds.low, bounds.high),
        time_form=date_form(times, counted="s"),  # a log may count from anywhere
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
    read_value = parse_flag if columns.value_form.flag else partial(parse_number, form=columns.value_form)
    readers: Mapping[Role, tuple[Callable[[Any], Any], Any]] = {
        "user": (identity_of, None),
        "item": (lambda cell: rowids.get(key_of(cell, columns.item_key) or ""), None),
        "behaviour": (lambda cell: line_of(cell).casefold(), "rating" if columns.graded else "interaction"),
        "value": (read_value, _NOTHING),
        "time": (lambda cell: seconds_of(cell, columns.time_form), _NOTHING),
        "clock": (clock_of, 0.0),
    }
    parts = (_mapped(frame, columns.roles.get(role), *reader) for role, reader in readers.items())
    rows: list[Row] = []
    bad: list[BadRow] = list(frame.bad)
    left_out: list[int] = []
    for at, (user, item, behaviour, value, time, clock) in enumerate(zip(*parts, strict=True)):
        if user is None or item is None or value is None or time is None or clock is None:
            left_out.append(at)
            read = zip(readers, (user, item, behaviour, value, time, clock), strict=True)
            bad.append(_bad(frame, at, columns, next(role for role, part in read if part is None)))
        else:
            worth = None if value is _NOTHING else float(value)
            rows.append((user, item, behaviour, worth, None if time is _NOTHING else time + clock))
    return Log(rows, np.delete(_prints(frame), left_out), bad)


def _prints(frame: Frame) -> npt.NDArray[np.int64]:
    texts = (cells if set(map(type, cells)) <= {str} else list(map(repr, cells)) for cells in frame.columns.values())
    hashes = map(hash, zip(repeat(tuple(frame.columns), len(frame)), *texts, strict=True))
    return np.fromiter(hashes, dtype=np.int64, count=len(frame))


_NOTHING = object()
"""Stands for a cell that is missing, where None is one that cannot be read."""


def _mapped(frame: Frame, name: str | None, read: Callable[[Any], Any], missing: Any) -> Sequence[Any]:
    """Read the cells of a column, equal ones once; a missing one becomes `missing`."""
    cells = None if name is None else frame.columns.get(name)
    if cells is None:
        return [missing] * len(frame)
    plain = set(map(type, cells)) <= {str}
    keys = cells if plain else [cell if type(cell) is str else (type(cell), str(cell)) for cell in cells]
    known = {
        key: missing if missing is not None and is_missing(cell) else read(cell)
        for key, cell in dict(zip(keys, cells, strict=True)).items()
    }
    return [known[key] for key in keys]


def _bad(frame: Frame, at: int, columns: LogColumns, role: Role) -> BadRow:
    """Say what is wrong with a row, of which the part with this role cannot be read."""
    name = columns.roles[role]
    cells = frame.columns.get(name)
    cell = cells[at] if cells else None
    expected = {
        "user": f"the id of a person{unseen_in(cell)}",
        "item": f"the {columns.item_key} of an item in this catalogue",
        "value": f"a number{bounds_of(columns.value_form)}",
        "time": "a time, such as 1999-12-31T12:00:00 or seconds since 1970",
        "clock": "a time of day, such as 14:30",
    }
    return BadRow(frame.origin, frame.lines[at], name, shown(cell), expected[role])
