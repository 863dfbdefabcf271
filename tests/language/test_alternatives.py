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
OVER = ["recommend | runtime > 100"]
LATER = ["recommend | year >= 1992"]
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
    # Named in turn: "or" parts them, or nothing else would do; a demand for each is for both.
    "show me funny or show me dark": MOODS,
    "could go for funny, could go for dark, not for anything else": [f"{MOODS[0]} | only"],
    "look in funny, look in dark, and nowhere else": [f"{MOODS[0]} | only"],
    "it should be funny, it should be dark, and that's all": ["recommend | moods contains funny | moods contains dark"],
    "funny and dark, nothing else": ["recommend | moods contains funny | moods contains dark | only"],
    "it's between funny and dark": MOODS,
    "funny works, so does dark, and that's the whole list": MOODS,
    "make it funny, make it dark, I don't mind which": MOODS,
    "I want it funny. Or dark.": MOODS,
    "from United Kingdom? good. From Denmark? also good. Elsewhere? no.": EITHER,
    # What is liked or approved of is wanted where one of it is asked for.
    "French would be fine and English would be fine, and that's all": ["recommend | language in ['French', 'English']"],
    "my gran adores funny, I adore dark, so one of them": MOODS,
    # Bounds told behind their number.
    "something made in 1992 or after": LATER,
    "1992 or anything after that": LATER,
    "from 1992 or any year since": LATER,
    "from 1992 up to now": LATER,
    "1992 or more recent": LATER,
    "from 1992, or newer": LATER,
    "1992 and the years after it": LATER,
    "1992 or any later year": LATER,
    "1992 or any year before that": ["recommend | year <= 1992"],
    "can't run to 100 minutes, must finish sooner": UNDER,
    "nothing that goes 100 minutes or more": UNDER,
    "even 1992 itself is too new": ["recommend | year < 1992"],
    "it needs to exceed 100 minutes": OVER,
    # The edge of a bound, named again.
    "over 100 minutes, and not 100 minutes itself": OVER,
    "older than 1992, and 1992 doesn't count": ["recommend | year < 1992"],
    "before 1992, 1992 itself is fine": ["recommend | year <= 1992"],
    # Too little of something, and what is denied twice.
    "100 minutes isn't long enough": OVER,
    "leave out whatever doesn't run over 100 minutes": OVER,
    "skip anything that isn't French": ["recommend | language = French or country = France"],
    "I don't want no crime": ["recommend | genres not_contains Crime"],
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
