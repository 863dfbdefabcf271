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
    "minimum rating 4.5": ["recommend | rating >= 4.5"],
    "not as expensive as the Gas Stove": ["recommend | price < Gas Stove"],
    "how many are out of stock?": ["question | in_stock = False | ? count"],
    "tents that aren't sold out": ["recommend | category = Tents | in_stock = True"],
    "I don't want to pay more than 40 for a lantern": ["recommend | price <= 40 | ~text 'lantern'"],
    "tents in any colour but red": ["recommend | category = Tents | colours not_contains red"],
    "a stove in the $40 to $60 range": ["recommend | ~text 'stove' | price between [40, 60]"],
    "have you got the Gas Stove in stock?": ["question | in_stock = True | about Gas Stove | ? check"],
    "the three cheapest tents": ["recommend | category = Tents | by price up | limit 3"],
    "which tent costs the most?": ["question | category = Tents | by price down | ? superlative price"],
    "a tent costing less than the Gas Stove": ["recommend | category = Tents | price < Gas Stove"],
    "lanterns in the 20 to 30 range, in stock": [
        "recommend | ~text 'lanterns' | price between [20, 30] | in_stock = True"
    ],
    "a jacket for a tenner at most": ["recommend | category = Jackets | price <= 10"],
    "same brand as the Rain Jacket": ["recommend | brand = Rain Jacket"],
    "other things by the maker of the Gas Stove": ["recommend | brand = Gas Stove | more"],
    "a tent and a jacket, both in red": [
        "recommend | category = Tents | colours contains red",
        "recommend | category = Jackets | colours contains red",
    ],
    "4.5 stars or better, and I want change from fifty": ["recommend | rating >= 4.5 | price < 50"],
    "how much is the Gas Stove, and which tents are in stock?": [
        "question | about Gas Stove | ? attribute price",
        "recommend | category = Tents | in_stock = True",
    ],
    "does the Gas Stove cost more than the Titanium Pot?": ["question | about Gas Stove | ? compare price"],
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
