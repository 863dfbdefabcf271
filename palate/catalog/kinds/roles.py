"""Which column of an interaction log has which role: by its name where its cells agree, else by its cells alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, get_args

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column, Stored
from palate.catalog.kinds.declared import KINDS, LOG_PARTS, Declared
from palate.catalog.parsing.dates import clock_of, date_form, seconds_of
from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.identity import identity_of
from palate.catalog.parsing.missing import is_missing, line_of, text_of
from palate.catalog.parsing.numbers import out_of, parse_number, points_group, uses_decimal_comma
from palate.catalog.sources.frame import Frame
from palate.catalog.titles import straight
from palate.catalog.words import normal
from palate.errors import UnreadableFile

Role = Literal["user", "item", "behaviour", "value", "time", "clock"]
_SAMPLE = 2_000
_MOST = 0.5
"""A column is what more than this share of its cells is."""
_AS_LIKELY = 0.9
"""A column with this share of the evidence for the likeliest one is as likely."""
_MOST_BEHAVIOURS = 50
_EPOCH, _END = 631_152_000.0, 4_102_444_800.0
"""Seconds since 1970 of 1990 and of 2100: a log of events is of this age, and few other numbers are so large."""
_TOPS = (5, 10)
"""The highest values of the usual rating scales, from 1 to 5 and from 1 to 10."""


class ItemKeys:
    """What a log can call items: by their ids, else another column that tells all of them apart, else their titles."""

    def __init__(
        self, ids: Mapping[str, int], columns: Sequence[Column], cells: Callable[[Column], Sequence[Stored]]
    ) -> None:
        """Take the rowids by id, the columns of items, and what returns the cells of one in the order of rowids."""
        self._maps = {"id": ids}
        self._columns = {
            column.name: column
            for column in columns
            if column.kind in ("id", "title", "category") or (column.kind == "number" and column.role is None)
        }
        self._cells = cells
        self.names = tuple(dict.fromkeys(("id", *sorted(self._columns, key="title".__eq__))))
        """Columns by which items may be called, likeliest first."""

    def by(self, name: str) -> Mapping[str, int]:
        """Return the rowid of each item by what a column calls it and no other item."""
        if name not in self._maps:
            cells = self._cells(self._columns[name])
            some = [cell for cell in cells[:_SAMPLE] if cell is not None]
            tells = name == "title" or len(set(some)) == len(some)
            found = [key_of(cell, name) for cell in cells] if tells else []
            times = Counter(found)
            self._maps[name] = {key: at for at, key in enumerate(found, 1) if key and times[key] == 1}
        return self._maps[name]

    def called(self, texts: Sequence[str]) -> str | None:
        """Return the likeliest column in which most texts call an item; None where none does."""
        return next((name for name in self.names if self.share(texts, name) > _MOST), None)

    def share(self, texts: Sequence[str], name: str) -> float:
        """Return the share of texts by which a column calls an item."""
        known = self.by(name)
        return _share(texts, lambda text: key_of(text, name) in known)


def key_of(cell: Any, by: str) -> str | None:
    """Return what a cell calls an item, in the form in which a column of items is looked up."""
    return normal(straight(line_of(cell))) if by == "title" else identity_of(cell)


def find_roles(frame: Frame, declared: Mapping[str, Declared], items: ItemKeys, own: str = "") -> Mapping[Role, str]:
    """Decide which columns of a log have a role.

    Args:
        frame: some rows of it.
        declared: what the caller says of columns, which is not questioned.
        items: what items may be called.
        own: what the items' own file calls their ids.

    Raises:
        UnreadableFile: no column has the role of the user, or of the item; or several may have one alike.
    """
    search = _Search(frame, declared, items, own)
    for role in ("user", "behaviour", "value", "time"):
        search.take(role, search.named(role))
    search.take("item", search.told("item") or [*search.called("item"), *names.other_ids(search.free)])
    search.take("behaviour", search.told("behaviour"))
    search.take("time", search.told("time"))
    search.take("value", search.told("value") or search.called("counted"))
    search.take("clock", search.clocks())
    search.take("user", search.told("user"))
    missing = [role for role in ("user", "item") if role not in search.roles]
    if missing:
        columns = ", ".join(f"`{name}`" for name in frame.columns)
        one = "one" if len(missing) == 1 else "some"
        raise UnreadableFile(
            f"`{frame.origin}` has no column for {' and '.join(f'the {role}' for role in missing)} of an interaction: "
            f"its columns are {columns}. Expected {one} such as {' and '.join(f'`{role}_id`' for role in missing)}; "
            f"say which with {' and '.join(f'--field COLUMN={role}' for role in missing)} (`fields=`)."
        )
    return {role: search.roles[role] for role in get_args(Role) if role in search.roles}


def mentioned(frame: Frame, declared: Mapping[str, Declared]) -> list[set[str]]:
    """Return what the columns of a log hold that may be its items, before anything is known of those.

    It is the one column that is declared or has a usual name, or each that has no usual name for another role.
    """
    whole = names.lexicon().whole
    said = [name for name, spec in declared.items() if spec.kind == "item" and name in frame.columns]
    usual = names.ranked(frame.columns, whole["item"])
    others = {name for role in get_args(Role) if role in whole for name in names.ranked(frame.columns, whole[role])}
    likely = said[:1] or usual[:1] or [name for name in frame.columns if name not in others]
    return [set(sample_of(frame.columns[name])) for name in likely]


class _Search:
    """Columns that have no role yet, and those that have one."""

    def __init__(self, frame: Frame, declared: Mapping[str, Declared], items: ItemKeys, own: str) -> None:
        self.frame, self.items, self.own = frame, items, own
        self.roles: dict[Role, str] = {}
        self.free = [name for name in frame.columns if name not in declared or declared[name].kind in KINDS]
        self.texts = {name: sample_of(cells) for name, cells in frame.columns.items()}
        for name, spec in declared.items():
            if name in frame.columns and spec.kind in LOG_PARTS:
                clock = spec.kind == "time" and are_clocks(self.texts[name])
                self.roles["clock" if clock else spec.kind] = name  # type: ignore[index]

    def take(self, role: Role, likeliest: Sequence[str]) -> None:
        """Give a role that is free to the first of some columns."""
        if role not in self.roles and likeliest:
            self.roles[role] = likeliest[0]
            self.free.remove(likeliest[0])

    def called(self, part: str) -> list[str]:
        """Return the columns with usual names for a role, the most usual first."""
        own = {names.key(self.own)} - {"", "id"} if part == "item" else ()  # `id` is each file's own
        return names.ranked(self.free, (*own, *names.lexicon().whole.get(part, ())))

    def named(self, role: Role) -> list[str]:
        """Return the columns whose names say a role and whose cells agree."""
        found = [name for name in self.called(role) if names.key(name) not in names.lexicon().whole["counted"]]
        if role == "user":  # One that is mostly empty holds only some users, such as those who are logged in.
            found = [name for name in found if len(self.texts[name]) > _MOST * max(map(len, self.texts.values()))]
        return [name for name in found if role not in _AGREE or _AGREE[role](self.texts[name])]

    def told(self, role: Role) -> list[str]:
        """Return the one column whose cells say a role, whatever it is called; nothing where none does.

        Raises:
            UnreadableFile: several say it alike.
        """
        if role in self.roles:
            return []
        weights = {name: self.weight(role, name) for name in self.free if self.texts[name]}
        first, most = max(weights.values(), default=((), 0.0))
        likely = [name for name, (rank, weight) in weights.items() if rank == first and weight >= _AS_LIKELY * most]
        if len(likely) > 1 and most:
            ways = " or ".join(f"--field {name}={role}" for name in likely)
            raise UnreadableFile(
                f"`{self.frame.origin}` has {' and '.join(f'`{name}`' for name in likely)}, which are equally likely "
                f"to be the {role} of an interaction; say which with {ways} (`fields=`)."
            )
        return likely if most else []

    def weight(self, role: Role, name: str) -> tuple[tuple[int, ...], float]:
        """Return how much the cells of a column say for a role, 0 for nothing, and how such evidence ranks."""
        if role == "item":
            return self.item_weight(name)
        return (), self.user_weight(name) if role == "user" else float(_SAY[role](self.texts[name]))

    def item_weight(self, name: str) -> tuple[tuple[int, ...], float]:
        """Return which share of cells are items; ids rank before titles, then names, then what is no item by chance."""
        texts = self.texts[name]
        key = self.items.called(texts)
        if key is None:
            return (-len(self.items.names),), 0.0
        usual = [each for each in self.called("item") if names.key(each) != "id"]  # which may be the event's
        named = usual.index(name) if name in usual else len(usual)
        numbers_rows = len(set(texts)) == len(texts)
        small = all(text.isdigit() and int(text) <= max(_TOPS) for text in set(texts))
        chance = named == len(usual) and (numbers_rows or small)
        return (-self.items.names.index(key), -named, -chance), self.items.share(texts, key)

    def user_weight(self, name: str) -> float:
        """Return how many events a column tells apart beside the item, where its cells are ids that recur."""
        cells, texts = [text_of(cell) for cell in self.frame.columns[name]], self.texts[name]
        often = Counter(cells)
        recurring = sum(count for count in often.values() if count > 1) > _MOST * len(cells)
        measured = is_scale(texts) or are_times(texts) or any(number % 1 for number in numbers_of(texts))
        if not recurring or measured or len(often) < 2 or are_clocks(texts):
            return 0.0
        items, moments = (
            list(map(text_of, self.frame.columns.get(self.roles.get(role, ""), range(len(cells)))))
            for role in ("item", "time")
        )
        # What belongs to the item is its brand, and what belongs to the moment is a receipt.
        pairs, visits = (len(set(zip(cells, others, strict=True))) for others in (items, moments))
        return float(pairs) if pairs > len(set(items)) and visits > len(often) else 0.0

    def clocks(self) -> list[str]:
        """Return a column of times of day, where that of the time has only days."""
        days = "".join(self.texts.get(self.roles.get("time", ""), []))
        return [name for name in self.free if days and ":" not in days and are_clocks(self.texts[name])]


def sample_of(cells: Sequence[Any]) -> list[str]:
    """Return cells that say something, as text, spread over all."""
    step = max(1, len(cells) // _SAMPLE)
    return [text_of(cell) for cell in cells[::step] if not is_missing(cell)]


def value_form(texts: Sequence[str], low: float | None = None, high: float | None = None) -> Form:
    """Return how values are written, with the bounds that were declared; "3/5" tells that none is above 5."""
    most = Counter(told[1] for text in texts if (told := out_of(text))).most_common(1)
    comma = uses_decimal_comma([text for text in texts if "," in text]) or points_group(list(texts))
    words = bool(texts) and not any(text[:1].isdigit() for text in texts)
    flag = words and all(parse_flag(text) is not None for text in texts)
    top = most[0][0] if most else None
    return Form(low=low, high=top if high is None else high, flag=flag, any_unit=True, out_of=top, decimal_comma=comma)


def numbers_of(texts: Sequence[str]) -> list[float]:
    """Return the values that are written in cells."""
    form = value_form(texts)
    read = (parse_flag(text) if form.flag else parse_number(text, form) for text in texts)
    return [number for number in read if number is not None]


def is_scale(texts: Sequence[str]) -> bool:
    """Tell whether cells are ratings on a scale: out of so many, or in steps of a half up to 5 or 10, and no counts."""
    numbers = numbers_of(texts)
    if len(numbers) < _AS_LIKELY * len(texts) or not numbers:
        return False
    if value_form(texts).out_of or any("★" in text or "⭐" in text for text in texts):
        return True
    return min(numbers) >= 0 and max(numbers) in _TOPS and len(set(numbers)) > 1 and grades(numbers)


def grades(numbers: Sequence[float]) -> bool:
    """Tell whether numbers may grade: amounts have other steps than a half, and most counts are the least one."""
    if max(numbers, default=0) <= 1:
        return True
    counts = len(set(numbers)) > 1 and numbers.count(min(numbers)) > _MOST * len(numbers)
    return not counts and all(number * 2 % 1 == 0 for number in numbers)


def are_clocks(texts: Sequence[str]) -> bool:
    """Tell whether cells are times of day."""
    return _share(texts, lambda text: clock_of(text) is not None) > _MOST


def are_times(texts: Sequence[str], since: float = _EPOCH, until: float = _END) -> bool:
    """Tell whether cells are moments, of this age where no other is given."""
    form = date_form(texts, counted="s")
    return _share(texts, lambda text: (at := seconds_of(text, form)) is not None and since <= at < until) > _MOST


def _recur(texts: Sequence[str]) -> bool:
    return len(set(texts)) <= _MOST_BEHAVIOURS


def _share(texts: Sequence[str], test: Callable[[str], object]) -> float:
    """Return the share of texts that pass a test."""
    times = Counter(texts)
    return sum(count for text, count in times.items() if test(text)) / max(1, len(texts))


_AGREE: Mapping[Role, Callable[[Sequence[str]], bool]] = {
    "behaviour": lambda texts: _share(texts, lambda text: not text[:1].isdigit()) > _MOST and _recur(texts),
    "time": partial(are_times, since=-math.inf, until=math.inf),
    "value": lambda texts: len(numbers_of(texts)) > _MOST * len(texts),
}
"""Whether cells agree with a name that says a role; those of other roles may be anything."""
_SAY: Mapping[Role, Callable[[Sequence[str]], float]] = {
    "behaviour": lambda texts: (
        known if (known := _share(texts, names.behaviour_tells)) > _MOST and _recur(texts) else 0
    ),
    "time": are_times,
    "value": is_scale,
}
"""How much cells say for a role, whatever their column is called; 0 for nothing."""
