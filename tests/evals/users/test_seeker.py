from __future__ import annotations

import random
import re

import pytest

from palate.agent.reply import Ask, Recommendation, Reply
from palate.catalog.item import Item
from palate.evals.users.facts import Fact, breaches
from palate.evals.users.phrasings import Phrasings, Split, phrasings
from palate.evals.users.seeker import Seeker, told_by_turn

FACTS = [Fact("genre", "Horror"), Fact("genre", "Sci-Fi"), Fact("decade", "1970s"), Fact("cast", "Sigourney Weaver")]
SHOWN = Reply(
    act="recommend", text="", items=(Recommendation(id="9", title="Jaws", score=1.0, fields={}, reasons=("so",)),)
)
ASKED = Reply(act="ask", text="", question=Ask(field="year", options=()))


def seeker(*, split: Split = "development", seed: int = 1, chatty: bool = False) -> Seeker:
    return Seeker(FACTS, phrasings(split), random.Random(seed), chatty=chatty)


def test_a_person_tells_one_fact_a_turn_and_nothing_else() -> None:
    person = seeker()
    said = [person.say(), *(person.say(SHOWN) for _ in range(4))]

    assert str(said[0]).startswith(phrasings("development").open)
    assert person.told == FACTS
    for pattern, text in zip(("horror", "sci-fi", "70s|seventies", "sigourney weaver"), said[:4], strict=True):
        assert re.search(pattern, str(text).lower())
    assert said[4] in phrasings("development").nothing


def test_what_is_told_turn_by_turn_is_what_a_person_says() -> None:
    assert told_by_turn(FACTS) == [[fact] for fact in FACTS]
    assert told_by_turn(FACTS, chatty=True) == [FACTS[:3], [FACTS[3]]]
    assert told_by_turn(FACTS[1:], chatty=True) == [[fact] for fact in FACTS[1:]]


def test_what_is_asked_for_is_told_first() -> None:
    person = seeker()
    person.say()

    said = str(person.say(ASKED))

    assert person.told == [FACTS[0], FACTS[2]]
    assert re.search("70s|seventies", said)


def test_a_miss_is_dismissed_before_the_next_fact() -> None:
    person = seeker()
    person.say()

    assert str(person.say(SHOWN)).startswith(phrasings("development").dismiss)


def test_a_chatty_person_tells_two_genres_and_the_decade_at_once() -> None:
    person = seeker(chatty=True)

    said = str(person.say()).lower()

    assert person.told == FACTS[:3]
    assert "horror" in said
    assert "sci-fi" in said
    assert re.search("70s|seventies", said)


def test_the_same_seed_says_the_same() -> None:
    one, other = seeker(seed=3), seeker(seed=3)

    assert [one.say(), one.say(SHOWN)] == [other.say(), other.say(SHOWN)]
    assert len({seeker(seed=seed).say() for seed in range(30)}) > 5


@pytest.mark.parametrize("slot", [name for name in Phrasings.model_fields if name not in ("words", "decades")])
def test_development_and_test_have_no_phrasing_in_common(slot: str) -> None:
    one, other = getattr(phrasings("development"), slot), getattr(phrasings("test"), slot)

    assert not {*map(str.lower, one)} & {*map(str.lower, other)}


@pytest.mark.parametrize("split", ["development", "test"])
@pytest.mark.parametrize("slot", ["open", "genre", "decade", "liked", "cast", "director", "plot"])
def test_there_are_ten_ways_to_say_each_thing(split: Split, slot: str) -> None:
    assert len({*getattr(phrasings(split), slot)}) >= 10


@pytest.mark.parametrize(
    ("said", "breach"),
    [
        ("I want Alien", ["title"]),
        ("from 1979", ["year"]),
        ("only horror", ["only"]),
        ("from the 1970s, like Aliens", []),
    ],
)
def test_the_audit_finds_what_gives_the_target_away(said: str, breach: list[str]) -> None:
    assert breaches(["hello", said], Item("1", "Alien", {"year": 1979})) == breach
