"""How many times as much: the factor, the side of it and what it is a multiple of all have to hold."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The boots cost over four times as much as the stove.",
            "The boots cost over five times as much as the stove.",
        ),
        (
            "The boots are over four times the price of the stove.",
            "The boots are over four times the price of the jacket.",
        ),
        ("The jacket costs about triple the stove.", "The jacket costs about double the stove."),
        ("The jacket has less than half the weight of the boots.", "The jacket has over half the weight of the boots."),
        ("The stove is under a third of the jacket's price.", "The stove is under a quarter of the jacket's price."),
        ("The stove costs less than a fifth of your limit.", "The jacket costs less than a fifth of your limit."),
        ("Take the jacket. The boots are over three times as heavy.", "Take the jacket. The boots are twice as heavy."),
    ],
)
def test_multiples_hold_of_what_is_named(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


@pytest.mark.parametrize(
    "said", ["Alien is half an hour too long.", "Half of Alien is set in space.", "Alien is twice told."]
)
def test_not_every_half_is_a_multiple(of_films: Unbound, said: str) -> None:
    assert not any("half" in each.lower() and "comparison" in each for each in of_films(said))
