"""Rows that are mappings already: iterables of dicts, and the objects of a JSON file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from palate.catalog.parsing.missing import ABSENT
from palate.catalog.parsing.tags import named_value
from palate.catalog.sources.frame import BadRow, Frame, column_name, shown

_DEEPEST = 8
"""Objects within objects of which each key is a column."""


def frames(rows: Iterable[tuple[int, Any]], *, origin: str, size: int | None) -> Iterator[Frame]:
    """Turn (line, mapping) pairs into frames of `size` rows, or into one frame.

    A value that is itself a mapping is spread: `{"attrs": {"color": "red"}}` gives the column `attrs.color`. Whatever
    is not a mapping becomes a bad row.
    """
    iterator = iter(rows)
    first = True
    while chunk := list(islice(iterator, size)):
        yield _frame(chunk, origin)
        first = False
    if first:
        yield Frame(origin=origin, columns={}, lines=[])


def _frame(chunk: list[tuple[int, Any]], origin: str) -> Frame:
    good: list[tuple[int, Mapping[str, Any]]] = []
    bad: list[BadRow] = []
    for line, given in chunk:
        row = vars(given) if is_dataclass(given) and not isinstance(given, type) else given
        if isinstance(row, Mapping):
            good.append((line, row))
        else:
            bad.append(BadRow(origin, line, "", shown(row), "an object of named values"))
    spread = [dict(_spread(row)) for _, row in good]
    names = dict.fromkeys(name for row in spread for name in row)
    within = {name[:at] for name in names for at, sign in enumerate(name) if sign == "."}
    # What holds an object in some rows and nothing in the others is no column of its own.
    names = dict.fromkeys(
        name for name in names if name not in within or any(row.get(name) is not None for row in spread)
    )
    columns = {column_name(name): [row.get(name, ABSENT) for row in spread] for name in names}
    return Frame(origin=origin, columns=columns, lines=[line for line, _ in good], bad=bad)


def _spread(row: Mapping[Any, Any], path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _spread(value, f"{path}{name}.", depth + 1)
        else:
            yield f"{path}{name}", plain(value)


def plain(value: Any) -> Any:
    """Reduce a value to text, a number, True or False, a list of those, or None; an object to what it is called."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat() if value == value else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return plain(named_value(value))
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(str(plain(part)) for part in value)
    if hasattr(value, "tolist"):  # numpy scalars and arrays, without importing numpy
        return plain(value.tolist())
    return str(value)
