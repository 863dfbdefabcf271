"""Prose about three films by known directors and three products, each turn rightly and wrongly used."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound

TITLES = "Oppenheimer, The Hurt Locker and Au revoir les enfants."
"""180, 131 and 104 minutes, of 2023, 2008 and 1987; by Nolan, Bigelow and Malle; a biography, a thriller, both not."""


def of_three(films: Catalog, said: str) -> list[str]:
    shown = ("oppenheimer-2023", "the-hurt-locker-2008", "au-revoir-les-enfants-1987")
    evidence = Evidence(shown=shown, counts=(3,), said=("Inception's brothers from after 1980, within three hours",))
    return [f"{each.kind}: {each.said}" for each in check(f"{TITLES} {said}", evidence, films)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The Hurt Locker is R-rated, like the Nolan.", "Au revoir les enfants is R-rated, like the Nolan."),
        (
            "The Malle, in French, is 27 minutes shorter than the Bigelow.",
            "The Malle, in French, is 27 minutes shorter than the Nolan.",
        ),
        (
            "It's a choice between the epic one and the gentle one.",
            "The epic one is by Bigelow, the gentle one by Malle.",
        ),
        ("Your French one is from 1987.", "Your French one is from 2008."),
        (
            "The Malle comes in 27 minutes leaner than the Bigelow.",
            "The Malle comes in 76 minutes leaner than the Bigelow.",
        ),
        (
            "The Bigelow ends over 40 minutes sooner than the Nolan.",
            "The Bigelow ends over 50 minutes sooner than the Nolan.",
        ),
    ],
)
def test_what_somebody_made_goes_by_the_name(films: Catalog, right: str, wrong: str) -> None:
    assert of_three(films, right) == []
    assert of_three(films, wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Funny thing: the first is a biography.", "Funnily, the first is a comedy."),
        ("Oppenheimer is biographical and historic.", "The Hurt Locker is biographical and historic."),
        ("Is Malle who you were thinking of?", "The third is by Malle. Is it by Bigelow?"),
        ("Is it the comedy or the romance that you love in such films?", "Is it a comedy that the third is?"),
        ("Romance in mind, or is it something else?", "Is it, with its romance, something else?"),
        ("I could not find what makes a brother of Inception.", "I could not find what makes a brother of Memento."),
        ("Straying from the United States, there is the third.", "Straying from France, there is the third."),
        ("All three clear your three hours.", "All three clear three hours."),
        ("Three hours buys you any of them.", "Four hours buys you any of them."),
        (
            "The Hurt Locker is in English rather than French and 27 minutes longer than the third.",
            "The Hurt Locker is in English rather than French and 27 minutes shorter than the third.",
        ),
    ],
)
def test_what_is_said_by_the_way_claims_no_more_than_it_says(films: Catalog, right: str, wrong: str) -> None:
    assert of_three(films, right) == []
    assert of_three(films, wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The stove comes first. Another $124.05 buys the jacket.",
            "The stove comes first. Another $134.05 buys the jacket.",
        ),
        (
            "The jacket is fine. For that extra $80 you get the boots.",
            "The jacket is fine. For that extra $90 you get the boots.",
        ),
        (
            "The jacket comes in yellow instead of brown and costs $80 less than the boots.",
            "The jacket comes in yellow instead of brown and costs $90 less than the boots.",
        ),
        ("For anything warmer, or a smaller budget, tell me.", "The jacket is for a smaller price than the stove."),
        (
            "The jacket, at over three times the stove's price, is yellow.",
            "The jacket, at over three times the stove's price, is silver.",
        ),
    ],
)
def test_what_is_paid_besides_is_a_difference(of_products: Unbound, right: str, wrong: str) -> None:
    assert of_products(right) == []
    assert of_products(wrong) != []
