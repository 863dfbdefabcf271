"""What nothing else is, and what nothing surpasses."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Fargo is the only one under 100 minutes.", "Fargo is the only one under 120 minutes."),
        ("Fargo is the only one that isn't horror.", "Alien is the only one that isn't horror."),
        ("Fargo is the sole film without horror.", "Jaws is the sole film without horror."),
        ("Fargo is the only one of the three without horror.", "Jaws is the only one of the three without horror."),
        ("Jaws is longer than Fargo and the longest.", "Alien is longer than Fargo and the longest."),
        ("Alien is the only horror film besides Jaws.", "Alien is the only horror film besides Fargo."),
        ("Apart from Jaws, Alien is the only horror film.", "Apart from Fargo, Alien is the only horror film."),
        ("Alien and Jaws are the only two of horror.", "Alien and Fargo are the only two of horror."),
        ("Jaws is long. Alien is the only other horror film.", "Fargo is short. Alien is the only other horror film."),
        ("Jaws, and no film of the three is longer.", "Alien, and no film of the three is longer."),
        ("Jaws is good. No film here is older.", "Fargo is good. No film here is older."),
        ("Fargo is funny; none is newer.", "Jaws is funny; none is newer."),
    ],
)
def test_nothing_else_is_so(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The jacket has 4.6 stars: no product here is rated lower.",
            "The boots have 4.8: no product here is rated lower.",
        ),
        (
            "The boots are dear: no shoes here are rated higher.",
            "The jacket is dear: no jackets here are rated higher.",
        ),
        ("The stove is the only thing below $100.", "The stove is the only thing below $200."),
    ],
)
def test_what_no_product_is(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_all_is_in_the_order_that_is_told(of_products: Unbound) -> None:
    assert of_products("They go from dearest to cheapest.") == []
    assert of_products("They go from cheapest to dearest.") != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Rain Jacket is the second cheapest.", "Rain Jacket is the third cheapest."),
        ("Gas Stove is the cheapest of all.", "Rain Jacket is the cheapest of all."),
        ("Gas Stove comes with stars of 4.7 for $54.95.", "Gas Stove comes with stars of 4.7 for $179."),
        (
            "Leather Hiking Boots is brown; the rest are lighter.",
            "Leather Hiking Boots is brown; the rest are brown too.",
        ),
        (
            "Rain Jacket saves you $80 against Leather Hiking Boots.",
            "Rain Jacket saves you $90 against Leather Hiking Boots.",
        ),
    ],
)
def test_places_and_the_rest(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []
