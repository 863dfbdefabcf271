"""The same language over a catalogue that is not films: prices, brands, stock, weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

MESSAGES = {
    "a backpack under $100": ["recommend | category = Backpacks | price < 100"],
    "50 to 100 dollars": ["recommend | price between [50, 100]"],
    "between $50 and $100": ["recommend | price between [50, 100]"],
    "something by Osprey": ["recommend | brand = Osprey"],
    "anything by MSR or Osprey": ["recommend | brand in ['MSR', 'Osprey']"],
    "Patagonia jackets, not red": ["recommend | brand = Patagonia | category = Jackets | colours not_contains red"],
    "a black or blue jacket under 200": [
        "recommend | colours contains_any ['black', 'blue'] | category = Jackets | price < 200"
    ],
    "in stock only": ["recommend | in_stock = True | only"],
    "at least 4.5 stars": ["recommend | rating >= 4.5"],
    "jackets rated 4.5 or better": ["recommend | category = Jackets | rating >= 4.5"],
    "lighter than 1 kg": ["recommend | weight < 1"],
    "a weight of less than 500 g": ["recommend | weight < 0.5"],
    "the most expensive tent": ["recommend | category = Tents | by price down"],
    "a jaket by Patagonia": ["recommend | category = Jackets | brand = Patagonia"],
    "something like the Down Jacket but cheaper": ["recommend | like Down Jacket | price < Down Jacket"],
    "how much is the Gas Stove?": ["question | about Gas Stove | ? attribute price"],
    "is the Rain Jacket in stock?": ["question | in_stock = True | about Rain Jacket | ? check"],
    "which brands do you have?": ["question | ? values brand"],
}


@pytest.mark.parametrize(("message", "meaning"), MESSAGES.items(), ids=list(MESSAGES))
def test_a_message_means(shop: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), shop)) == meaning


def test_a_vague_word_is_measured_among_what_is_asked_for(shop: Catalog) -> None:
    # The tents cost 69, 229, 399.95 and 1,049; half of all products cost under 70.
    assert parts(understand("a cheap tent", SessionView(), shop)) == ["recommend | category = Tents | ~price <= 229"]


STOCKED = [
    {"id": "1", "title": "Mixer", "price": "$20", "stock": 120, "size": "One Size", "brand": "Acme"},
    {"id": "2", "title": "Kettle", "price": "$30", "stock": 0, "size": "M", "brand": "Acme"},
    {"id": "3", "title": "Toaster", "price": "$40", "stock": 7, "size": "L", "brand": "Zed"},
]


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("under $35 in stock", ["recommend | price < 35 | stock > 0"]),
        ("more than 100 in stock", ["recommend | stock > 100"]),
        ("how many are in stock?", ["question | stock > 0 | ? count"]),
        ("size M by Acme", ["recommend | size = M | brand = Acme"]),
    ],
)
def test_stock_in_pieces_means(tmp_path: Path, message: str, meaning: list[str]) -> None:
    with Catalog.build(tmp_path / "stocked.db", items=STOCKED) as catalog:
        assert parts(understand(message, SessionView(), catalog)) == meaning
