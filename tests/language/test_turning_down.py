"""Turning down what was shown, with or without a word of why: nothing new is asked for."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView, Shown
from tests.language.notation import parts

SHOWN = SessionView(turn=1, shown=(Shown(id="alien-1979", title="Alien"),))


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


@pytest.mark.parametrize(
    "message",
    [
        "I'm afraid not",
        "I'd turn that one down",
        "no, that doesn't appeal",
        "that's a no from me",
        "no, wrong year",
        "you've got the director wrong",
        "no thanks, it's the genre that's wrong",
        "I have to say no because of its year",
        "close but no, the runtime rules it out",
        "it's a no, and the genre is why",
        "boring",
        "I appreciate the suggestion, but no",
        "very sweet of you, only it's not what I had in mind",
        "pass, next",
        "I can see why you'd think of it, but let's leave that one on the shelf",
        "It's ninety degrees out. No, that's not it. I should be doing my taxes right now.",
        "Could we move on from this one? It's not for me.",
        "swipe left on that",
    ],
)
def test_nothing_is_asked_for_anew(films: Catalog, message: str) -> None:
    intents = understand(message, SHOWN, films).intents

    assert [(intent.act, intent.preferences, intent.like) for intent in intents] == [("critique", (), ())]
    assert intents[0].more or intents[0].reject


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("something on the wrong planet", "recommend | ~text 'wrong planet'"),
        ("could you skip those where the language is French?", "recommend | language != French"),
        ("a mountain pass", "recommend | ~text 'mountain pass'"),
        ("nothing boring, please", "recommend | synopsis not_contains boring"),
    ],
)
def test_the_same_words_elsewhere_turn_nothing_down(films: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), films)) == [meaning]


def test_what_is_said_once_more_holds_beside_what_was_said_since(films: Catalog) -> None:
    for message in (
        "as I said, western, please",
        "western, like I told you",
        "don't forget what I asked for, a western",
    ):
        (intent,) = understand(message, SHOWN, films).intents

        assert [(entry.also, str(entry.where)) for entry in intent.preferences] == [
            (True, "field='genres' op='contains' value='Western'")
        ], message


@pytest.mark.parametrize("message", ["oh dear, the brand is wrong", "not that one, dear"])
def test_who_is_spoken_to_is_no_price(shop: Catalog, message: str) -> None:
    session = SessionView(turn=1, shown=(Shown(id="T1", title="Tent"),))

    for intent in understand(message, session, shop).intents:
        assert (intent.preferences, intent.order) == ((), ())
