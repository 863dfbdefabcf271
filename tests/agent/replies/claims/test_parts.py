"""Parts of what is shown, and those that go together: pairs, the others, all but one, what is listed behind a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Alien (1979) and Jaws (1975) are horror, but only the second has 124 minutes.",
            "Alien (1979) and Jaws (1975) are horror, but only the first has 124 minutes.",
        ),
        (
            "Alien and Jaws fit, one with 117 minutes, the other with 124.",
            "Alien and Jaws fit, one with 117 minutes, the other with 98.",
        ),
        ("Alien and Jaws fit. The first has 117 minutes.", "Jaws and Alien fit. The first has 117 minutes."),
        ("One of these is a comedy, the other two are horror.", "One of these is a comedy, the other two are crime."),
        ("The others are horror: Alien and Jaws.", "The others are horror: Alien and Fargo."),
        ("Two are left: Alien and Jaws, all horror.", "Two are left: Alien and Fargo, all horror."),
        ("All horror, except for the third.", "All horror, except for the first."),
        ("Nothing here is both crime and horror.", "Nothing here is both crime and comedy."),
        ("Not one of these fills 130 minutes.", "Not one of these fills 120 minutes."),
        ("None takes over 124 minutes.", "None takes over 120 minutes."),
        ("Fargo is the newest and, by 19 minutes, the shortest.", "Fargo is by 18 minutes the shortest."),
        ("Jaws is older than the rest by four years.", "Jaws is older than the rest by five years."),
        ("Alien is no longer than Jaws.", "Jaws is no longer than Alien."),
        (
            "Jaws and Fargo, the oldest and the newest of the three, fit.",
            "Fargo and Jaws, the oldest and the newest of the three, fit.",
        ),
        ("The shortest two are Fargo and Alien.", "The shortest two are Jaws and Alien."),
        ("Fargo isn't horror and not Sci-Fi.", "Fargo isn't horror and not a comedy."),
        ("The one that isn't horror is the shortest: Fargo.", "The one that isn't horror is the longest: Fargo."),
        ("Jaws, from 1975, has 124 minutes, as does no other.", "Jaws, from 1975, has 117 minutes, as does Alien."),
        ("These are three, two of them horror and one a comedy.", "These are three, two of them comedies."),
        ("Fargo was not made in 1995.", "Fargo was not made in 1996."),
        ("Jaws has seven more minutes than Alien.", "Jaws has eight more minutes than Alien."),
        ("Nearly all of this is horror.", "Nearly all of this is romance."),
        ("By “scary” I understood horror.", "By “scary” you get romance."),
        ("It comes to one comedy and two darker things.", "It comes to one comedy and four darker things."),
    ],
)
def test_films(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The jacket and the stove cost less than the $259 of the boots.",
            "The jacket and the stove cost less than the $258 of the boots.",
        ),
        ("Closest to the Rain Jacket ($179) is the Gas Stove.", "Closest to the Rain Jacket ($178) is the Gas Stove."),
        ("Boots and stove together come to $313.95.", "Boots and stove together come to $312.95."),
        ("There's one in silver, the Gas Stove.", "There's one in brown, the Gas Stove."),
        ("The boots are dearer than the jacket's $179.", "The boots are dearer than the jacket's $189."),
        ("From the dearest down to the cheapest.", "From the cheapest up to the dearest."),
        (
            "Leather Hiking Boots fit; everything else costs over $50.",
            "Leather Hiking Boots fit; everything else costs over $100.",
        ),
    ],
)
def test_products(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []


def test_what_is_not_plainly_of_one_may_be_of_any_that_the_sentence_names(of_films: Unbound) -> None:
    assert of_films("Alien, and then Jaws; there is crime, if you like, in Fargo.") == []
    assert of_films("Alien, and then Jaws; there is romance, if you like, in Fargo.") != []
    assert of_films("Jaws, unlike Fargo, has no crime in it.") == []
    assert of_films("Jaws, unlike Fargo, has crime in it.") != []


def test_what_has_one_value_alone_has_nothing_else(films: Catalog) -> None:
    evidence = Evidence(shown=("pather-panchali-1955", "before-sunrise-1995"), counts=(2,))
    titles = "Pather Panchali and Before Sunrise."

    assert check(f"{titles} Pather Panchali is drama and nothing else.", evidence, films) == ()
    assert check(f"{titles} Before Sunrise is drama and nothing else.", evidence, films) != ()
    assert check(f"{titles} Pather Panchali is the only one that is drama and nothing else.", evidence, films) == ()
    assert check(f"{titles} Before Sunrise is the only one that is drama and nothing else.", evidence, films) != ()


def test_two_places_of_one_that_was_named_are_no_crash(of_films: Unbound) -> None:
    assert of_films("Alien fits. Of those two, the second is older. Both of those fit, the first as well.") is not None
    assert of_films("It is all the") is not None
    assert of_films("Numbers 1 to 1000000000000 are horror, numbers 2 to 3 too.") is not None
