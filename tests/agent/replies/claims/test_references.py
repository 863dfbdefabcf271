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
