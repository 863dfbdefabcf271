"""Sentences that are small talk or promise to take the first thing shown, and others, each with who wrote it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Where
from palate.evals.registry import load_suite
from palate.evals.sentences.wished import HANDS, speeches
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.verifiable.drawing import draw
from palate.evals.users.phrasings.wishes import Speech, called, label, wishes
from palate.language.sentences import Purpose

CATALOGUES = ("films", "movielens", "shop")
_ACTS: dict[str, Purpose | None] = {
    "open": "open", "nudge": "open", "final": "final", "dismiss": "dismiss", "hint": "hint", "unsettled": "unsettled",
    "neither": None,
}  # fmt: skip
"""What each key of the phrasings is for."""
_WISHES = 700
"""Drawn for each hand and catalogue."""
_TERSE = 3
"""Of how many of them one is said in as few words as its writer has: "age rating: R"."""
_STORY = 0.3
"""What a wish inside a story counts: most of them speak of what these catalogues do not know."""
_FILES: tuple[tuple[str, Purpose | None, float], ...] = (
    ("asides", "small_talk", 1.0),
    ("finals", "final", 1.0),
    ("opens", "open", 1.0),
    ("unasked", "unasked", 1.0),
    ("choosers", None, 1.0),
    ("meant", None, 1.0),
    ("stories", None, _STORY),
)
"""Sentences that were written for this: the name of the file, what they are for, and what each counts."""
_GROUPS = 5
"""Sentences of one file count as by so many writers."""


@dataclass(frozen=True)
class Example:
    """One message."""

    text: str
    purpose: Purpose | None
    """What it is for; None for what is wished, asked or answered."""
    source: str
    """Who wrote it; nobody is judged by their own sentences."""
    catalogue: str
    weight: float = 1.0


def examples(seed: int = 0) -> Iterator[Example]:
    """Yield every example, over each catalogue."""
    for name in CATALOGUES:
        catalog, chance = open_catalogue(name), random.Random(f"{seed} {name}")  # noqa: S311
        for hand in HANDS:
            for text in wishes(hand).aside:
                yield Example(text, "small_talk", hand, name)
            for way in wishes(hand).unasked:
                yield Example(way.format(what=_what(catalog, chance)), "unasked", hand, name)
            yield from _of_speech(hand, wishes(hand), name, catalog, chance)
            yield from _wished_by(hand, wishes(hand), name, catalog, chance)
        for writer, speech in speeches():
            yield from _of_speech(writer, speech, name, catalog, chance)
        for source, purpose, weight in _FILES:
            for number, line in enumerate(_lines(source)):
                said = line.replace("{noun}", catalog.schema.noun).replace("{what}", _what(catalog, chance))
                yield Example(said, purpose, f"{source} {number % _GROUPS}", name, weight)
        yield from _of_plans(name)


def requests(name: str) -> Iterator[Example]:
    """Yield messages to a catalogue that are read rightly without a model: tests and gold plans say so."""
    yield from _of_plans(name)
    for number, line in enumerate(_lines("requests")):
        yield Example(line, None, f"requests {number % _GROUPS}", name)


def _of_plans(name: str) -> Iterator[Example]:
    for case in load_suite("plans").cases(filter="!held-out"):
        if case.data["catalog"] == name:
            for said in case.data["said"]:
                yield Example(said["message"], None, "plans", name)


def _lines(source: str) -> list[str]:
    return (files(__package__ or "") / f"{source}.txt").read_text(encoding="utf-8").splitlines()


def _of_speech(writer: str, words: Speech, name: str, catalog: Catalog, chance: random.Random) -> Iterator[Example]:
    schema = catalog.schema
    for act, purpose in _ACTS.items():
        for way in getattr(words, act):
            field = label(chance.choice(schema.fields))
            yield Example(way.format(noun=schema.noun, field=field), purpose, writer, name)
    for way in words.restate:
        where = _drawn(catalog, chance)
        if where is not None:
            yield Example(way.format(wish=words.wish(where, schema, chance)), None, writer, name)


def _wished_by(writer: str, words: Speech, name: str, catalog: Catalog, chance: random.Random) -> Iterator[Example]:
    """Yield what somebody wishes who also tells of other things."""
    drawn = [(_drawn(catalog, chance), number % _TERSE == 0) for number in range(_WISHES)]
    told = {words.wish(where, catalog.schema, chance, terse=terse) for where, terse in drawn if where is not None}
    for text in sorted(told):
        yield Example(text, None, writer, name)


def _what(catalog: Catalog, chance: random.Random) -> str:
    """Return something that may have been said back: a value or a field."""
    where = _drawn(catalog, chance)
    return called(where, catalog.schema) if where is not None else label(chance.choice(catalog.schema.fields))


def _drawn(catalog: Catalog, chance: random.Random) -> Where | None:
    item = catalog.items(catalog.ids([chance.randrange(catalog.columns.size)]))[0]
    return draw(catalog, item, chance)
