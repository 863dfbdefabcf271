"""By how much items differ: the amount, the direction and what is compared all have to hold."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Jaws is 7 minutes longer than Alien.", "Jaws is 8 minutes longer than Alien."),
        ("Jaws is 7 minutes longer than Alien.", "Alien is 7 minutes longer than Jaws."),
        ("Jaws is 7 minutes longer than Alien.", "Jaws is 7 minutes longer than Fargo."),
        ("Jaws runs seven minutes more than Alien.", "Jaws runs seven minutes less than Alien."),
        ("Alien was made four years after Jaws.", "Alien was made four years before Jaws."),
        ("Alien was made four years after Jaws.", "Alien was made five years after Jaws."),
        ("Jaws is from 1975; Fargo came out 21 years later.", "Jaws is from 1975; Fargo came out 21 years earlier."),
        (
            "Jaws is horror. Alien, made four years after it, is too.",
            "Jaws is horror. Alien, made 17 years after it, is.",
        ),
        ("Alien is horror. Fargo is 19 minutes shorter.", "Alien is horror. Fargo is 19 minutes longer."),
        ("Alien is horror. Fargo is 19 minutes shorter.", "Alien is horror. Fargo is 26 minutes longer."),
        ("Alien is about 20 minutes longer than Fargo.", "Alien is about 30 minutes longer than Fargo."),
        ("Jaws is over 20 minutes longer than Fargo.", "Alien is over 20 minutes longer than Fargo."),
        ("Jaws is older than Alien by four years.", "Jaws is older than Alien by 21 years."),
        ("Jaws is older than Alien by four years.", "Alien is older than Jaws by four years."),
        ("Jaws is the oldest by four years.", "Jaws is the oldest by 21 years."),
        ("Jaws is the oldest by more than three years.", "Jaws is the oldest by more than five years."),
        ("Alien and Jaws are separated by four years.", "Alien and Jaws are separated by six years."),
        ("Jaws and Alien came four years apart.", "Jaws and Fargo came four years apart."),
        (
            "Jaws is 7 minutes longer than Alien and four years older.",
            "Jaws is 7 minutes longer than Alien, and four years newer.",
        ),
        (
            "Alien is longer than Fargo, which is 17 years newer.",
            "Alien is longer than Fargo, which is 17 years older.",
        ),
        ("Fargo, at 98 minutes shorter than Jaws, is funny.", "Fargo, at 98 minutes longer than Jaws, is funny."),
        (
            "Alien and Fargo fit; Jaws is 91 minutes shorter than both put together.",
            "Alien and Fargo fit; Jaws is 81 minutes shorter than both put together.",
        ),
        ("Jaws is 7 minutes longer than the first.", "Jaws is 7 minutes longer than the last."),
        ("Jaws is 7 minutes longer than the champion.", "Jaws is 8 minutes longer than the champion."),
        ("Jaws is 7 minutes longer than the champion.", "Jaws is 7 minutes shorter than the champion."),
    ],
)
def test_films_differ_by_minutes_and_years(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The boots cost $80 more than the jacket.", "The boots cost $80 less than the jacket."),
        ("The boots cost $80 more than the jacket.", "The boots cost $90 more than the jacket."),
        ("The boots cost 80 more than the jacket.", "The boots cost 70 more than the jacket."),
        ("The boots cost $259, the jacket $80 less.", "The boots cost $259, the jacket $60 less."),
        ("The jacket is $124.05 dearer than the stove.", "The jacket is $124.05 dearer than the boots."),
        ("The jacket is $124.05 above the stove.", "The jacket is $124.05 below the stove."),
        ("The boots are 80 dearer than the yellow jacket.", "The boots are 80 cheaper than the yellow jacket."),
        ("The boots are $41 below your limit.", "The boots are $51 below your limit."),
        ("The boots are $41 below your limit.", "The boots are $41 above your limit."),
        ("The stove is cheaper by about $125 than the jacket.", "The stove is cheaper by about $205 than the jacket."),
        ("The boots and the jacket differ by $80.", "The boots and the jacket differ by $70."),
        (
            "I have the jacket and, $80 above it, the boots in brown.",
            "I have the boots and, $80 above it, the jacket in yellow.",
        ),
    ],
)
def test_products_differ_by_prices(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_what_is_unknown_differs_by_no_amount(tiny: Catalog) -> None:
    evidence = Evidence(shown=("5", "2"), counts=(2,))

    assert check("Rear Window is 5 minutes longer than Fargo.", evidence, tiny) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The boots are a tenth of a star better than the stove.", "The boots are two tenths better than the stove."),
        ("The jacket rates two tenths lower than the boots.", "The jacket rates three tenths lower than the boots."),
        ("The stove is $204.05 below the boots.", "The stove is five cents below the boots."),
    ],
)
def test_parts_of_a_star_are_amounts(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []
