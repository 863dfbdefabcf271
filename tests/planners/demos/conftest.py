"""Catalogues of different things that seeds are filled from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from palate import Catalog

SHOP = Path(str(resources.files("palate"))) / "evals" / "suites" / "plans" / "shop"
AUTHORS = ("Ada Quill", "Bram Hollow", "Cleo Marsh")
SUBJECTS = ("a lighthouse keeper", "an old orchard", "a missing map", "the night ferry", "a stolen violin")
BOOKS = [
    {
        "id": f"B{number:02}",
        "title": title,
        "author": AUTHORS[number % 3],
        "genres": [("Crime", "Poetry", "History")[number % 3], ("Travel", "Satire")[number % 2]],
        "language": ("English", "French", "Spanish", "German")[number % 4],
        "year": 1950 + 3 * number,
        "audio_minutes": 240 + 13 * ((number * 13) % 24),
        "pages": 120 + 17 * ((number * 7) % 24),
        "price": round(6.5 + 1.25 * ((number * 5) % 24), 2),
        "rating": round(2.5 + 0.1 * ((number * 11) % 24), 1),
        "in_print": number % 4 != 0,
        "summary": f"A tale of {SUBJECTS[number % 5]}, told by {AUTHORS[number % 3]}.",
    }
    for number, title in enumerate(
        [
            "Salt Roads", "The Iron Orchard", "Nine Quiet Rooms", "Paper Harbour", "A Field Guide to Rain",
            "Winter Ledger", "The Glass Ferry", "Letters to Nobody", "Copper Moon", "Under the Viaduct",
            "The Last Timetable", "Borrowed Lanterns", "Northern Cartographer", "Dust and Honey", "A Choir of Engines",
            "Slow Thunder", "Marble Season", "The Violin Thief", "Ninety Bridges", "Sparrow Court",
            "The Beekeeper's Atlas", "Ash Wednesday Market", "Low Tide Almanac", "Hollow Crown Lane",
        ]
    )
]  # fmt: skip


@pytest.fixture(scope="session")
def more(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Catalog]]:
    """A kitchen shop, and a shelf of books without a log."""
    folder = tmp_path_factory.mktemp("more")
    kitchen, log = SHOP / "kitchen.csv", SHOP / "kitchen_log.csv"
    made = {
        "kitchen": Catalog.build(folder / "k.db", items=kitchen, interactions=log, name="kitchen", noun="product"),
        "books": Catalog.build(folder / "b.db", items=BOOKS, name="books", noun="book"),
    }
    yield made
    for catalog in made.values():
        catalog.close()


@pytest.fixture
def kitchen(more: dict[str, Catalog]) -> Catalog:
    """Sixty-four products of a kitchen shop."""
    return more["kitchen"]


@pytest.fixture
def books(more: dict[str, Catalog]) -> Catalog:
    """Twenty-four books that nobody bought yet."""
    return more["books"]
