"""The JSON in a text, and a checked value of it."""

from __future__ import annotations

import time

import pytest
from pydantic import BaseModel

from palate.errors import BadCompletion
from palate.llm.model import Message
from palate.llm.scripted import ScriptedModel
from palate.llm.structured import ask, read_json

HELLO = (Message(role="user", content="hello"),)


class Number(BaseModel):
    n: int


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"n": 1}', '{"n": 1}'),
        ('Sure!\n```json\n{"n": 1}\n```\nDone.', '{"n": 1}'),
        ('{"n": 1} {"n": 2}', '{"n": 1}'),
        ('use {braces} so: {"a": {"b": "}"}}', '{"a": {"b": "}"}}'),
        ('{"n": ', None),
        ("no", None),
        ("[1, 2]", None),
        ("", None),
    ],
)
def test_the_first_whole_object_is_read(text: str, told: str | None) -> None:
    assert read_json(text) == told


@pytest.mark.parametrize("text", ["{" * 100_000, '{"a":' * 50_000])
def test_garbage_is_read_fast(text: str) -> None:
    started = time.monotonic()

    assert read_json(text) is None
    assert time.monotonic() - started < 1


def test_a_value_of_a_type() -> None:
    model = ScriptedModel(['```{"n": 3}```'])

    answered = ask(model, HELLO, Number)

    assert (answered.value, answered.usage.calls) == (Number(n=3), 1)
    assert model.asked[0].json_schema == Number.model_json_schema()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I cannot.", "`scripted` wrote no JSON object: `I cannot.`."),
        ("", "`scripted` wrote no JSON object: nothing."),
        ('{"m": 3}', "`scripted` wrote JSON of another form: `n` field required."),
    ],
)
def test_what_is_wrong_can_be_told_to_the_model(text: str, told: str) -> None:
    with pytest.raises(BadCompletion) as failed:
        ask(ScriptedModel([text]), HELLO, Number)
    assert str(failed.value) == told
