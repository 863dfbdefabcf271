"""What nothing else is, and what nothing surpasses."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
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


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Jaws is the longest of the three.", "Jaws is the longest of the four."),
        ("Fargo is the only one of the three that is a comedy.", "Fargo is the only one of the four that is a comedy."),
        (
            "Fargo is fun. It is 98 minutes, shorter than the others. It is a comedy.",
            "Jaws is long. It is 124 minutes, longer than the others. It is a comedy.",
        ),
        ("Only Fargo is a comedy.", "Only Alien is horror."),
        ("Only the first isn't from the United States.", "Only the last isn't from the United States."),
        ("Alien and Jaws are horror, but only the second is from 1975.", "They are horror; only the second is horror."),
        ("Two titles date from the seventies.", "Two titles date from the nineties."),
        ("All are good, though two are horror.", "All are good, though two are comedies."),
        ("There is only one comedy here.", "There is only one horror film here."),
        ("Fargo is fun. Both the newest and the shortest.", "Alien is fun. Both the newest and the shortest."),
        ("Jaws is no comedy, whereas the last is one.", "Jaws is a comedy, whereas the last is one."),
    ],
)
def test_as_many_are_so_as_is_said(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Persona is the only one about an actress and her nurse.",
            "Persona is the only one about a professor and his nurse.",
        ),
        ("Persona is the only one that speaks of a nurse.", "Touch of Evil is the only one that speaks of a nurse."),
        ("Touch of Evil is the only one that isn't in Swedish.", "Persona is the only one that isn't in Swedish."),
        (
            "Touch of Evil is the only one you won't hear Swedish in.",
            "Persona is the only one you won't hear Swedish in.",
        ),
    ],
)
def test_the_only_one_is_told_by_its_texts(films: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=("persona-1966", "touch-of-evil-1958", "wild-strawberries-1957"), counts=(3,))
    named = "Persona, Touch of Evil and Wild Strawberries."

    assert check(f"{named} {right}", evidence, films) == ()
    assert check(f"{named} {wrong}", evidence, films) != ()


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
