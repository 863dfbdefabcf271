"""What is told in one of several lists, and what is told before its verb."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import FILMS, Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Horror\n- Alien: the newest of these two\n- Jaws\nElse\n- Fargo",
            "Horror\n- Alien\n- Jaws: the newest of these two\nElse\n- Fargo",
        ),
        (
            "Here is Fargo. Now, two with horror:\n- Alien\n- Jaws",
            "Here is Fargo. Now, two with comedy:\n- Alien\n- Jaws",
        ),
        (
            "Horror\n- Alien: the shortest\n- Jaws\nElse\n- Fargo",
            "Horror\n- Alien\n- Jaws: the shortest\nElse\n- Fargo",
        ),
        (
            "Horror\n- Alien\n- Jaws: the longest overall\nElse\n- Fargo",
            "Horror\n- Alien: the newest overall\n- Jaws\nElse\n- Fargo",
        ),
        (
            "Horror\n- Alien\n- Jaws: the longest of all three\nElse\n- Fargo",
            "Horror\n- Alien: the newest of all three\n- Jaws\nElse\n- Fargo",
        ),
        (
            "A comedy\n- Fargo: newer than Alien\nHorror\n- Alien\n- Jaws",
            "A comedy\n- Fargo: older than Alien\nComedies\n- Alien\n- Jaws",
        ),
    ],
)
def test_what_stands_in_a_list_is_told_among_that(tiny: Catalog, right: str, wrong: str) -> None:
    shown = sorted("123", key=lambda item: right.index(tiny.item(item).title))
    evidence = Evidence(shown=tuple(shown), counts=(3,))

    assert check(right, evidence, tiny) == ()
    assert [each for each in check(wrong, evidence, tiny) if each.kind != "items"] != []


def test_what_is_compared_alone_in_a_list_is_compared_with_what_stands_before_it(tiny: Catalog) -> None:
    evidence = Evidence(shown=("1", "3", "2"), about=("4",), counts=(3,))
    text = "- Alien: no Am\u00e9lie (2001)\n- Jaws: {0} minutes longer\n- Fargo"

    assert check(text.format("seven"), evidence, tiny) == ()
    assert check(text.format("eight"), evidence, tiny) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Alien is long; seven minutes longer is Jaws.", "Alien is long; eight minutes longer is Jaws."),
        (
            "Alien is long, but seven minutes longer \u2013 so still under 130 \u2013 is Jaws.",
            "Alien is long, but seven minutes longer \u2013 so still under 120 \u2013 is Jaws.",
        ),
        ("For seven minutes more than Alien you get Jaws.", "For eight minutes more than Alien you get Jaws."),
        ("At 98 minutes, well below the others, comes Fargo.", "At 117 minutes, well below the others, comes Fargo."),
        (
            "In horror, and four years apart, come Alien and Jaws.",
            "In horror, and four years apart, come Alien and Fargo.",
        ),
    ],
)
def test_what_is_told_before_its_verb_is_said_of_what_stands_behind_that(
    of_films: Unbound, right: str, wrong: str
) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


def test_of_two_the_numbers_may_be_told_in_either_order(shop: Catalog) -> None:
    evidence = Evidence(shown=("P13", "P16"), counts=(2,))
    text = "Leather Hiking Boots, and Rain Jacket too. Stars hardly part them (4.6 to {0})."

    assert check(text.format("4.8"), evidence, shop) == ()
    assert check(text.format("4.7"), evidence, shop) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Lower in price is {jacket}. Next is {boots}.", "Lower in price is {boots}. Next is {jacket}."),
        ("{boots} is better rated. There is {jacket} too.", "{jacket} is better rated. There is {boots} too."),
        ("{boots} costs $80 more. There is {jacket} too.", "{boots} costs $90 more. There is {jacket} too."),
    ],
)
def test_of_two_one_is_compared_with_the_other_before_that_is_named(shop: Catalog, right: str, wrong: str) -> None:
    names = {"boots": "Leather Hiking Boots", "jacket": "Rain Jacket"}

    def unbound(said: str) -> int:
        text = said.format(**names)
        shown = ("P13", "P16") if text.index(names["boots"]) < text.index(names["jacket"]) else ("P16", "P13")
        return len(check(text, Evidence(shown=shown, counts=(2,)), shop))

    assert unbound(right) == 0
    assert unbound(wrong) > 0


@pytest.mark.parametrize(
    "opening",
    [
        "How about these {}?",
        "What about {} films?",
        "Look at these {}:",
        "Your {} films:",
        "The {} that suit you best:",
    ],
)
def test_how_many_are_announced_is_how_many_there_are(tiny: Catalog, opening: str) -> None:
    evidence = Evidence(shown=("1", "3", "2"), counts=(3,), said=("films under 130 minutes",))

    assert check(f"{opening.format('three')}\n{FILMS}", evidence, tiny) == ()
    for wrong in ("two", "four"):
        assert {each.kind for each in check(f"{opening.format(wrong)}\n{FILMS}", evidence, tiny)} == {"count"}
