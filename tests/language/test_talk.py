"""Talk that says nothing of what is wanted is passed over; what is wanted is not."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

DRAMA = ["recommend | genres contains Drama"]
WILLIS = ["recommend | cast contains Bruce Willis"]
KUROSAWA = ["recommend | director contains Akira Kurosawa"]
MIFUNE = ["recommend | cast contains Toshiro Mifune"]
FIFTIES = ["recommend | year between [1950, 1959]"]
MESSAGES = {
    # Verbs behind a subject or an auxiliary and before an object.
    "I reckon it falls under drama": DRAMA,
    "a drama would suit me": DRAMA,
    "it's heartwarming": ["recommend | moods contains heartwarming"],
    "I remember a submarine": ["recommend | ~text 'submarine'"],
    # Words of talk, beside something that is wanted and elsewhere.
    "Bruce Willis has a role in it": WILLIS,
    "Bruce Willis is in the lead": WILLIS,
    "a drama about a role model": ["recommend | genres contains Drama | ~text 'role model'"],
    # The name of a field behind a value.
    "Akira Kurosawa directed it": KUROSAWA,
    "it was Akira Kurosawa who directed it": KUROSAWA,
    "the director of it is Akira Kurosawa": KUROSAWA,
    "Toshiro Mifune stars in it": MIFUNE,
    "I know Toshiro Mifune is in it": MIFUNE,
    "one of Kurosawa's": ["recommend | director contains Akira Kurosawa | limit 1"],
    # Times.
    "a film made in the fifties": FIFTIES,
    "it was made in the fifties": FIFTIES,
    "it first came out in the fifties": FIFTIES,
    "an older one from the fifties": FIFTIES,
    "it's old, from the fifties": FIFTIES,
    # People are no values.
    "my kids want a comedy": ["recommend | genres contains Comedy"],
    # One request, though it has two verbs or two articles.
    "it should be a comedy, it should be from the fifties": [
        "recommend | genres contains Comedy | year between [1950, 1959]"
    ],
    "a comedy and a bit of romance": ["recommend | genres contains Comedy | genres contains Romance"],
    "let's go with a comedy": ["recommend | genres contains Comedy"],
    "I like comedies from the fifties": [
        "recommend | ~*genres contains Comedy | year between [1950, 1959] | genres contains Comedy"
    ],
    # A word for an item asks for any, "something" for none yet.
    "a film for tonight": ["recommend"],
    "something good": ["unclear"],
}


@pytest.mark.parametrize(("message", "meaning"), MESSAGES.items(), ids=list(MESSAGES))
def test_what_is_wanted_is_told_from_talk(films: Catalog, message: str, meaning: list[str]) -> None:
    understanding = understand(message, SessionView(), films)

    assert parts(understanding) == meaning
    assert understanding.unknown == ()


def test_what_gives_one_the_creeps_is_told_for_good(films: Catalog) -> None:
    (intent,) = understand("horror gives me the creeps", SessionView(), films).intents

    assert (intent.act, [entry.horizon for entry in intent.preferences]) == ("state", ["long"])
