"""Looking up what a reply says: whatever in it is no title, value or number of its catalogue is a wrong fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pydantic import TypeAdapter

from palate import Catalog
from palate.agent.reply import Reply
from palate.catalog.conditions import Condition, Where, check
from palate.catalog.item import Item
from palate.ranking.popularity import popularity_of

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {name: number for number, name in enumerate(_NAMES, start=1)}
_HAN = dict(zip("一两三四五六七八九十", range(1, 11), strict=True))
_HAN_COUNT = re.compile(r"(?<=有|前|这)([一两三四五六七八九十])(?=[部家件个])")
_LINE = re.compile(r"^(\d+)\. (《.+?》|.+?)(?:: |：|，|（)(.*)$", re.MULTILINE)
_DATED = re.compile(r"(?:《([^《》\n]+?)》|([^《》:：\n]+?))(?: \((\d{4})\)|（(\d{4})）)")
_QUOTE = re.compile("“([^”]*)”")
_ONLY = re.compile(r"the only (?:one of these )?(.+?)(?: one of these)?$|这里面唯一的? ?(.+?)的?$")
_EXTREMES = {
    ("price", min): ("the cheapest of these", "the cheaper of the two", "这里面最便宜的", "两个里更便宜的"),
    ("price", max): ("the dearest of these", "the more expensive of the two", "这里面最贵的", "两个里更贵的"),
    ("duration", min): ("the shortest of these", "the shorter of the two", "这里面最短的", "两个里更短的"),
    ("duration", max): ("the longest of these", "the longer of the two", "这里面最长的", "两个里更长的"),
    ("year", min): ("the oldest of these", "the older of the two", "这里面最早的", "两个里更老的"),
    ("year", max): ("the newest of these", "the newer of the two", "这里面最新的", "两个里更新的"),
}
_WHERE: TypeAdapter[Where] = TypeAdapter(Where)


@dataclass(frozen=True)
class Told:
    """A reply with what came before it, and the catalogue that it is about."""

    catalog: Catalog
    said: Sequence[str]
    """What the person wrote, this message last."""
    replies: Sequence[Reply]

    @property
    def text(self) -> str:
        """What is examined."""
        return self.replies[-1].text

    @property
    def shown(self) -> list[Item]:
        """The items of the reply."""
        return self.catalog.items([item.id for item in self.replies[-1].items])

    @property
    def named(self) -> list[Item]:
        """Every item whose title the text or a message has, and those that were shown before."""
        everything = self.catalog.items(self.catalog.ids(range(self.catalog.schema.items)))
        before = {item.id for reply in self.replies for item in reply.items}
        words = " ".join([*self.said, self.text])
        return [item for item in everything if item.title in words or item.id in before]

    @property
    def conditions(self) -> list[Where]:
        """What the plans of all turns test."""
        found = [_WHERE.validate_python(each) for reply in self.replies for each in _wheres(reply.trace.plan)]
        return list({each.model_dump_json(): each for each in found}.values())


def wrong_facts(told: Told) -> Iterator[str]:
    """Yield what the catalogue does not bear out."""
    yield from _wrong_numbers(told)
    yield from _wrong_titles(told)
    yield from _wrong_lines(told)
    yield from _wrong_quotes(told)


def _wrong_numbers(told: Told) -> Iterator[str]:
    """Yield the numbers that are no value of an item named, no bound that was asked for and no count."""
    bare = _QUOTE.sub("", told.text).replace("the only one", "").replace(" one of these", "")
    for item in told.named:
        bare = bare.replace(item.title, "")
    known = {*_values(told), *_bounds(told), *_counts(told)}
    numbers = [float(each.replace(",", "")) for each in _NUMBER.findall(bare)]
    words = [_WORDS[word] for word in re.findall("[a-z]+", bare.lower()) if word in _WORDS]
    for number in [*numbers, *words, *(_HAN[sign] for sign in _HAN_COUNT.findall(bare))]:
        if number not in known:
            yield f"{number:g} is no value and no count"


def _values(told: Told) -> Iterator[float]:
    popularity = popularity_of(told.catalog)
    for item in told.named:
        yield from (float(value) for value in item.fields.values() if isinstance(value, int | float))
        position = told.catalog.position(item.id)
        yield from (float(popularity.people[position]), float(popularity.liked[position]))


def _bounds(told: Told) -> Iterator[float]:
    """Yield the numbers of conditions, the decade and the one place of each item of a list."""
    yield from map(float, range(1, len(told.replies[-1].items) + 1))
    yield told.catalog.schema.log.liked_from or 0.0
    for where in told.conditions:
        for part in where.parts:
            values = part.value if isinstance(part.value, list) else [part.value]
            yield from (float(value) for value in values if isinstance(value, int | float))


def _counts(told: Told) -> Iterator[float]:
    """Yield how many items meet any of the conditions at once, and how many more those are than are shown."""
    shown = len(told.replies[-1].items)
    for size in range(min(5, len(told.conditions)) + 1):
        for some in combinations(told.conditions, size):
            count = len(told.catalog.columns.select(list(some)))
            yield from (float(count), float(count - shown))


def _wrong_titles(told: Told) -> Iterator[str]:
    """Yield the titles with a year that the catalogue does not have, and lines whose title is not the item's."""
    year = told.catalog.schema.of_role("year")
    for quoted, plain, one, other in _DATED.findall(_QUOTE.sub("", told.text)):
        title = quoted or plain
        if year is not None and not any(
            title.endswith(item.title) and str(item.get(year.name)) == (one or other) for item in told.named
        ):
            yield f"{title} of {one or other} is not here"
    for place, title, _ in _LINE.findall(told.text):
        item = told.shown[int(place) - 1]
        if not title.removeprefix("《").startswith(item.title):
            yield f"line {place} names {title}, not {item.title}"


