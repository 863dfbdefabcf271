"""What would do as well as each other, what is ruled out after it was named, and sides told after a number."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView, Shown
from tests.language.notation import parts

EITHER = ["recommend | country in ['United Kingdom', 'Denmark']"]
MOODS = ["recommend | moods contains_any ['funny', 'dark']"]
UNDER = ["recommend | runtime < 100"]
MESSAGES = {
    # No film is from two countries; two moods are alternatives where that is said.
    "United Kingdom would suit me, Denmark would too": EITHER,
    "if it's not from United Kingdom it should be from Denmark": EITHER,
    "could be funny, could be dark, either would do": MOODS,
    "it should be funny, it should be dark": ["recommend | moods contains funny | moods contains dark"],
    "a Japanese film in English": [
        "recommend | language = Japanese or country = Japan | language = English",
    ],
    "I'd take funny, I'd take dark": ["recommend | moods contains funny | moods contains dark"],
    "he wants funny and I want dark, either will do": MOODS,
    "funny maybe, or dark at a pinch": MOODS,
    # Ruled out after it was named, also from afar.
    "if it's crime I'm lost, forget it": ["recommend | genres not_contains Crime"],
    "if it isn't crime, leave it out": ["recommend | genres contains Crime"],
    "skip those where the language is French": ["recommend | language != French"],
    "crime I will not have": ["recommend | genres not_contains Crime"],
    "if it comes under crime, don't bother showing it": ["recommend | genres not_contains Crime"],
    "I've had my fill of crime": ["recommend | genres not_contains Crime"],
    "you can keep your crime": ["recommend | genres not_contains Crime"],
    "anything of 100 minutes or more is no good to me": UNDER,
    "if it isn't from the seventies I don't want it": ["recommend | year between [1970, 1979]"],
    # The side of a number, told after it.
    "100 minutes is too long": UNDER,
    "100 minutes would be too much, it has to be less": UNDER,
    "anything earlier than 1990 is too old for me": ["recommend | year >= 1990"],
    "a film of 100 minutes": ["recommend | runtime between [90, 110]"],
    "from the nineties, shorter": ["recommend | year between [1990, 1999] | ~runtime <= 102"],
    "100 minutes is still too short": ["recommend | runtime > 100"],
    "I've no 100 minutes to spare, so shorter than that": UNDER,
    "not as long as 100 minutes": UNDER,
    "I don't want it any older than 1985": ["recommend | year >= 1985"],
    "I don't fancy anything before 1985": ["recommend | year >= 1985"],
    "it must still be going after 100 minutes": ["recommend | runtime > 100"],
    "any year in the seventies will do": ["recommend | year between [1970, 1979]"],
    "in the region of 90 to 100 minutes": ["recommend | runtime between [90, 100]"],
    # A field named, or pointed at, is the one that is meant.
    "the language can't be French": ["recommend | language != French"],
    "it mustn't be in French": ["recommend | language != French"],
    "one where the language is French": ["recommend | language = French"],
    # Counting words are no quantity.
    "a western, one of the two": ["recommend | genres contains Western"],
}


@pytest.mark.parametrize(("message", "meaning"), MESSAGES.items(), ids=list(MESSAGES))
def test_what_is_wanted(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


def test_time_that_went_by_is_no_wish(films: Catalog) -> None:
    read = understand("a western. I've been on hold to the council for an hour.", SessionView(), films)

    assert parts(read) == ["recommend | genres contains Western"]
    assert read.asides == ("I've been on hold to the council for an hour",)


def test_what_is_turned_down_is_not_searched_for(films: Catalog) -> None:
    shown = tuple(Shown(id=each.id, title=each.title, turn=1) for each in films.items(["alien-1979"]))
    read = understand("can't see myself going for it", SessionView(turn=1, shown=shown, focus=shown), films)

    assert [(each.act, each.preferences, each.more) for each in read.intents] == [("critique", (), True)]


def test_what_follows_a_comparison_is_a_wish_of_its_own(films: Catalog) -> None:
    read = understand("I love films shorter than Alien and westerns", SessionView(), films)

    assert any("Western" in line for line in parts(read))
