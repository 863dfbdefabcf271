"""The JSON in a text, and a checked value of it."""

from __future__ import annotations

import json
import math
import time
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from palate.errors import BadCompletion
from palate.llm.model import Completion, Message, Usage
from palate.llm.scripted import ScriptedModel
from palate.llm.structured import ask, parse, read_json

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
    assert time.monotonic() - started < 5


def test_a_value_of_a_type() -> None:
    model = ScriptedModel(['```{"n": 3}```'])

    assert ask(model, HELLO, Number) == Number(n=3)
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


class Loose(BaseModel):
    n: int = 0
    x: float = 0.0
    exact: Decimal = Decimal(0)
    any: Any = None
    many: list[float] = []


HUGE = "1" * 5_000
NUMBERS = st.one_of(
    st.sampled_from(
        ["NaN", "Infinity", "-Infinity", "-NaN", "1e999", "-1e999", "-0", "-0.0", "1e-999", "0x1", "01", HUGE]
    ),
    st.integers().map(str),
    st.integers(1, 6_000).map(lambda digits: "9" * digits),
    st.integers(1, 400).map(lambda digits: "0." + "3" * digits),
    st.integers(1, 400).map(lambda digits: "7" * digits + ".5"),
    st.floats().map(json.dumps),
    st.tuples(st.integers(-10, 10), st.integers(-5_000, 5_000)).map(lambda pair: f"{pair[0]}e{pair[1]}"),
)
VALUES = NUMBERS | NUMBERS.map(json.dumps) | st.lists(NUMBERS, max_size=3).map(lambda each: f"[{', '.join(each)}]")
OBJECTS = st.dictionaries(
    st.sampled_from(list(Loose.model_fields)), VALUES | VALUES.map(lambda each: f'{{"n": {each}}}')
)


def holds_finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(holds_finite, value.values()))
    if isinstance(value, list):
        return all(map(holds_finite, value))
    return not isinstance(value, int | float | Decimal) or math.isfinite(value)


def written(text: str) -> Completion:
    return Completion(text=text, model="m", usage=Usage())


@given(parts=OBJECTS)
def test_numbers_of_any_size_give_a_finite_value_or_a_bad_completion(parts: dict[str, str]) -> None:
    fields = ", ".join(f'"{name}": {value}' for name, value in parts.items())
    text = f"Sure: {{{fields}}}."

    found = read_json(text)
    assert found is None or holds_finite(json.loads(found))
    with suppress(BadCompletion):
        assert holds_finite(parse(written(text), Loose).model_dump())


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", HUGE, "1" * 400])
@pytest.mark.parametrize(
    "form", ['{"x": %s}', '{"any": [%s]}', '{"many": [1, %s]}', '{"x": "%s"}', '{"n": "%s"}', '{"any": {"n": %s}}']
)
def test_a_number_that_is_not_finite_makes_no_value(number: str, form: str) -> None:
    with pytest.raises(BadCompletion):
        parse(written(form % number), Loose)


def test_nothing_inside_an_object_that_is_none_takes_its_place() -> None:
    assert read_json(f'{{"n": {HUGE}, "any": {{"n": 1}}}} {{"n": 2}}') is None


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_nesting_of_any_depth_gives_a_value_or_a_bad_completion(depth: int) -> None:
    with suppress(BadCompletion):
        assert isinstance(parse(written('{"any": ' + "[" * depth + "]" * depth + "}"), Loose), Loose)
