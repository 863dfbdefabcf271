"""Turns of phrase of fluent writers, each as it may be used rightly and wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from tests.agent.replies.claims.conftest import Unbound


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("All but the third are horror.", "All but the first are horror."),
        ("Everything but Fargo is horror.", "Everything but Jaws is horror."),
        ("All of them except Fargo are horror.", "All of them except Fargo are comedies."),
        ("Here are three, and two are horror.", "Here are three, and two are comedies."),
        ("The first is horror, the third a comedy.", "The first is horror, the second a comedy."),
        ("Horror in Alien and Jaws, comedy in Fargo.", "Comedy in Alien and Jaws, horror in Fargo."),
        ("Fargo is a comedy, the only one here.", "Alien is horror, the only one here."),
        ("There are two horror films: Alien and Jaws.", "There are two horror films: Alien and Fargo."),
        ("Alien and Jaws are 117 or 124 minutes long.", "Alien and Jaws are 117 or 119 minutes long."),
        ("Alien (117 minutes) isn't a comedy.", "Alien (116 minutes) isn't a comedy."),
        ("There is Alien, and there are two more here.", "There is Alien, and there are four more here."),
        ("Shortest is Fargo, and longest is Jaws.", "Shortest is Alien, and longest is Jaws."),
        ("Here is Alien and, shortest of the three, Fargo.", "Here is Fargo and, shortest of the three, Alien."),
        ("Jaws is four minutes over two hours.", "Jaws is six minutes over two hours."),
        ("The second is the longest, the third the shortest.", "The second is the longest, the first the shortest."),
        ("If it's horror you want, go for the first two.", "If it's horror you want, go for the last two."),
    ],
)
def test_what_is_said_in_passing_is_held_against_whom_it_is_said_of(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Alien (1979), longer than Fargo, and Jaws (1975), which is 124 minutes long.", "Alien is longer than Jaws."),
        (
            "Jaws is longer than Fargo: Alien is 117 minutes long.",
            "Jaws is longer than Fargo: Alien is 98 minutes long.",
        ),
    ],
)
def test_a_list_goes_on_behind_a_comparison(of_films: Unbound, right: str, wrong: str) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


def test_of_a_word_with_two_meanings_one_counts(films: Catalog) -> None:
    """All are from Germany, and four of them are in German."""
    shown = ("run-lola-run-1998", "the-tin-drum-1979", "the-lives-of-others-2006", "paris-texas-1984")
    evidence = Evidence(shown=shown, counts=(4,), said=("a German film",))
    listed = "Run Lola Run (1998), The Tin Drum (1979), The Lives of Others (2006) and Paris, Texas (1984)."

    assert check(f"{listed} All four are from Germany, and three are in German.", evidence, films) == ()
    assert check(f"{listed} All four are from Germany, and two are in German.", evidence, films) != ()


def test_who_does_something_with_somebody_is_not_what_they_are(films: Catalog) -> None:
    evidence = Evidence(shown=("a-fistful-of-dollars-1964",), counts=(1,))

    assert check("A Fistful of Dollars (1964): Sergio Leone directs Clint Eastwood.", evidence, films) == ()
    assert check("A Fistful of Dollars (1964), directed by Clint Eastwood.", evidence, films) != ()


def test_a_director_s_film_is_told_by_a_part_of_the_name(films: Catalog) -> None:
    evidence = Evidence(shown=("8-and-a-half-1963",), counts=(1,))

    assert check("8½ (1963) is Fellini's.", evidence, films) == ()
    assert check("8½ (1963) is Zorblax's.", evidence, films) != ()


def test_what_is_like_it_is_of_the_same_year_as_one_that_is_not_shown(films: Catalog) -> None:
    evidence = Evidence(shown=("wild-strawberries-1957", "persona-1966"), about=("the-seventh-seal-1957",), counts=(2,))
    text = "{0}, from the same year as The Seventh Seal, and {1}."
    named = ("Wild Strawberries (1957)", "Persona (1966)")

    assert check(text.format(*named), evidence, films) == ()
    assert check(f"{named[0]} and {named[1]}, which is of the same year as The Seventh Seal.", evidence, films) != ()


def test_who_is_back_in_something_is_in_that(films: Catalog) -> None:
    evidence = Evidence(shown=("touch-of-evil-1958", "the-night-of-the-hunter-1955"), counts=(2,))
    text = "Orson Welles is in Touch of Evil (1958), and {0} is back for The Night of the Hunter (1955)."

    assert check(text.format("Robert Mitchum"), evidence, films) == ()
    assert check(text.format("Orson Welles"), evidence, films) != ()


def test_what_is_over_in_a_text_is_no_bound(films: Catalog) -> None:
    evidence = Evidence(shown=("hoop-dreams-1994",), counts=(1,))

    assert check("Hoop Dreams (1994) follows two teenagers over five years.", evidence, films) == ()
    assert check("Hoop Dreams (1994) follows two teenagers over six years.", evidence, films) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{gone} is out of stock.", "{here} is out of stock."),
        ("{here} is in stock.", "{gone} is in stock."),
        ("{gone} is the only one out of stock.", "{here} is the only one out of stock."),
    ],
)
def test_what_there_is_of_it_is_held_against_the_count(tmp_path: Path, right: str, wrong: str) -> None:
    rows = [
        {"title": "Copper Kettle", "price": 30.0, "stock": 12},
        {"title": "Glass Teapot", "price": 25.5, "stock": 0},
        {"title": "Iron Pan", "price": 41.0, "stock": 7},
    ]
    with Catalog.build(tmp_path / "kitchen.db", items=rows) as catalog:
        evidence = Evidence(shown=tuple(catalog.ids(range(3))), counts=(3,))
        listed = "There are Copper Kettle, Glass Teapot and Iron Pan."
        read = [f"{listed} {said.format(gone='Glass Teapot', here='Iron Pan')}" for said in (right, wrong)]

        assert [bool(check(text, evidence, catalog)) for text in read] == [False, True]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Jaws is long. Would you rather laugh at a comedy?", "Jaws is long. Would it do as a comedy?"),
        ("Jaws is long. Only ninety minutes to spare?", "Jaws is long. Is it over in ninety minutes?"),
        ("Jaws is long. If you'd rather have a comedy, say so.", "Jaws is long. If I may say so, it is a comedy."),
        ("Fargo leaves you 32 minutes to spare.", "Fargo leaves you 30 minutes to spare."),
        ("Alien leaves you 13 minutes to spare.", "Alien leaves you 14 minutes to spare."),
        ("Jaws has 6 minutes left of your limit.", "Jaws has 7 minutes left of your limit."),
        ("Jaws has 124 minutes, six minutes under it.", "Jaws has 124 minutes, five minutes under it."),
        ("Horror:\n- Alien\n- Jaws\nElse:\n- Fargo", "Comedy:\n- Alien\n- Jaws\nElse:\n- Fargo"),
        ("Comedy\n- Fargo\nElse\n- Alien\n- Jaws", "Horror\n- Fargo\nElse\n- Alien\n- Jaws"),
        ("Both (all horror)\n- Alien\n- Jaws\nElse\n- Fargo", "Both (all comedies)\n- Alien\n- Jaws\nElse\n- Fargo"),
        ("What's it to be, a western?", "Is it to be a comedy? Jaws is. Is it one?"),
        ("All three stay below the 130-minute mark.", "All three stay below the 120-minute mark."),
        ("Jaws is the longest of these three (124 minutes).", "Jaws is the longest of these three (117 minutes)."),
        (
            "There are just 19 minutes between first and last.",
            "There are just 20 minutes between first and last.",
        ),
        ("Alien comes within seven minutes of Jaws.", "Alien comes within six minutes of Jaws."),
        ("Jaws and Fargo differ: the second is a comedy.", "Jaws and Fargo differ: the first is a comedy."),
        ("Both horror, are Alien and Jaws.", "Both comedies, are Alien and Jaws."),
        (
            "Here are two fine horror films, namely Alien and Jaws.",
            "Here are two fine horror films, namely Alien and Fargo.",
        ),
    ],
)
def test_what_is_asked_or_left_is_no_claim_of_an_item_and_what_heads_a_list_is_of_it(
    of_films: Unbound, right: str, wrong: str
) -> None:
    assert of_films(right) == []
    assert of_films(wrong) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Bruce Lee's brisk fighting picture is from 1973.", "Bruce Lee's brisk fighting picture is from 1994."),
        ("Take Wong Kar-wai's lovelorn policemen, from 1994.", "Take Wong Kar-wai's lovelorn policemen, from 1973."),
    ],
)
def test_what_is_somebody_s_is_the_one_item_that_is(films: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=("enter-the-dragon-1973", "chungking-express-1994"), counts=(2,))

    def unbound(said: str) -> list[str]:
        listed = "Enter the Dragon and Chungking Express. "
        return [each.said for each in check(listed + said, evidence, films)]

    assert unbound(right) == []
    assert unbound(wrong) != []
