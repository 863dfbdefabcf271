"""Which plain words are looked for, and which only tell of somebody."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts, shown

WESTERN = ["recommend | genres contains Western"]
TALES = {
    "I've been meaning to treat myself. A western.": WESTERN,
    "A western. Mum swears by the telly.": WESTERN,
    "any chance you'd dig out a western for me": WESTERN,
    "The boiler packed in this morning. A western.": WESTERN,
    "I'm 63 and I've seen everything. A western.": WESTERN,
    "I was born in 1974 and my wife in 1976. A western.": WESTERN,
    "I might regret it later. A western.": WESTERN,
    "my dentist recommended I relax tonight, so I'd go for a western": WESTERN,
    "The neighbours and their family have moved to Wimbledon. A western.": WESTERN,
    "A western. A position on this matter has not been adopted yet.": WESTERN,
    "A western. I'm so thrilled!": WESTERN,
    "You can laugh, but it has to be a western": WESTERN,
    "It has to be a western, without fail.": WESTERN,
    "looking around for some sort of film. A western.": WESTERN,
    "A western, that's still true.": WESTERN,
    "I hope I'm not troubling you. A western.": WESTERN,
    "My club meets tonight and the theme is western.": WESTERN,
    # These are wished for.
    "a film whose theme is revenge": ["recommend | ~text 'revenge'"],
    "a film that doesn't have zombies": ["recommend | synopsis not_contains zombie"],
    "a western, and it hasn't got violence": ["recommend | genres contains Western | moods not_contains violent"],
    "no robots, please": ["recommend | synopsis not_contains robot"],
    "I want something with robots for my nephew": ["recommend | ~text 'robots'"],
    "I remember a submarine": ["recommend | ~text 'submarine'"],
}


@pytest.mark.parametrize(("message", "meaning"), TALES.items(), ids=list(TALES))
def test_words_of_a_tale_are_not_looked_for(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


@pytest.mark.parametrize(
    "message",
    [
        "you've lost me there",
        "not on your life, that",
        "I'll give that one a miss",
        "it would put my mother to sleep",
        "you're nowhere near",
        "my cat would walk out",
    ],
)
def test_what_is_said_of_what_was_shown_turns_it_down(films: Catalog, message: str) -> None:
    read = understand(message, shown(films, "alien-1979"), films)

    assert parts(read) == ["critique | more"]


def test_after_a_question_the_same_is_no_answer(films: Catalog) -> None:
    read = understand("it would put my mother to sleep", SessionView(turn=1, asked="genres"), films)

    assert parts(read) == ["recommend"]
