"""Prose about five westerns: what groups of them are, which have most, and what stands beside whom."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.evidence import Evidence
from palate.evals.suites.catalogues import open_catalogue

SHOWN = (
    "a-fistful-of-dollars-1964",
    "brokeback-mountain-2005",
    "the-treasure-of-the-sierra-madre-1948",
    "near-dark-1987",
    "the-proposition-2005",
)
"""99, 134, 126, 94 and 104 minutes; all R but the third, which has no rating; from Italy, the United States thrice and
Australia; by Leone, Lee, Huston, Bigelow and Hillcoat; the first and the last are violent."""
TITLES = "A Fistful of Dollars, Brokeback Mountain, The Treasure of the Sierra Madre, Near Dark and The Proposition."


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Except for the Huston, all of these carry an R.", "Except for the Bigelow, all of these carry an R."),
        (
            "With the exception of A Fistful of Dollars and The Proposition, they're all American.",
            "With the exception of A Fistful of Dollars and Near Dark, they're all American.",
        ),
        ("All but one of these are rated R.", "All but one of these are rated PG."),
        ("Only two run past two hours.", "Only two run past 100 minutes."),
        ("Only one of them, Near Dark, is horror.", "Only one of them, Near Dark, is a romance."),
        ("Both of the 2005 titles are rated R.", "Both of the 2005 titles are violent."),
        (
            "Neither Brokeback Mountain nor The Proposition was made before 2000.",
            "Neither Brokeback Mountain nor Near Dark was made before 2000.",
        ),
        ("Near Dark is a horror film too, the only one here.", "Near Dark is a western too, the only one here."),
    ],
)
def test_groups_are_as_large_as_is_said(films: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=SHOWN, counts=(5,))

    assert check(f"{TITLES} {right}", evidence, films) == ()
    assert check(f"{TITLES} {wrong}", evidence, films) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The two shortest are Near Dark and A Fistful of Dollars.",
            "The two shortest are Near Dark and The Proposition.",
        ),
        ("The three shortest are all rated R.", "The three longest are all rated R."),
        (
            "The shortest and the longest are forty minutes apart.",
            "The shortest and the longest are fifty minutes apart.",
        ),
        (
            "I'd begin with the oldest, The Treasure of the Sierra Madre.",
            "I'd begin with the oldest, A Fistful of Dollars.",
        ),
        (
            "The earliest is The Treasure of the Sierra Madre, the shortest Near Dark.",
            "The earliest is The Treasure of the Sierra Madre, the shortest The Proposition.",
        ),
        (
            "There are forty minutes between the shortest and the longest.",
            "There are fifty minutes between the shortest and the longest.",
        ),
        ("The Leone is five minutes longer than the shortest.", "The Leone is six minutes longer than the shortest."),
        ("They differ in length: 94 to 134 minutes.", "They differ in length: 99 to 134 minutes."),
        ("All share a genre, and none lasts longer than 134 minutes.", "None lasts longer than 130 minutes."),
        (
            "All but Brokeback Mountain and The Treasure of the Sierra Madre last under 110 minutes.",
            "All but Brokeback Mountain and The Proposition last under 110 minutes.",
        ),
        ("Next oldest is A Fistful of Dollars, from 1964.", "Next oldest is Near Dark, from 1987."),
        (
            "The Proposition is the newer of the two violent ones.",
            "A Fistful of Dollars is the newer of the two violent ones.",
        ),
        (
            "The Treasure of the Sierra Madre predates the rest by at least sixteen years.",
            "The Treasure of the Sierra Madre predates the rest by at least twenty years.",
        ),
        (
            "They range from 94 minutes (Near Dark) to 134 (Brokeback Mountain).",
            "They range from 94 minutes (The Proposition) to 134 (Brokeback Mountain).",
        ),
    ],
)
def test_those_that_have_most_do(films: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=SHOWN, counts=(5,))

    assert check(f"{TITLES} {right}", evidence, films) == ()
    assert check(f"{TITLES} {wrong}", evidence, films) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Guy Pearce leads The Proposition, Heath Ledger and Jake Gyllenhaal Brokeback Mountain.",
            "Guy Pearce leads The Proposition, Heath Ledger and Jake Gyllenhaal Near Dark.",
        ),
        (
            "Bogart digs for gold in the 1948 one; Eastwood rides through the 1964 one.",
            "Bogart digs for gold in the 1964 one; Eastwood rides through the 1948 one.",
        ),
        ("Want it shorter? Take Near Dark.", "Is it shorter? Near Dark is shorter than the Leone, and longer too."),
    ],
)
def test_who_is_told_first_is_in_what_stands_behind(films: Catalog, right: str, wrong: str) -> None:
    evidence = Evidence(shown=SHOWN, counts=(5,))

    assert check(f"{TITLES} {right}", evidence, films) == ()
    assert check(f"{TITLES} {wrong}", evidence, films) != ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("One is by Volterra, the other by Packaway.", "One is by Volterra, the other by Okubo."),
        ("The Volterra is £31, the Packaway £69.", "The Volterra is £31, the Packaway £59."),
        ("Going by stars, it's the Moka, 4.6 against 3.5.", "Going by stars, it's the Moka, 4.7 against 3.5."),
        ("The Moka Pot is £31, and the gap between the Moka Pot and the Pod is £38.", "The Moka Pot is £69."),
        ("The gap between the Moka Pot and the Pod is £38.", "The gap between the Moka Pot and the Pod is £36."),
        ("The Espresso Mini is £69.", "The Espresso Mini is £31."),
        ("The first costs £31, the second £69.", "The first costs £31, the second £79."),
    ],
)
def test_one_and_the_other_are_the_two_that_are_shown(right: str, wrong: str) -> None:
    evidence = Evidence(shown=("K13", "K16"), counts=(2,))
    named = "Stovetop Moka Pot and Pod Espresso Mini."

    with open_catalogue("kitchen") as kitchen:
        assert check(f"{named} {right}", evidence, kitchen) == ()
        assert check(f"{named} {wrong}", evidence, kitchen) != ()
