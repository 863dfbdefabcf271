"""Filling a seed's slots from a catalogue: all that a request says together is true of one item, so that it finds some.

Everything is drawn by the seed's id alone: the same catalogue always gives the same demonstrations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from palate.catalog import schema as card
from palate.catalog.item import Item
from palate.planners.demos.bounds import bounds_of
from palate.planners.demos.sample import Sample, draw, shuffled
from palate.planners.demos.seed import Need, Seed
from palate.planners.demos.slots import (
    CatalogSlot,
    FlagSlot,
    NumberSlot,
    Slot,
    TextSlot,
    TitleSlot,
    ValueSlot,
    shown_slot,
)
from palate.planners.demos.wording import bound, degrees, slip
from palate.tools.stopwords import stop_words

_KINDS: Mapping[str, tuple[card.Kind, ...]] = {
    "value": ("tags", "category"),
    "tags": ("tags",),
    "category": ("category",),
    "number": ("number",),
    "flag": ("flag",),
    "text": ("text",),
}
_LEAST_VALUES = 2
_SHOWN = 3
_MOST_AWAY = 12
_LONGEST_TITLE = 30
_PHRASE = re.compile(r"\b((?:an?|the) ([a-z-]+ [a-z-]*[a-rt-z]))(?:[.,;:]| (\w+))", re.IGNORECASE)
"""Two words after an article, and the word that follows. A second word that ends in s is too often a verb."""


@dataclass
class _Draw:
    """A seed being filled with what is true of one item."""

    seed: Seed
    sample: Sample
    item: Item
    slots: dict[str, Slot] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    def key(self, slot: str) -> str:
        return f"{self.seed.id}/{slot}"

    def field_of(self, slot: str | None) -> card.Field | None:
        """Return the field of an earlier slot."""
        known = self.slots.get(slot or "")
        return known.field_of if isinstance(known, ValueSlot | NumberSlot) else None


def drawn(seed: Seed, sample: Sample) -> dict[str, Slot] | None:
    """Fill a seed's slots; None where the catalogue lacks what they need."""
    for item in draw(sample.titled, seed.id):
        made = _Draw(seed, sample, item)
        made.slots["it"] = CatalogSlot(sample.schema.noun)
        if all(_filled(name, need, made) for name, need in seed.needs.items()):
            return made.slots
    return None


def _filled(name: str, need: Need, made: _Draw) -> bool:
    slot = _FILLING[need.kind](name, need, made)
    if slot is not None:
        made.slots[name] = slot
    return slot is not None


def _fields(name: str, need: Need, made: _Draw) -> Iterator[card.Field]:
    """Yield the fields that a slot may be about, those of earlier slots left out unless it shares one."""
    shared = made.field_of(need.same)
    if shared is not None:
        yield shared
        return
    taken = {known.name for slot in made.slots if (known := made.field_of(slot)) is not None}
    possible = [
        each
        for each in made.sample.schema.of_kind(*_KINDS[need.kind])
        if each.name not in taken
        and (need.role is None or made.sample.schema.of_role(need.role) == each)
        and (each.kind in ("text", "flag") or each.distinct >= _LEAST_VALUES)
    ]
    measured = [each for each in possible if each.unit is not None or degrees(each, made.sample.schema) is not None]
    yield from shuffled(measured or possible, made.key(name))


def _value(name: str, need: Need, made: _Draw) -> Slot | None:
    said = {slot.value for slot in made.slots.values() if isinstance(slot, ValueSlot)}
    for each in _fields(name, need, made):
        has = made.sample.values(each, made.item)
        values = has
        if need.away:
            every = made.item.get(each.name)
            own = every if isinstance(every, list) else [every]
            values = [value for value in made.sample.frequent(each)[:_MOST_AWAY] if value not in own]
        taken = _elsewhere(each, made) if f"{{{name}.name}}" in made.seed.request else said
        free = [value for value in draw(values, made.key(name)) if value not in said | taken and has]
        if free:
            return ValueSlot(each, free[0], made.sample.schema)
    return None


