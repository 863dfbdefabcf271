"""What plain prose says by the way, counts, points at or leaves out: no claim, or one of the item that is meant."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # What counts no item, and nothing that a field has.
        ("Alien is about two brothers.", "Alien is one of five films."),
        ("In Jaws, three old friends go fishing.", "Here are five films."),
        # Among those that are told by what they are, and but for one.
        ("Alien is the shortest of the two horror films.", "Jaws is the shortest of the two horror films."),
        ("Apart from Fargo, Alien is the newest.", "Apart from Fargo, Jaws is the newest."),
        ("Alien and Jaws are the longest.", "Fargo and Alien are the longest."),
        # Hours are round, and a good half hour is more than one.
        ("Jaws lasts two hours.", "Jaws lasts three hours."),
        ("Jaws is a good 25 minutes longer than Fargo.", "Jaws is a good 28 minutes longer than Fargo."),
        # Places of the list, and what is left of it.
        ("Numbers one and two are horror.", "Numbers one and three are horror."),
        ("Fargo is a comedy, the rest horror.", "Alien is horror, the rest comedies."),
        ("Jaws lasts 124 minutes against 117.", "Jaws lasts 124 minutes against 118."),
        (
            "Alien and Jaws fit; of those two, the second is older.",
            "Alien and Jaws fit; of those two, the first is older.",
        ),
        (
            "Alien and Jaws fit. Both of those are horror, but the second is older.",
            "Alien and Jaws fit. Both of those are horror, but the first is older.",
        ),
        (
            "Alien is fine. Seven minutes longer than that is Jaws.",
            "Alien is fine. Nine minutes longer than that is Jaws.",
        ),
        ("Jaws is a story about three men at sea.", "Jaws is a story about three films at sea."),
        # What is denied ends with the next verb.
        ("Alien is no comedy and is horror.", "Alien is no comedy and is a comedy."),
        # Behind a number that is no year, "after" tells when.
        ("Alien ends after 117 minutes.", "Alien ends after 118 minutes."),
        # What somebody is, has or wants.
        ("Comedy fans should know that Jaws is horror.", "Comedy it is: Jaws."),
        ("Jaws may be more horror than comedy.", "Jaws may be a comedy."),
        ("Jaws is a bigger commitment.", "Jaws is shorter."),
        ("Fargo is a comedy, and its companion, Alien, is horror.", "Fargo is horror, and its companion is Alien."),
    ],
)
def test_films(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Gas Stove is $54.95, a far smaller outlay.", "Gas Stove is $54.95, the dearest."),
        (
            "Rain Jacket costs over three times as much as the $54.95 stove.",
            "Rain Jacket costs less than the $53 stove.",
        ),
        ("Two alternatives: Leather Hiking Boots and Rain Jacket.", "Five alternatives: Rain Jacket and Gas Stove."),
        ("Leather Hiking Boots cost $259 compared with $179.", "Leather Hiking Boots cost $259 compared with $178."),
        ("With a ceiling of $300, take the boots.", "With a ceiling of $200, take the boots."),
        ("For $124.05 more than that you get Rain Jacket.", "For $125.05 more than that you get Rain Jacket."),
    ],
)
def test_products(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_a_numbered_line_may_begin_with_an_article(tiny: Catalog) -> None:
    evidence = Evidence(shown=("1", "2"), counts=(2,))
    assert check("1. The Alien\n2. The Fargo", evidence, tiny) == ()
    assert check("1. A new Alien\n2. The Fargo", evidence, tiny) != ()