def _wrong_lines(told: Told) -> Iterator[str]:
    """Yield what the line of an item says that is not true of it."""
    for place, title, reasons in _LINE.findall(told.text):
        item = told.shown[int(place) - 1]
        said = f"{title.replace(item.title, '')} {_QUOTE.sub('', reasons)}"
        for value in _vocabulary(told):
            if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said, re.ASCII) and not _has(item, value):
                yield f"{item.title} is not {value}"
        for reason in re.split("; |；", _QUOTE.sub("", reasons)):
            if any(
                reason in words and not _is_extreme(item, told, role, best) for (role, best), words in _EXTREMES.items()
            ):
                yield f"{item.title} is not {reason}"
            if (found := _ONLY.match(reason)) and not _is_only(item, told, found[1] or found[2]):
                yield f"{item.title} is not {reason}"


def _vocabulary(told: Told) -> list[str]:
    fields = told.catalog.schema.of_kind("tags", "category")
    return [value for field in fields for value in told.catalog.vocabulary(field.name)]


def _has(item: Item, value: str) -> bool:
    return any(value == each or (isinstance(each, list) and value in each) for each in item.fields.values())


def _is_extreme(item: Item, told: Told, role: str, best: Callable[[Sequence[float]], float]) -> bool:
    field = next(each for each in told.catalog.schema.fields if each.role == role)
    values, own = [float(str(each.get(field.name))) for each in told.shown], float(str(item.get(field.name)))
    return values.count(own) == 1 and best(values) == own


def _is_only(item: Item, told: Told, words: str) -> bool:
    """Tell whether one of the values that the words end in is this item's alone; of a decade, whether it is."""
    if decade := re.search(r"(\d{3}0)(?:s| 年代)", words):
        year = told.catalog.schema.of_role("year")
        where = Condition(field=year.name, op="between", value=[int(decade[1]), int(decade[1]) + 9]) if year else None
        holds = [other for other in told.shown if where and check(where, other, told.catalog.schema)]
    else:
        value = next(each for each in sorted(_vocabulary(told), key=len, reverse=True) if words.endswith(each))
        holds = [other for other in told.shown if _has(other, value)]
    return [other.id for other in holds] == [item.id]


def _wrong_quotes(told: Told) -> Iterator[str]:
    """Yield what is quoted and stands in no text of an item, no message and no condition."""
    texts = [str(item.get(field.name)) for item in told.named for field in told.catalog.schema.of_kind("text")]
    values = [str(part.value) for where in told.conditions for part in where.parts]
    for quote in _QUOTE.findall(told.text):
        words = quote.removesuffix("…")
        if not any(words in source for source in (*texts, *told.said, *values)) and not _is_told(words, told):
            yield f"“{quote}” is quoted from nowhere"


def _is_told(words: str, told: Told) -> bool:
    """Tell whether words are a condition as the reply's fields have it, with its value and perhaps its field."""
    fields = [*told.replies[-1].blamed, *told.replies[-1].relaxed]
    fields += [each for near in told.replies[-1].near for each in near.breaks]
    numbers = [float(each.replace(",", "")) for each in _NUMBER.findall(words)]
    values = [value for value in _vocabulary(told) if value in words]
    return any(words in each for each in fields) or bool(values) or (bool(numbers) and {*numbers} <= {*_bounds(told)})


def _wheres(node: Any) -> Iterator[Any]:
    """Yield the conditions in a plan, whichever argument they are in."""
    if isinstance(node, dict):
        if isinstance(node.get("value"), dict):
            return  # What a look-up finds: the item that it is of is named.
        if {"field", "op", "value"} <= node.keys() or "any_of" in node:
            yield node
        else:
            for each in node.values():
                yield from _wheres(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _wheres(each)