def _elsewhere(field: card.Field, made: _Draw) -> set[str]:
    """Return the values of all other fields: said alone, "copper" is a colour and a material."""
    others = [each.name for each in made.sample.schema.of_kind("category", "tags") if each != field]
    held = [item.get(name) for item in made.sample.items for name in others]
    return {str(value) for each in held for value in (each if isinstance(each, list) else [each])}


def _number(name: str, need: Need, made: _Draw) -> Slot | None:
    for each in _fields(name, need, made):
        value = made.item.get(each.name)
        bounds = bounds_of(each, value) if isinstance(value, int | float) else None
        if bounds is None or not isinstance(value, int | float):
            continue
        decade = None
        if each.role == "year":
            start = int(value) // 10 * 10
            decade = bound(each, "between", [start, start + 9], made.sample.schema)
        return NumberSlot(each, bounds.low, bounds.high, made.sample.schema, decade)
    return None


def _flag(name: str, need: Need, made: _Draw) -> Slot | None:
    for each in _fields(name, need, made):
        if made.item.get(each.name) is True:
            return FlagSlot(bound(each, "=", True, made.sample.schema), each.name)
    return None


def _text(name: str, need: Need, made: _Draw) -> Slot | None:
    """Take a few words that stand together after an article: what somebody would remember of the item."""
    small = stop_words()
    for each in _fields(name, need, made):
        for match in _PHRASE.finditer(str(made.item.get(each.name) or "")):
            ends = match[3] is None or match[3].lower() in small
            if ends and not small & set(match[2].lower().split()):
                return TextSlot(match[1].lower(), match[2].lower())
    return None


def _title(name: str, need: Need, made: _Draw) -> Slot | None:
    about = made.field_of(need.of)
    for item in draw(made.sample.titled, made.key(name)):
        known = item.title in made.titles or item.id == made.item.id or len(item.title) > _LONGEST_TITLE
        fits = _described(item, made.slots.get(need.within or ""))
        if fits and not known and (about is None or _tells(item, about, made, alone=need.alone)):
            made.titles.add(item.title)
            return TitleSlot(item.title, slip(item.title))
    return None


def _tells(item: Item, about: card.Field, made: _Draw, *, alone: bool = False) -> bool:
    """Tell whether an item has a value that others can be compared with, or share."""
    if about.kind == "number":
        value = item.get(about.name)
        return isinstance(value, int | float) and bounds_of(about, value) is not None
    value = item.get(about.name)
    return bool(made.sample.values(about, item)) and not (alone and isinstance(value, list) and len(value) > 1)


def _shown(name: str, need: Need, made: _Draw) -> Slot | None:
    """Take three items of those that an earlier slot describes, with more and with less on either side of them."""
    about, describing = made.field_of(need.of), made.slots.get(need.within or "")
    kept = [item for item in made.sample.titled if _described(item, describing) and len(item.title) <= _LONGEST_TITLE]
    if about is not None and about.kind == "number":
        numbers = {item.id: value for item in kept if isinstance(value := item.get(about.name), int | float)}
        edges = {min(numbers.values(), default=0), max(numbers.values(), default=0)}
        # Without the edges there is always one with less and one with more.
        kept = [item for item in kept if item.id in numbers and numbers[item.id] not in edges]
    elif about is not None:
        kept = [item for item in kept if _tells(item, about, made)]
    if len(kept) < _SHOWN:
        return None
    first, second, third = draw(kept, made.key(name))[:_SHOWN]
    return shown_slot((first, second, third), about)


def _described(item: Item, slot: Slot | None) -> bool:
    if not isinstance(slot, ValueSlot):
        return True
    value = item.get(slot.field)
    return slot.value in value if isinstance(value, list) else value == slot.value


_FILLING: Mapping[str, Callable[[str, Need, _Draw], Slot | None]] = {
    "value": _value,
    "tags": _value,
    "category": _value,
    "number": _number,
    "flag": _flag,
    "text": _text,
    "title": _title,
    "shown": _shown,
}
