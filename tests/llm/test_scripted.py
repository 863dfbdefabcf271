"""A model whose answers are written down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm.model import Ask, CallOptions, Completion, Message, Usage
from palate.llm.scripted import ScriptedModel
from palate.testing import ModelContract
from tests.llm.doubles import always

HELLO = (Message(role="user", content="hello there"),)


def loudly(messages: Sequence[Message], options: CallOptions) -> str:
    return messages[-1].content.upper()


class TestContract(ModelContract):
    @pytest.fixture
    def model(self) -> ScriptedModel:
        return ScriptedModel(always('{"n": 4}'))


def test_answers_come_in_order_and_errors_in_their_turn() -> None:
    model = ScriptedModel(["one", BadCompletion("two"), "three"])

    usage = Usage(calls=1, prompt_tokens=2, completion_tokens=1, cost=0.0)
    assert model.complete(HELLO) == Completion(text="one", model="scripted", usage=usage)
    with pytest.raises(BadCompletion, match="two"):
        model.complete(HELLO)
    assert model.complete(HELLO).text == "three"
    with pytest.raises(ModelUnavailable, match="asked 4 times and has no answer left"):
        model.complete(HELLO)


def test_it_knows_what_it_was_asked() -> None:
    model = ScriptedModel(loudly)

    assert model.complete(HELLO, CallOptions(max_tokens=7)).text == "HELLO THERE"
    assert model.asked == [Ask(messages=HELLO, max_tokens=7, temperature=0.0, seed=0)]
