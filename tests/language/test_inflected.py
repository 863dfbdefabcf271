"""A verb and a set phrase are no values, though a tag is spelled like a word of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

TAGS = ["file", "tire", "play", "camp", "night", "first", "home", "hand", "eye", "kitchen", "stripe", "office"]
RED = ["recommend | colour = red"]
BESIDE = [
    "I am so tired.",
    "We're tired.",
    "my kids are so tired",
    "A guy was playing the spoons.",
    "She plays every week.",
    "We had soup last night.",
    "They shook hands on it.",
    "My wife rolled her eyes.",
    "Our youngest lost his first tooth.",
    "I walked home.",
    "I wrote it down at home.",
]
VALUES = {
    "something filed under office": ["recommend | tags contains office"],
    "a striped one": ["recommend | tags contains stripe"],
    "camping gear": ["recommend | tags contains camp"],
    "something in first": ["recommend | tags contains first"],
    "it has to be home": ["recommend | tags contains home"],
    "have a look at home kitchen products": ["recommend | category = Home Kitchen"],
}


@pytest.fixture
def things(tmp_path: Path) -> Iterator[Catalog]:
    rows = [
        {
            "id": str(n),
            "title": f"Thing {n}",
            "tags": [tag, TAGS[n - 1]],
            "colour": ("red", "blue")[n % 2],
            "category": ("Home Kitchen", "Toys")[n % 2],
            "about": "gear for all",
        }
        for n, tag in enumerate(TAGS)
    ]
    with Catalog.build(tmp_path / "things.db", items=rows, noun="product") as catalog:
        yield catalog


@pytest.mark.parametrize("said", BESIDE)
def test_verbs_and_set_phrases_are_no_values(things: Catalog, said: str) -> None:
    (intent,) = understand(f"{said} In red.", SessionView(), things).intents

    hard = [entry.where for entry in intent.preferences if entry.strength == "hard"]
    assert [(where.parts[0].field, where.parts[0].value) for where in hard if where] == [("colour", "red")]


@pytest.mark.parametrize(("message", "meaning"), VALUES.items(), ids=list(VALUES))
def test_other_forms_are_values(things: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), things)) == meaning


@pytest.mark.parametrize("message", ["I ran into my teacher. A comedy.", "A comedy. I ran all day."])
def test_a_pronoun_is_no_piece_of_a_word(films: Catalog, message: str) -> None:
    (intent,) = understand(message, SessionView(), films).intents

    assert "country" not in {name for entry in intent.preferences for name in entry.fields}


def test_who_plays_a_part_is_in_it(films: Catalog) -> None:
    said = understand("only ones where Sam Neill or Robert Carlyle plays a part", SessionView(), films)

    assert parts(said) == ["recommend | cast contains_any ['Sam Neill', 'Robert Carlyle'] | only"]


SAID_OF_SOMEBODY = {
    "I'm new here. A western.": ["recommend | genres contains Western"],
    "she is short. A western.": ["recommend | genres contains Western"],
    "a western, genre-wise": ["recommend | genres contains Western"],
    # These are wished for.
    "a new western": None,
    "by Robert Wise": ["recommend | director contains Robert Wise"],
}


@pytest.mark.parametrize(("message", "meaning"), SAID_OF_SOMEBODY.items(), ids=list(SAID_OF_SOMEBODY))
def test_what_is_said_of_somebody_is_no_wish(films: Catalog, message: str, meaning: list[str] | None) -> None:
    read = parts(understand(message, SessionView(), films))

    assert read == meaning if meaning is not None else "year" in read[0]


def test_whom_a_letter_speaks_to_is_not_expensive(shop: Catalog) -> None:
    assert "price" not in parts(understand("Dear team, something red please", SessionView(), shop))[0]
