"""What messages mean after items were shown: critiques, references, undoing."""

from __future__ import annotations

import pytest

from palate import Catalog, Condition
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts, shown

# Fargo 1996, 98 minutes; Jaws 1975, 124; Alien 1979, 117.
MESSAGES = {
    "something shorter": ["critique | runtime < 98"],
    "newer": ["critique | year > 1996"],
    "it's too long": ["critique | runtime < 98"],
    "no, something newer": ["critique | year > 1996 | more"],
    "the second one is too long": ["critique | about Jaws | runtime < Jaws"],
    "shorter than the first": ["recommend | runtime < Fargo"],
    "not that one": ["critique | reject Fargo"],
    "not the second one": ["critique | reject Jaws"],
    "skip the first two": ["critique | reject Fargo, Jaws"],
    "none of those": ["critique | reject Fargo, Jaws, Alien"],
    "I don't like any of these": ["critique | reject Fargo, Jaws, Alien"],
    "not Fargo, I've seen it": ["critique | seen Fargo | reject Fargo"],
    "another": ["critique | more"],
    "seen them all, show me others": ["recommend | seen Fargo, Jaws, Alien | more"],
    "Not those. From the eighties.": ["critique | year between [1980, 1989] | reject Fargo, Jaws, Alien"],
    "no, from the eighties": ["critique | year between [1980, 1989] | more"],
    "hmm, not what I meant. a comedy": ["recommend | genres contains Comedy | more"],
    "something else please": ["critique | more"],
    "no": ["critique | more"],
    "oh god no": ["critique | more"],
    "who on earth would want that?": ["critique | more"],
    "I'm afraid that doesn't answer the brief": ["critique | more"],
    "that one we can rule out": ["critique | more"],
    "we've a long afternoon ahead of us, so a short one": ["recommend | ~runtime <= 101"],
    "more like the second": ["critique | like Jaws"],
    "more comedies": ["critique | genres contains Comedy | more"],
    "I've seen the first and the third": ["state | seen Fargo, Alien"],
    "I've seen them all": ["state | seen Fargo, Jaws, Alien"],
    "I loved the last one": ["state | ~*item 1 | about Alien"],
    "why the second one?": ["why | about Jaws"],
    "why?": ["why"],
    "I'll take the second": ["commit | about Jaws"],
    "the second one sounds good": ["commit | about Jaws"],
    "who directed it?": ["unclear"],
    "how long is the third one?": ["question | about Alien | ? attribute runtime"],
    "is the first one longer than the second?": ["question | about Fargo | ? compare runtime"],
    "forget the year": ["undo | withdraw year"],
    "any year is fine": ["undo | withdraw year"],
    "I'm not fussed about the year": ["undo | withdraw year"],
    "not bothered about comedy": ["undo | withdraw genres"],
    "there's no need for it to be a comedy": ["undo | withdraw genres"],
    "the length doesn't matter": ["undo | withdraw runtime"],
    "a western instead": ["recommend | genres contains Western"],
}


@pytest.mark.parametrize(("message", "meaning"), MESSAGES.items(), ids=list(MESSAGES))
def test_a_message_after_three_items_means(films: Catalog, message: str, meaning: list[str]) -> None:
    session = shown(films, "fargo-1996", "jaws-1975", "alien-1979")
    meaning = [line.replace("item 1", "item alien-1979") for line in meaning]
    if message == "who directed it?":
        meaning = ["question | about Fargo | ? attribute director"]

    assert parts(understand(message, session, films)) == meaning


def test_a_reference_beyond_what_was_shown_is_told_and_points_at_nothing(films: Catalog) -> None:
    understanding = understand("more like the fifth", shown(films, "fargo-1996"), films)

    assert understanding.unknown == ("the fifth",)
    assert understanding.intents[0].like == ()


def held(*conditions: Condition) -> SessionView:
    return SessionView(turn=1, preferences=tuple(Preference(where=each) for each in conditions))


COMEDY = Condition(field="genres", op="contains", value="Comedy")


@pytest.mark.parametrize(
    ("message", "also"),
    [
        ("a romance", True),  # comedy and romance often meet
        ("a western", False),  # comedy and western seldom do
        ("also a western", True),
        ("a romance instead", False),
        ("make it a romance", True),
        ("make it a western", False),
    ],
)
def test_a_second_genre_adds_to_the_first_or_takes_its_place(films: Catalog, message: str, also: bool) -> None:
    understanding = understand(message, held(COMEDY), films)

    assert [entry.also for entry in understanding.intents[0].preferences] == [also]


def test_undo_withdraws_what_the_last_turn_added_and_brings_back_what_it_replaced(films: Catalog) -> None:
    year = Preference(where=Condition(field="year", op=">=", value=1990))
    western = Preference(where=Condition(field="genres", op="contains", value="Western"))
    western = western.model_copy(update={"provenance": western.provenance.model_copy(update={"turn": 2})})
    session = SessionView(turn=2, preferences=(year, western), previous=(COMEDY,))

    assert parts(understand("undo that", session, films)) == ["undo | genres contains Comedy | withdraw genres"]
