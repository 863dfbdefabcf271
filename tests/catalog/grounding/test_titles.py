from __future__ import annotations

import pytest

from palate.catalog.grounding.matches import THRESHOLD, TitleMatch
from palate.catalog.words import tokens
from tests.catalog.handmade import Handmade

STRANGELOVE = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"
TOWERS = "The Lord of the Rings: The Two Towers"


def spans(made: Handmade, message: str) -> list[tuple[str, list[str], float]]:
    words = tokens(message)
    return [
        (
            message[words[span.start].start : words[span.end - 1].end],
            [match.id for match in span.matches],
            span.matches[0].confidence,
        )
        for span in made.grounder.title_spans(words)
    ]


def best(made: Handmade, text: str) -> list[tuple[str, str]]:
    return [(match.title, match.how) for match in made.grounder.titles(text) if match.confidence >= THRESHOLD]


@pytest.mark.parametrize(
    ("text", "title", "how"),
    [
        ("The Godfather", "The Godfather", "exact"),
        ("godfather", "The Godfather", "exact"),
        ("“Amelie”", "Amélie", "exact"),
        ("Pans Labyrinth", "Pan's Labyrinth", "exact"),
        ("wall e", "WALL·E", "exact"),
        ("Jaws (1975)", "Jaws", "exact"),
        ("Butch Cassidy & the Sundance Kid", "Butch Cassidy and the Sundance Kid", "exact"),
        ("Dr Strangelove", STRANGELOVE, "part"),
        ("the lord of the rings", TOWERS, "part"),
        ("Ghandi", "Gandhi", "typo"),
        ("The Godfahter", "The Godfather", "typo"),
        ("Seven Samuari", "Seven Samurai", "typo"),
        ("sevn samuria", "Seven Samurai", "typo"),
        ("starwars", "Star Wars", "typo"),
        ("Lost in Translaton", "Lost in Translation", "typo"),
        ("lost translation", "Lost in Translation", "typo"),
        ("Butch Casidy and Sundance Kid", "Butch Cassidy and the Sundance Kid", "typo"),
        ("Dr Strangelov", STRANGELOVE, "typo"),
    ],
)
def test_a_title_is_found_in_the_ways_in_which_people_say_it(cinema: Handmade, text: str, title: str, how: str) -> None:
    assert best(cinema, text) == [(title, how)]


def test_items_of_one_title_are_equally_sure_until_the_year_is_said(cinema: Handmade) -> None:
    both = [TitleMatch(item, "Dune", "Dune", 1.0, "exact") for item in ("4", "5")]

    assert cinema.grounder.titles("Dune") == both
    assert [match.id for match in cinema.grounder.titles("Dune (2021)")] == ["5"]
    assert [match.id for match in cinema.grounder.titles("Dune 1984")] == ["4"]
    assert [match.id for match in cinema.grounder.titles("Dunne (2021)")] == ["5"]


@pytest.mark.parametrize("text", ["Jaw breaker", "table", "xyzzy quux", "2001", "the", "", "?!", "Gun"])
def test_what_is_no_title_is_not_taken_for_one(cinema: Handmade, text: str) -> None:
    assert best(cinema, text) == []


def test_titles_among_words_longest_first(cinema: Handmade) -> None:
    assert spans(cinema, "something like The Godfather or Dune 2021, not Jaws") == [
        ("The Godfather", ["6"], 1.0),
        ("Dune 2021", ["5"], 1.0),
        ("Godfather", ["6"], 1.0),
        ("Jaws", ["3"], 1.0),
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("i liked it", [("it", ["13"], 0.4)]),
        ("I liked It", [("It", ["13"], 1.0)]),
        ('i liked "it"', [("it", ["13"], 1.0)]),
        ("i like comedies", []),
        ("", []),
        ("by Gandhi's director", [("Gandhi's", ["2"], 1.0)]),
        ("it's fine", []),
    ],
)
def test_a_title_of_common_words_is_doubtful_unless_it_stands_out(
    cinema: Handmade, message: str, expected: list[tuple[str, list[str], float]]
) -> None:
    assert spans(cinema, message) == expected


def test_a_long_message_is_looked_through_to_its_end(cinema: Handmade) -> None:
    assert spans(cinema, "word " * 9_000 + "Gandhi") == [("Gandhi", ["2"], 1.0)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("shorter than dr strangelove please", [("dr strangelove", 0.92)]),
        ("doctor of the rings", []),
    ],
)
def test_the_beginning_of_a_title_up_to_its_mark_stands_for_it(
    cinema: Handmade, message: str, expected: list[tuple[str, float]]
) -> None:
    assert [(said, sure) for said, _, sure in spans(cinema, message)] == expected
