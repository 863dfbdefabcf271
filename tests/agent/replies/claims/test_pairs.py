"""Numbers that are told two at a time."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("All of them were made between 1970 and 1996.", "All of them were made between 1976 and 1996."),
        ("They run from 98 minutes to 124.", "They run from 98 minutes to 117."),
        ("They run from 98 minutes to 124.", "They run from 100 minutes to 124."),
        ("Alien and Jaws last 117 and 124 minutes.", "Alien and Jaws last 124 and 117 minutes."),
        ("Alien and Jaws last 117 and 124 minutes.", "Alien and Jaws last 117 and 125 minutes."),
        ("Jaws is longer than Alien, 124 minutes to 117.", "Jaws is longer than Alien, 124 minutes to 98."),
        ("Alien is longer than Fargo. The other two are from 1975 and 1996.", "The first two are from 1979 and 1996."),
        ("Jaws is longer than Alien, 124 minutes to the other's 117.", "Jaws is longer than Alien, 124 minutes to 98."),
        ("Jaws needs 124 minutes instead of Alien's 117.", "Jaws needs 124 minutes instead of Alien's 98."),
        ("Alien is fine. Jaws needs 124 minutes rather than 117.", "Alien is fine. Jaws needs 124 rather than 118."),
        ("Jaws is longer than Alien, 124 minutes against 117.", "Jaws is longer than Alien, 125 minutes against 117."),
    ],
)
def test_both_numbers_hold(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The jacket is fine, with $259 for the boots.", "The jacket is fine, with $259 for the stove."),
        ("I have the brown boots and the yellow jacket.", "I have the yellow boots and the brown jacket."),
        (
            "The jacket has 4.6, against 4.8 stars for the boots.",
            "The jacket has 4.6, against 4.8 stars for the stove.",
        ),
    ],
)
def test_what_stands_beside_a_name_is_said_of_it(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []
