"""What the corpus of conversations has to be, for acts that are learnt from it to hold for others than its writers."""

from __future__ import annotations

from collections import Counter

from palate.catalog.words import normal
from palate.language.reader.labels import DIALOGUE_ACTS
from training.conversations import EXCHANGES, conversations

TALKS = list(conversations())
TURNS = [turn for talk in TALKS for turn in talk.turns]


def test_there_are_enough_of_enough_voices() -> None:
    voices = Counter(talk.voice for talk in TALKS)

    assert len(TALKS) >= 400
    assert len(voices) >= 20
    assert min(voices.values()) >= 15
    assert min(len(talk.turns) for talk in TALKS) >= 6


def test_about_half_of_the_turns_ask_for_nothing() -> None:
    asking = sum(any("request" in clause.acts for clause in turn.clauses) for turn in TURNS)

    assert 0.35 <= asking / len(TURNS) <= 0.6


def test_hardly_any_turns_share_a_wording() -> None:
    said = Counter(normal(turn.text) or turn.text for turn in TURNS)

    assert sum(count for count in said.values() if count > 1) <= 0.02 * len(TURNS)


def test_every_clause_has_an_act_and_stands_in_its_turn() -> None:
    acts = Counter(act for turn in TURNS for clause in turn.clauses for act in clause.acts)

    assert set(acts) == set(DIALOGUE_ACTS) - {"danger"}
    assert min(acts.values()) >= 30
    assert all(turn.text[each.start : each.end].strip() for turn in TURNS for each in turn.clauses)


def test_single_turns_have_the_acts_that_conversations_lack() -> None:
    turns = [turn for talk in conversations(EXCHANGES) for turn in talk.turns]
    acts = Counter(act for turn in turns for clause in turn.clauses for act in clause.acts)

    assert len(turns) >= 800
    assert set(acts) == set(DIALOGUE_ACTS)
    assert acts["danger"] >= 80
