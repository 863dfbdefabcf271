"""A part of somebody's name is guessed only where a name may stand, and never from a word of English."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.names import is_english
from palate.language.understand import understand
from palate.language.understanding import SessionView

NOBODY = [
    "had the best mango of my life at lunch",
    "you type faster than I do",
    "my instructor is younger than my shoes",
    "our youngest lost a tooth",
    "my mate dave saw a ghost",
    "My mate Dave saw a ghost",
    "it needs tae be good",
    "as the maker",
]
SLIPS = {
    "tarantno films": "Quentin Tarantino",
    "Tarantno films please": "Quentin Tarantino",
    "any kubrik?": "Stanley Kubrick",
    "something by speilberg": "Steven Spielberg",
    "anything from kurasawa": "Akira Kurosawa",
    "i like hitchcok": "Alfred Hitchcock",
    "steven speilberg": "Steven Spielberg",
    "Speilberg": "Steven Spielberg",
    "something with cloony in it": "George Clooney",
    "who stars in it, cloony?": "George Clooney",
    "no spielburg please": "Steven Spielberg",
}


@pytest.mark.parametrize("message", NOBODY)
@pytest.mark.parametrize("also", ["", ". A comedy."])
def test_words_are_nobody(films: Catalog, message: str, also: str) -> None:
    understanding = understand(message + also, SessionView(), films)

    fields = {name for intent in understanding.intents for entry in intent.preferences for name in entry.fields}
    assert not fields & {"cast", "director"}
    assert understanding.doubtful == ()


@pytest.mark.parametrize(("message", "name"), SLIPS.items(), ids=list(SLIPS))
def test_slips_of_a_name_are_forgiven_where_one_may_stand(films: Catalog, message: str, name: str) -> None:
    understanding = understand(message, SessionView(), films)

    assert [snap.used for snap in understanding.snapped] == [name]


def test_the_maker_is_whoever_makes_things_here(films: Catalog) -> None:
    (intent,) = understand("I'm set on Steven Spielberg as the maker.", SessionView(), films).intents

    assert [entry.where and entry.where.parts[0].value for entry in intent.preferences] == ["Steven Spielberg"]


@pytest.mark.parametrize(
    ("word", "known"), [("lunch", True), ("reckons", True), ("kubrik", False), ("hitchcok", False)]
)
def test_english_has_words_and_their_endings(word: str, *, known: bool) -> None:
    assert is_english(word) is known


def test_a_word_of_english_is_no_slip_of_a_unit(films: Catalog) -> None:
    assert understand("My gran's birthday, so a comedy", SessionView(), films).snapped == ()
    assert [snap.used for snap in understand("under 90 minuts", SessionView(), films).snapped] == ["minutes"]


def test_a_time_of_day_is_no_number_of_items(films: Catalog) -> None:
    (intent,) = understand("A comedy. The rooster went off at 4:40 again.", SessionView(), films).intents

    assert intent.limit is None
    assert not intent.more
