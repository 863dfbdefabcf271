"""Words that stand for items named before."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Alien and Fargo fit; the former is horror, the latter a comedy.",
            "Alien and Fargo fit; the former is a comedy, the latter horror.",
        ),
        ("Alien and Jaws fit. The older one has 124 minutes.", "Alien and Jaws fit. The older one has 117 minutes."),
        (
            "Jaws and Alien fit. The newer one made waves in 1979.",
            "Jaws and Alien fit. The newer one made waves in 1975.",
        ),
        ("Alien and Jaws fit. The shorter has 117 minutes.", "Alien and Jaws fit. The shorter has 124 minutes."),
        ("The last two of these are Jaws and Fargo.", "The last two of these are Alien and Fargo, both horror."),
        ("The first two are horror.", "The last two are horror."),
        ("Fargo is short. The other two are horror.", "Jaws is long. The other two are horror."),
    ],
)
def test_what_was_named_before_is_meant(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Rain Jacket is yellow, while the other is brown.", "Rain Jacket is yellow, while the other is silver."),
        ("The cheaper costs $179, the other $259.", "The cheaper costs $259, the other $179."),
        ("Rain Jacket is the cheaper.", "Leather Hiking Boots is the cheaper."),
        ("The cheaper is Rain Jacket.", "The cheaper is Leather Hiking Boots."),
        ("Rain Jacket, the cheaper, is yellow.", "Leather Hiking Boots, the cheaper, is brown."),
    ],
)
def test_of_two_the_other_and_the_cheaper_are_meant(shop: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=("P13", "P16"), counts=(2,))
    named = "1. Leather Hiking Boots\n2. Rain Jacket\n"

    assert check(f"{named}{right}", evidence, shop) == ()
    assert check(f"{named}{wrong}", evidence, shop) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The oldest lasts 124 minutes.", "The oldest lasts 117 minutes."),
        ("The longest here was made in 1975.", "The longest here was made in 1979."),
        ("The first and second are horror, the third is a comedy.", "The first and third are horror."),
        (
            "Alien is longer than Fargo. The other two are from 1975 and 1996.",
            "Alien is a comedy. The other two are short.",
        ),
        ("Alien and Jaws come first. Both are horror.", "Jaws and Fargo come first. Both are horror."),
        ("I'd go for Jaws, which like Alien is horror and has 124 minutes.", "I'd go for Jaws, which has 117 minutes."),
    ],
)
def test_what_has_most_or_is_somebodys_is_meant(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("NAME's costs $179.", "NAME's costs $259."),
        ("Gas Stove is cheaper than NAME's.", "Leather Hiking Boots is cheaper than NAME's."),
    ],
)
def test_what_is_somebodys_is_meant(of_products: Unbound, shop: Catalog, right: str, wrong: str) -> None:
    maker = str(shop.item("P16").get("brand"))

    assert of_products(right.replace("NAME", maker)) == []
    assert of_products(wrong.replace("NAME", maker)) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Two of these are horror and all three last under 130 minutes.", "Two of these are comedies."),
        ("None of these three films lasts over 130 minutes.", "None of these three films lasts over 120 minutes."),
        ("All of them are horror or comedy.", "All of them are horror or drama."),
    ],
)
def test_what_names_all_is_true_of_all(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(wrong) != []
    assert of_films(right) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Fargo is shorter than Jaws, though that one is horror.",
            "Fargo is shorter than Jaws, though that one is a comedy.",
        ),
        ("Alien is newer than Jaws. That one is from 1975.", "Alien is newer than Jaws. That one is from 1979."),
        (
            "Fargo is newer than Jaws. That one is horror, where the other two are from 1979 and 1996.",
            "Fargo is newer than Jaws. That one is horror, where the other two are from 1975 and 1979.",
        ),
        ("Even the longest leaves you 6 minutes to spare.", "Even the longest leaves you 7 minutes to spare."),
        ("I'd take the comedy one with its 98 minutes.", "I'd take the comedy one with its 117 minutes."),
        ("Take the 1979 film with its 117 minutes.", "Take the 1979 film with its 124 minutes."),
        ("Fargo is by people who liked Alien. It is a comedy.", "Fargo is by people who liked Alien. It is horror."),
        ("Alien outlasts Fargo by 19 and is horror.", "Alien outlasts Fargo by 19 and is a comedy."),
    ],
)
def test_what_is_named_beside_another_is_meant_by_that_one_alone(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []
