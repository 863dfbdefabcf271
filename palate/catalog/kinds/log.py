"""The columns of an interaction log: who, what, which behaviour, how much, when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from palate.catalog.kinds import names
from palate.catalog.kinds.column import bounds_of
from palate.catalog.kinds.declared import KINDS, Declared
from palate.catalog.parsing.dates import day_comes_first, epoch_of, seconds_of
from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.identity import identity_of, unseen_in
from palate.catalog.parsing.missing import is_missing, line_of, text_of
from palate.catalog.parsing.numbers import parse_number
from palate.catalog.sources.frame import BadRow, Frame, shown
from palate.errors import UnreadableFile

_MOST_BEHAVIOURS = 50


@dataclass(frozen=True)
class LogColumns:
    """Which source column is which part of an interaction, and how values and times are written."""

    user: str
    item: str
    value: str | None
    time: str | None
    behaviour: str | None
    value_form: Form
    time_form: Form


@dataclass(frozen=True)
class Log:
    """Interactions ready to be stored, and the rows that are not."""

    rows: list[tuple[str, int, str, float | None, float | None]]
    """(user, rowid of the item, behaviour, value, seconds since 1970)"""
    bad: list[BadRow] = field(default_factory=list)


def log_columns(frame: Frame, declared: Mapping[str, Declared], own: str = "") -> LogColumns:
    """Decide which columns of a log are which.

    Args:
        frame: some rows of it.
        declared: what the caller says of columns.
        own: what the items' own file calls their ids.

    Raises:
        UnreadableFile: no column identifies the person, or none the item.
    """
    said = {spec.kind: name for name, spec in declared.items() if name in frame.columns}
    kept = [name for name in frame.columns if name not in declared or declared[name].kind in KINDS]
    user = said.get("user") or names.best(kept, "user")
    kept = [name for name in kept if name != user]
    item = said.get("item") or names.own(kept, own) or names.best(kept, "item")
    item = item or next(iter(names.other_ids(kept)), None)
    for part, name in (("user", user), ("item", item)):
        if name is None:
            columns = ", ".join(f"`{known}`" for known in frame.columns)
            raise UnreadableFile(
                f"`{frame.origin}` has no column for the {part} of an interaction: its columns are {columns}. "
                f"Expected one such as `{part}_id`; say which with --field COLUMN={part} (`fields=`)."
            )
    kept = [name for name in kept if name != item]
    behaviour = said.get("behaviour") or names.best(kept, "behaviour") or _of_behaviours(frame, kept)
    kept = [name for name in kept if name != behaviour]
    time = said.get("time") or names.best(kept, "time")
    value = said.get("value") or names.best([name for name in kept if name != time], "value")
    bounds = declared.get(value or "", Declared("value"))
    return LogColumns(
        user=str(user),
        item=str(item),
        value=value,
        time=time,
        behaviour=behaviour,
        value_form=Form(low=bounds.low, high=bounds.high, flag=_is_flag(frame.columns.get(value or "", []))),
        time_form=_time_form(frame.columns.get(time or "", [])),
    )


def _of_behaviours(frame: Frame, kept: Sequence[str]) -> str | None:
    """Return the column whose cells are behaviours, most of them known ones, whatever it is called."""
    for name in kept:
        cells = [text_of(cell) for cell in frame.columns[name] if isinstance(cell, str) and not is_missing(cell)]
        known = sum(names.behaviour_tells(cell) is not None for cell in cells)
        if cells and len(set(cells)) <= _MOST_BEHAVIOURS and known * 2 > len(cells):
            return name
    return None


def _is_flag(cells: Sequence[Any]) -> bool:
    """Tell whether values say yes or no in words."""
    texts = {text_of(cell) for cell in cells[:5_000] if not is_missing(cell)}
    return bool(texts) and not any(text[0].isdigit() for text in texts) and all(map(_says_flag, texts))


def _says_flag(text: str) -> bool:
    return parse_flag(text) is not None


def _time_form(cells: Sequence[Any]) -> Form:
    values = [cell for cell in cells[:5_000] if not is_missing(cell)]
    numbers = [float(cell) for cell in values if isinstance(cell, int | float) or text_of(cell).isdigit()]
    texts = [cell for cell in values if isinstance(cell, str)]
    # A log may count from anywhere, so its numbers are seconds unless their size says otherwise.
    epoch = (epoch_of(numbers) or "s") if len(numbers) * 2 > len(values) and not _calendar(numbers) else None
    return Form.model_validate({"day_first": day_comes_first(texts), "epoch": epoch})


def _calendar(numbers: Sequence[float]) -> bool:
    """Tell whether numbers are dates written as 19991231."""
    return all(19_000_101 <= number <= 21_001_231 and 1 <= number // 100 % 100 <= 12 for number in numbers)


def read_log(frame: Frame, columns: LogColumns, rowids: Mapping[str, int]) -> Log:
    """Turn rows into interactions.

    Args:
        frame: some rows of the log.
        columns: which column is which.
        rowids: of all items, by id.
    """
    size = len(frame)
    usual = "rating" if is_graded(columns) else "interaction"
    users = _mapped(frame.columns.get(columns.user), size, identity_of)
    items = _mapped(frame.columns.get(columns.item), size, lambda cell: rowids.get(identity_of(cell) or ""))
    behaviours = _mapped(_column(frame, columns.behaviour), size, _behaviour, usual)
    read_value = parse_flag if columns.value_form.flag else partial(parse_number, form=columns.value_form)
    values = _mapped(_column(frame, columns.value), size, read_value, _NOTHING)
    times = _mapped(_column(frame, columns.time), size, lambda cell: seconds_of(cell, columns.time_form), _NOTHING)
    log = Log(rows=[], bad=list(frame.bad))
    for at, (user, item, behaviour, value, time) in enumerate(
        zip(users, items, behaviours, values, times, strict=True)
    ):
        if user is None or item is None or value is None or time is None:
            log.bad.append(_bad(frame, at, columns, user=user, item=item, value=value))
        else:
            worth = None if value is _NOTHING else float(value)
            log.rows.append((user, item, behaviour, worth, None if time is _NOTHING else time))
    return log


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


def is_graded(columns: LogColumns) -> bool:
    """Tell whether values say how much somebody liked an item, rather than how often or how many."""
    return columns.value is not None and names.key(columns.value) not in names.lexicon().whole["counted"]


def _bad(frame: Frame, at: int, columns: LogColumns, *, user: Any, item: Any, value: Any) -> BadRow:
    """Say what is wrong with a row: the first of its parts that cannot be read."""
    if user is None:
        name, expected = columns.user, f"the id of a person{unseen_in(_cell(frame, columns.user, at))}"
    elif item is None:
        name, expected = columns.item, "the id of an item in this catalogue"
    elif value is None:
        name, expected = str(columns.value), f"a number{bounds_of(columns.value_form)}"
    else:
        name, expected = str(columns.time), "a time, such as 1999-12-31T12:00:00 or seconds since 1970"
    return BadRow(frame.origin, frame.lines[at], name, shown(_cell(frame, name, at)), expected)


def _cell(frame: Frame, name: str, at: int) -> Any:
    cells = frame.columns.get(name)
    return cells[at] if cells else None
