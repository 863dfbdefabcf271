"""Numbers that count other things, or tell of time that went by, are no conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

COMEDY = ["recommend | genres contains Comedy"]
BESIDE = [
    # Counts.
    "I've had about four cups of tea.",
    "we lost by at least 40 points",
    "I've heard it two hundred times.",
    "My mother called three times today.",
    "I've been scrolling for an hour.",
    "We have been looking at these for over two hours now.",
    "Thirty-two of them came.",
    # Times that went by, come round or lie ahead.
    "I was meant to be in bed two hours ago.",
    "The wifi drops every ten minutes.",
    "Traffic took me an hour and a half today.",
    "It's my birthday in three weeks.",
    "It has been raining for nine days straight.",
    "It's going on since four days.",
    "I've been up for the last six hours.",
    # Scores, ages and hours of the day.
    "My team won 3-1.",
    "My sister turned seventy-four on Sunday.",
    "I'm studying for my driving test at fifty-nine.",
    "The boys are at practice till five.",
]
MEASURED = {
    "a film of two hours": ["recommend | runtime between [108, 132]"],
    "I have an hour and a half today": ["recommend | runtime <= 90"],
    "it runs 90 minutes straight": ["recommend | runtime between [81, 99]"],
    "over 90 minutes today please": ["recommend | runtime > 90"],
    "under 10 minutes": ["recommend | runtime < 10"],
    "at least two hours": ["recommend | runtime >= 120"],
    "90-100 minutes": ["recommend | runtime between [90, 100]"],
    "show me five comedies": ["recommend | genres contains Comedy | limit 5"],
    "12 Angry Men": ["recommend | like 12 Angry Men"],
    # Things that are counted are still what is looked for.
    "something with three robberies": ["recommend | ~text 'robberies'"],
    "a film about two guys robbing a bank": ["recommend | ~text 'two guys robbing a bank'"],
}


@pytest.mark.parametrize("said", BESIDE)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_what_a_number_merely_tells_is_no_condition(films: Catalog, said: str, *, first: bool) -> None:
    message = f"{said.rstrip('.')}. A comedy." if first else f"A comedy. {said}"
    (intent,) = understand(message, SessionView(), films).intents

    hard = [entry.where for entry in intent.preferences if entry.strength == "hard"]
    assert [(where.parts[0].field, where.parts[0].value) for where in hard if where] == [("genres", "Comedy")]


@pytest.mark.parametrize(("message", "meaning"), MEASURED.items(), ids=list(MEASURED))
def test_what_is_measured_stays(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("a 10 minute film", "10 minute"),
        ("about two years", "about two years"),
        ("something from twenty years ago", "twenty years ago"),
        ("one from the last ten years", "ten years"),
    ],
)
def test_a_quantity_that_nothing_here_can_have_is_told(films: Catalog, message: str, told: str) -> None:
    understanding = understand(message, SessionView(), films)

    assert [intent.preferences for intent in understanding.intents] == [()]
    assert understanding.unknown == (told,)


def test_at_least_one_of_them_measures_nothing(films: Catalog) -> None:
    (intent,) = understand("give me one with at least one of them", SessionView(), films).intents

    assert intent.preferences == ()


def test_what_is_left_is_in_stock_only_where_something_is(tmp_path: Path) -> None:
    rows = [{"id": str(n), "title": f"Thing {n}", "stock": n, "colour": "red" if n % 2 else "blue"} for n in range(9)]
    with Catalog.build(tmp_path / "left.db", items=rows, noun="product") as catalog:
        told = understand("I've got 4% battery left. In red please.", SessionView(), catalog)
        asked = understand("do you have any left?", SessionView(), catalog)

    assert parts(told) == ["recommend | colour = red"]
    assert parts(asked) == ["question | stock > 0 | ? exists"]
