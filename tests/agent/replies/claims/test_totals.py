"""What several items come to."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("All three together last 339 minutes.", "All three together last 341 minutes."),
        (
            "Watch them all back to back and you need 339 minutes.",
            "Watch them all back to back and you need 239 minutes.",
        ),
        ("Alien and Jaws come to 241 minutes.", "Alien and Fargo come to 241 minutes."),
        ("In all that is over 330 minutes.", "In all that is over 340 minutes."),
    ],
)
def test_minutes_add_up(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The whole lot is $492.95.", "The whole lot is $482.95."),
        ("Rain Jacket and Gas Stove cost $233.95 together.", "Rain Jacket and Gas Stove cost $233.95 each."),
    ],
)
def test_prices_add_up(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_what_is_said_of_each_is_no_total(of_films: Unbound) -> None:
    assert of_films("Two of the three last over 120 minutes.") != []
