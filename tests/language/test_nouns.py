"""The noun of a catalogue, which tells none of its items from another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from palate import Catalog
from palate.language.nouns import means_noun
from palate.language.session import SessionView
from palate.language.understand import understand


@pytest.fixture(scope="module")
def laptops() -> Iterator[Catalog]:
    rows = [
        {"title": "Aero 5", "memory": "32 GB", "about": "A quiet machine for work."},
        {"title": "Bolt 7", "memory": "16 GB", "about": "A laptop for games."},
        {"title": "Core 9", "memory": "8 GB", "about": "Light and quiet."},
    ]
    with Catalog.build(":memory:", items=rows, noun="laptop") as built:
        yield built


@pytest.mark.parametrize(
    ("word", "noun", "same"),
    [
        ("laptops", "laptop", True),
        ("电脑", "laptop", True),
        ("keyboard", "laptop", False),
        ("movie", "film", True),
        ("documentary", "film", False),
    ],
)
def test_words_that_mean_the_noun(laptops: Catalog, word: str, noun: str, same: bool) -> None:
    catalog = laptops if noun == "laptop" else Catalog.films()

    assert means_noun(word, catalog) is same


@pytest.mark.parametrize("message", ["a laptop with 32 GB", "I want a computer with 32 GB", "some laptops"])
def test_the_noun_is_no_word_that_is_looked_for(laptops: Catalog, message: str) -> None:
    read = understand(message, SessionView(), laptops)

    assert [entry.text for intent in read.intents for entry in intent.preferences if entry.text] == []
    assert read.unknown == ()
