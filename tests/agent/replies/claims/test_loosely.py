"""What is said loosely: it passes where it is true of something here, and not where it is true of nothing."""

from __future__ import annotations

import pytest

from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Jaws is the oldest: 1975, four before Alien.", "Jaws is the oldest: 1975, five before Alien."),
        ("They are from two countries.", "They are from four countries."),
        ("They lie 17 years apart at most.", "They lie 18 years apart at most."),
        ("Fine ones, three times over.", "Fine ones, five times over."),
        ("I have horror and a comedy for you.", "I have horror and a romance for you."),
        ("Jaws is about two decades older than Fargo.", "Jaws is about three decades older than Fargo."),
        ("Alien is horror; Jaws precedes it by four years.", "Alien is horror; Jaws precedes it by five years."),
        ("Here are three, no two of the same year.", "Here are three, no two of the same genre."),
        ("Horror accounts for two of the three.", "Comedy accounts for two of the three."),
        ("None of them falls below 95 minutes.", "None of them falls below 100 minutes."),
        ("Fargo is a comedy, and nothing else here is.", "Alien is horror, and nothing else here is horror."),
        ("Jaws is old, where Alien is newer, and it has 124 minutes.", "Jaws, where Alien is newer, has 98 minutes."),
        (
            "Jaws has 124 minutes; the rest all come in below 120.",
            "Jaws has 124 minutes; the rest all come in below 100.",
        ),
        (
            "Fargo has 98 minutes; none of the others has fewer than 110.",
            "Jaws fits; none of the others has 98 minutes.",
        ),
    ],
)
def test_films(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Gas Stove, $80 behind nobody, is $54.95.", "Gas Stove, cheapest of all, is $64.95."),
        ("The two cheapest are $124.05 apart.", "The two cheapest are $125.05 apart."),
        ("The boots get 4.8 over 4.7 for the stove.", "The boots get 4.6 over 4.7 for the stove."),
        ("Cheapest last, as it happens.", "Cheapest first, as it happens."),
        ("The boots, at $259 the dearest, share the maker of nobody.", "The boots have the same weight as the stove."),
        ("As for the boots, they're brown.", "As for the boots, they're all brown here."),
    ],
)
def test_products(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_what_is_the_only_one_in_no_way_that_can_be_looked_up_is_no_claim(of_films: Unbound) -> None:
    assert of_films("Jaws is the only one you'll ever need.") == []
    assert of_films("Jaws is the only horror film here.") != []
