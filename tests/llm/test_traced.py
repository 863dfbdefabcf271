"""One turn's calls can be read."""

from __future__ import annotations

import contextvars
import threading

import pytest

from palate.errors import BadCompletion
from palate.llm.model import Message, Usage
from palate.llm.scripted import ScriptedModel
from palate.llm.traced import Call, Traced, tracing
from palate.testing import ModelContract
from tests.llm.doubles import always

HELLO = (Message(role="user", content="hello"),)


class TestContract(ModelContract):
    @pytest.fixture
    def model(self) -> Traced:
        return Traced(ScriptedModel(always('{"n": 4}')))


def test_calls_and_failures_are_collected() -> None:
    model = Traced(ScriptedModel(["one two", BadCompletion("no")]))
    with tracing() as calls:
        completion = model.complete(HELLO)
        with pytest.raises(BadCompletion):
            model.complete(HELLO)

    failed = Usage(calls=1, seconds=calls[1].usage.seconds)
    assert calls == [
        Call(model="scripted", usage=completion.usage, prompt=HELLO, text="one two", finish="stop"),
        Call(model="scripted", usage=failed, prompt=HELLO, error="no"),
    ]


def test_blocks_nest_and_end() -> None:
    model = Traced(ScriptedModel(always("x")))
    with tracing() as outer:
        with tracing() as inner:
            model.complete(HELLO)
        model.complete(HELLO)
    model.complete(HELLO)

    assert (len(outer), len(inner)) == (2, 1)


def test_only_threads_of_the_turn_are_heard() -> None:
    model = Traced(ScriptedModel(always("x")))
    with tracing() as calls:
        ours = threading.Thread(target=contextvars.copy_context().run, args=(model.complete, HELLO))
        others = threading.Thread(target=model.complete, args=(HELLO,))
        for thread in (ours, others):
            thread.start()
            thread.join()

    assert len(calls) == 1
