"""Sentences that are small talk or promise to take the first thing shown, and others, each with who wrote it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from palate.catalog.catalog import Catalog
from palate.evals.registry import load_suite
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.verifiable.drawing import draw
from palate.evals.users.phrasings.wishes import OTHERS, Hand, label, wishes
from palate.language.sentences import Purpose

CATALOGUES = ("films", "movielens", "shop")
HANDS: tuple[Hand, ...] = ("development", *(hand for hand in OTHERS if hand != "third"))
"""Whose phrasings may be read."""
_ACTS = ("open", "final", "dismiss", "hint", "unsettled", "neither", "nudge")
_WISHES = 700
"""Drawn for each hand and catalogue."""
_STORY = 0.3
"""What a wish inside a story counts: most of them speak of what these catalogues do not know."""
_FILES: tuple[tuple[str, Purpose | None, float], ...] = (
    ("asides", "small_talk", 1.0),
    ("finals", "final", 1.0),
    ("choosers", None, 1.0),
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
            yield from _of_hand(hand, name, catalog, chance)
        for source, purpose, weight in _FILES:
            text = (files(__package__ or "") / f"{source}.txt").read_text(encoding="utf-8")
            for number, line in enumerate(text.splitlines()):
                said = line.replace("{noun}", catalog.schema.noun)
                yield Example(said, purpose, f"{source} {number % _GROUPS}", name, weight)
    for case in load_suite("plans").cases(filter="!held-out"):
        if case.data["catalog"] in CATALOGUES:
            for said in case.data["said"]:
                yield Example(said["message"], None, "plans", case.data["catalog"])


def _of_hand(hand: Hand, name: str, catalog: Catalog, chance: random.Random) -> Iterator[Example]:
    words, schema = wishes(hand), catalog.schema
    for text in words.aside:
        yield Example(text, "small_talk", hand, name)
    for act in _ACTS:
        for way in getattr(words, act):
            field = label(chance.choice(schema.fields))
            purpose: Purpose | None = "final" if act == "final" else None
            yield Example(way.format(noun=schema.noun, field=field), purpose, hand, name)
    told: set[str] = set()
    for _ in range(_WISHES):
        item = catalog.items(catalog.ids([chance.randrange(catalog.columns.size)]))[0]
        where = draw(catalog, item, chance)
        if where is not None:
            told.add(words.wish(where, schema, chance))
    for text in sorted(told):
        yield Example(text, None, hand, name)
