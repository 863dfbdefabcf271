"""What "that year", "made there" and "one of theirs" stand for within one message."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

BEFORE = ["recommend | year < 1975"]
NOT_FRENCH = ["recommend | country != France"]
MEANT = {
    "I got married in 1975, and I want one from before that year.": BEFORE,
    "We moved house in 1975, so show me one that came out before then.": BEFORE,
    "The world went downhill in 1975, so nothing from then on.": BEFORE,
    "I was born in 1975, and it mustn't be from then or later.": BEFORE,
    "My professor says all went downhill in 1975, so the year must be earlier than that.": BEFORE,
    "I was born in 1975, so nothing from before that year.": ["recommend | year >= 1975"],
    "I was born in 1975 so it has to be from that year or later.": ["recommend | year >= 1975"],
    "Grandpa starts fidgeting at 125 minutes, so find one that is shorter than that.": ["recommend | runtime < 125"],
    "I've no 100 minutes to spare, so shorter than that.": ["recommend | runtime < 100"],
    "I lived in France for nine years and I've had my fill, so not something from there.": NOT_FRENCH,
    "My uncle lost his suitcase in France, so it can't have been made there!": NOT_FRENCH,
    "My wife keeps on about Japan. Find me something made there.": ["recommend | country = Japan"],
    "My teacher never stops talking about Steven Spielberg, so now I want one of theirs.": [
        "recommend | director contains Steven Spielberg"
    ],
    "I've had Japanese in class all day, so please nothing in that language!": ["recommend | language != Japanese"],
    "We saw a drama last time and he sulked, so not that kind again.": ["recommend | genres not_contains Drama | more"],
    # What is said again behind "so" was said before only to lead up to it.
    "We watched everything Japanese as students, so nothing Japanese.": [
        "recommend | language != Japanese | country != Japan"
    ],
    "a western, something French, so a western it is": [
        "recommend | genres contains Western | language = French or country = France | genres contains Western"
    ],
    # These stand for nothing that was said: all of it is wished for.
    "a comedy from 1992, nothing after that": ["recommend | genres contains Comedy | year = 1992 | year <= 1992"],
    "a French comedy that is shorter than 100 minutes": [
        "recommend | language = French or country = France | genres contains Comedy | runtime < 100"
    ],
}


@pytest.mark.parametrize(("message", "meaning"), MEANT.items(), ids=list(MEANT))
def test_what_was_said_before_stands_in_its_place(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


def test_several_values_are_meant_together(shop: Catalog) -> None:
    read = understand("My team plays in red and white, so one of those two colours.", SessionView(), shop)

    assert parts(read) == ["recommend | colours contains_any ['red', 'white'] | limit 1"]
