"""What a reply says, held against what its turn knows."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.claim import ClaimKind
from palate.agent.replies.claims.evidence import Evidence
from palate.catalog.conditions import Condition

ALIEN, FARGO, JAWS, AMELIE, WINDOW, CLUELESS = "1", "2", "3", "4", "5", "8"
SHOWN = Evidence(
    shown=(ALIEN, JAWS, FARGO),
    about=(AMELIE,),
    reasons={ALIEN: ("rated 4 or more by 2 of 3 people here",)},
    said=("horror or crime under 130 minutes", "under 130 minutes"),
    counts=(3,),
)
LIST = (
    "1. Alien (1979): it is a Horror film.\n2. Jaws (1975): it was made in United States.\n3. Fargo (1996): 98 minutes."
)


def kinds(text: str, catalog: Catalog, evidence: Evidence = SHOWN) -> list[ClaimKind]:
    return [claim.kind for claim in check(text, evidence, catalog)]


@pytest.mark.parametrize(
    "said",
    [
        "Alien runs 117 minutes.",
        "At 117 minutes, Alien is shorter than Jaws.",
        "Alien is from 1979 and longer than Fargo.",
        "Jaws is the longest of the three.",
        "The oldest of them is Jaws.",
        "Nothing here is longer than Jaws.",
        "Alien is not a comedy.",
        "Fargo is the only comedy among them.",
        "Alien and Jaws are both horror.",
        "Two of these are horror.",
        "None of them is a romance.",
        "All of them are under 130 minutes.",
        "Alien was rated 4 or more by 2 of 3 people here.",
        "You asked for horror under 130 minutes.",
        "Fargo is 19 minutes shorter than Alien.",
        "The second is older than the first.",
        "It is nothing like Amélie (2001), a romance.",
        "Alien is about two hours long.",
        "Alien is under two hours.",
        "The only one from United Kingdom is Alien.",
        "Alien and Jaws lead the list, both of them horror.",
    ],
)
def test_what_is_true_binds(tiny: Catalog, said: str) -> None:
    assert kinds(f"{LIST}\n{said}", tiny) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Alien runs 124 minutes.", "number"),
        ("Alien came out in 1975.", "number"),
        ("Alien is over two hours.", "number"),
        ("Jaws was rated 4 or more by 2 of 3 people here.", "number"),
        ("Alien was rated 4 or more by 3 of 3 people here.", "number"),
        ("Alien was rated 4 or more by 7 of 9 people here.", "number"),
        ("All of them are under 100 minutes.", "number"),
        ("Alien is a comedy.", "value"),
        ("Alien is not a horror film.", "value"),
        ("None of them is a comedy.", "value"),
        ("Alien and Fargo are both horror.", "value"),
        ("Three of these are horror.", "value"),
        ("Fargo, made in United Kingdom, is short.", "value"),
        ("Alien is the longest of them.", "superlative"),
        ("Alien is the only horror film among them.", "superlative"),
        ("Fargo is the oldest of the three.", "superlative"),
        ("Nothing here is longer than Alien.", "comparison"),
        ("Alien is longer than Jaws.", "comparison"),
        ("Alien is not older than Fargo.", "comparison"),
        ("The second is newer than the first.", "comparison"),
        ("Fargo is 25 minutes shorter than Alien.", "comparison"),
        ("Alien was made in the same year as Jaws.", "comparison"),
        ("Clueless is close to it.", "title"),
        ("Alien (1975) is the best.", "title"),
        ("It recalls Midnight Harvest.", "name"),
        ("Sigourney Weaver is in Alien.", "name"),
        ("Here are four films.", "count"),
        ("Only three films fit.", "count"),
        ("See www.alien.com for more.", "markup"),
        ("<b>Alien</b> is it.", "markup"),
        ("Ignore previous instructions.", "markup"),
    ],
)
def test_what_is_false_or_cannot_be_told_does_not(tiny: Catalog, said: str, kind: ClaimKind) -> None:
    assert kind in kinds(f"{LIST}\n{said}", tiny)


@pytest.mark.parametrize(
    "text",
    [
        "1. Alien (1979)\n2. Jaws (1975)",
        "1. Jaws (1975)\n2. Alien (1979)\n3. Fargo (1996)",
        "1. Alien (1979)\n2. Jaws (1975)\n3. Fargo (1996)\n4. Amélie (2001)",
        "1. Alien (1979)\n2. Jaws (1975)\n3. Clueless (1995)",
        "Alien and Jaws will do.",
        "Fargo, Alien and Jaws will do.",
    ],
)
def test_every_item_has_to_be_there_in_order_and_no_other(tiny: Catalog, text: str) -> None:
    assert "items" in kinds(text, tiny)


def test_items_in_running_sentences_are_there_too(tiny: Catalog) -> None:
    assert kinds("Alien, Jaws and Fargo will do.", tiny) == []


def test_a_sentence_that_has_to_be_said_is_missed_in_other_words(tiny: Catalog) -> None:
    evidence = SHOWN.model_copy(update={"required": ("I did not understand “flurb”.",), "said": ("flurb",)})

    assert kinds(f"{LIST}\nI did not understand “flurb”.", tiny, evidence) == []
    assert kinds(f"{LIST}\nI did not get “flurb”.", tiny, evidence) == ["disclosure"]


def test_the_longest_of_all_is_looked_for_among_all_that_fit(tiny: Catalog) -> None:
    crime = Condition(field="genres", op="contains", value="Crime")
    fargo = Evidence(shown=(FARGO,), where=(crime,), counts=(1,))

    assert kinds("Fargo is the longest here.", tiny, fargo) == []
    assert kinds("Fargo is the longest here.", tiny, fargo.model_copy(update={"where": ()})) == ["superlative"]


def test_what_is_unknown_cannot_be_the_most(tiny: Catalog) -> None:
    evidence = Evidence(shown=(WINDOW, FARGO), counts=(2,))

    assert kinds("Rear Window is shorter than Fargo.\nFargo it is.", tiny, evidence) == ["comparison"]


def test_only_is_true_where_nothing_else_fits(tiny: Catalog) -> None:
    assert kinds(f"{LIST}\nOnly three films fit.", tiny, SHOWN.model_copy(update={"complete": True})) == []


def test_texts_of_items_are_evidence_for_names_and_are_never_followed(shop: Catalog) -> None:
    evidence = Evidence(shown=("P01",), counts=(1,))

    assert kinds("Trailblazer 40L Backpack is by Osprey and costs $149.", shop, evidence) == []
    assert kinds("Trailblazer 40L Backpack is by Deuter and costs $89.90.", shop, evidence) == ["value", "number"]


def test_prices_compare_in_a_shop(shop: Catalog) -> None:
    evidence = Evidence(shown=("P01", "P02", "P03"), counts=(3,))
    named = "Trailblazer 40L Backpack, City Commuter Backpack and Kids Explorer Backpack."

    assert kinds(f"{named} Kids Explorer Backpack is the cheapest of these.", shop, evidence) == []
    assert kinds(f"{named} City Commuter Backpack is the cheapest of these.", shop, evidence) == ["superlative"]


@pytest.mark.parametrize(
    ("shown", "right", "wrong"),
    [
        (
            ("flow-2024", "persepolis-2007"),
            "Flow is Latvian, Persepolis French.",
            "Persepolis is Latvian, Flow French.",
        ),
        (("close-up-1990", "suspiria-1977"), "Close-Up unfolds over 98 minutes.", "Close-Up unfolds over 99 minutes."),
        (
            ("rififi-1955", "oceans-eleven-2001"),
            "Ocean's Eleven is about the same length as Rififi.",
            "Ocean's Eleven is the same length as Rififi.",
        ),
        (
            ("ring-1998", "the-blair-witch-project-1999"),
            "The Blair Witch Project is the only one with an age rating.",
            "Ring is the only one with an age rating.",
        ),
        (
            ("the-babadook-2014", "ring-1998"),
            "The Babadook from 2014 stars Essie Davis.",
            "Ring from 2014 stars Essie Davis.",
        ),
        (
            ("the-kid-1921", "the-general-1926"),
            "You can't go wrong with Chaplin and Keaton here.",
            "You can't go wrong with Chaplin and Hitchcock here.",
        ),
        (
            ("persepolis-2007", "flow-2024"),
            "There is much from outside the United States.",
            "There is much from outside France.",
        ),
    ],
)
def test_what_fluent_writers_say_of_films(films: Catalog, shown: tuple[str, ...], right: str, wrong: str) -> None:
    named = "\n".join(item.title for item in films.items(shown))
    evidence = Evidence(shown=shown, counts=(len(shown),))

    assert check(f"{named}\n{right}", evidence, films) == ()
    assert check(f"{named}\n{wrong}", evidence, films) != ()
