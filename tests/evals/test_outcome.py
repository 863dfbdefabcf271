"""Outcomes, and the record of a conversation."""

from __future__ import annotations

import math
from contextlib import closing

import pytest

from palate import AgentConfig, Catalog
from palate.evals.among import Among
from palate.evals.baselines import POPULARITY
from palate.evals.contestant import Setup
from palate.evals.outcome import Conversation, Outcome, TurnRecord, turns_of
from palate.ranking.taste import Taste
from tests.evals.doubles import Echo


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"c1: the score `ndcg` is not finite; leave out what does not apply\."):
        Outcome("c1", {"hit": 1.0, "ndcg": math.nan})


def test_a_conversation_keeps_what_was_said_and_noted(tiny: Catalog) -> None:
    with closing(POPULARITY.open(tiny, Setup(config=AgentConfig(k=1)))) as talker:
        conversation = Conversation(talker)
        replies = [conversation.say("one"), conversation.say("two")]
        conversation.remark("not that")

    assert [(turn.message, turn.note) for turn in conversation.turns] == [("one", ""), ("two", "not that")]
    assert [turn.reply for turn in conversation.turns] == [reply.model_dump(mode="json") for reply in replies]
    assert replies[0].items[0].id != replies[1].items[0].id


def test_an_error_carries_what_was_said_before_it() -> None:
    conversation = Conversation(Echo(raises_at=2))
    conversation.say("1")

    with pytest.raises(RuntimeError) as caught:
        conversation.say("2")

    told = [(turn.message, turn.reply.get("text"), turn.note) for turn in turns_of(caught.value)]
    assert told == [("1", "1", ""), ("2", None, "RuntimeError: the catalogue is on fire")]
    assert turns_of(ValueError()) == ()


def test_usage_is_what_the_trace_counts() -> None:
    turn = TurnRecord("m", {"trace": {"usage": {"model_calls": 2, "model": "none", "cost": 0.5}}}, 0.1)

    assert turn.usage == {"model_calls": 2.0, "cost": 0.5}
    assert TurnRecord("m", {}, 0.1).usage == {}


def test_a_pool_bars_all_others(tiny: Catalog) -> None:
    assert tiny.ids(Among(["2", "4", "nowhere"]).barred(tiny, Taste())) == ["1", "3", "5", "6", "7", "8"]
