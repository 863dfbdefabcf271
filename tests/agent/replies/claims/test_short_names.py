"""Short names: the one item that has a word in its title, or a value, is named by it."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The jacket costs $179.", "The jacket costs $259."),
        ("You can have the boots in brown.", "You can have the boots in yellow."),
        ("I like Stove, at 0.1 kg.", "I like Stove, at 0.4 kg."),
        ("The boots and the stove are not yellow.", "The boots and the jacket are not yellow."),
        ("The silver one costs $54.95.", "The silver one costs $179."),
        ("The jacket is cheaper than the boots.", "The boots are cheaper than the jacket."),
    ],
)
def test_a_word_of_one_title_names_its_item(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Fargo is the comedy.", "Jaws is the comedy."),
        ("Fargo, the comedy, lasts 98 minutes.", "Alien, the comedy, lasts 117 minutes."),
        ("The comedy is Fargo.", "The comedy is Jaws."),
    ],
)
def test_what_is_said_to_be_something_names_nothing(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("I found two horror films, both from the seventies.", "I found three horror films from the seventies."),
        ("Alien is shorter than the 1975 film.", "Alien is shorter than the 1996 film."),
        ("One of two horror films here is Jaws.", "One of four horror films here is Jaws."),
        ("Jaws is one of two films here with horror.", "Jaws is one of four films here with horror."),
        ("Two of the three last over 110 minutes.", "Two of the three last over 120 minutes."),
        ("Two of the three last more than 110 minutes.", "Three of the three last more than 110 minutes."),
    ],
)
def test_as_many_are_named_as_there_are(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


def test_what_a_product_is_said_to_be_and_how_many_there_are_of_it_are_claims(of_products: Unbound) -> None:
    assert of_products("Gas Stove is the jacket.") == ["value: jacket"]
    assert of_products("There are two of the stove.") == ["count: two"]


def test_a_word_of_two_titles_names_neither(shop: Catalog) -> None:
    evidence = Evidence(shown=("P16", "P18"), counts=(2,))
    named = "1. Rain Jacket\n2. Fleece Jacket\n"

    assert check(f"{named}The two jackets are from Patagonia.", evidence, shop) != ()
    assert check(f"{named}The fleece is from Columbia.", evidence, shop) == ()
    assert check(f"{named}The fleece is from Patagonia.", evidence, shop) != ()


def test_a_short_name_does_not_show_its_item(shop: Catalog) -> None:
    evidence = Evidence(shown=("P13", "P16"), counts=(2,))

    assert [each.kind for each in check("Leather Hiking Boots and the jacket.", evidence, shop)] == ["items"]
