"""What a model may write: roles of numbered parts, and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palate.errors import BadCompletion
from palate.language.reader.labels import ACTS, OF_KIND, ROLES, STATUSES
from palate.llm.model import Completion, Usage
from palate.planners.models.answer import Answer, answer_of, runs_of, schema_of
from tests.planners.models.conftest import Ask

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(ROLES)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=8,
)
KEYS = st.sampled_from(["acts", "parts", "status", "free", "steps"])


def written(value: object) -> Completion:
    return Completion(text=value if isinstance(value, str) else json.dumps(value), model="m", usage=Usage())


def test_parts_are_named_by_number_and_roles_by_what_their_kind_may_be(asked: Ask) -> None:
    one = asked("a comedy under 100 minutes")
    schema = schema_of(one.shown, [], ())

    assert schema["properties"]["parts"] == {
        "type": "object",
        "properties": {
            "1": {"enum": [*OF_KIND["value"], "unsure"]},
            "2": {"enum": [*OF_KIND["time"], "unsure"]},
        },
        "required": ["1", "2"],
        "additionalProperties": False,
    }
    assert (schema["properties"]["acts"]["minItems"], schema["properties"]["acts"]["maxItems"]) == (1, 1)
    assert schema["properties"]["acts"]["items"]["items"] == {"enum": list(ACTS)}
    assert set(schema["properties"]) == {"acts", "parts", "status"}
    assert schema["additionalProperties"] is False


def test_a_free_description_is_words_that_are_no_part(asked: Ask) -> None:
    one = asked("a comedy that is well and truly zorblax")
    runs = runs_of(one.reading.message, one.heard)
    schema = schema_of(one.shown, runs, ())

    assert "well and truly" in runs
    assert not any("comedy" in run for run in runs)
    assert schema["properties"]["free"]["items"]["properties"]["words"] == {"enum": runs}


def test_every_role_may_be_had_by_some_kind_of_part() -> None:
    assert set().union(*OF_KIND.values()) == set(ROLES)


def test_what_the_reader_says_can_be_written_as_an_answer_and_read_again(asked: Ask) -> None:
    one = asked("no horror, ideally under 100 minutes")
    answer = answer_of(one.heard)

    assert answer == Answer(acts=(("request",),), parts={"1": "avoid", "2": "below"}, status={"2": ("soft",)})
    assert Answer.read(written(f"Here: {answer.dumped()}")) == answer


@pytest.mark.parametrize(
    "value",
    [
        "",
        "no JSON",
        '{"acts": [["request"',
        {"acts": [["obey"]]},
        {"parts": {"1": "obey"}},
        {"parts": {"one": "want"}},
        {"parts": {str(at): "want" for at in range(300)}},
        {"status": {"1": ["loud"]}},
        {"free": [{"words": "x", "role": "want", "value": "y"}]},
        {"kind": "recommend", "steps": []},
    ],
)
def test_anything_else_cannot_be_read(value: object) -> None:
    with pytest.raises(BadCompletion):
        Answer.read(written(value))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(KEYS, JSON, max_size=4))
def test_nothing_that_is_written_raises_anything_else(asked: Ask, value: dict[str, Any]) -> None:
    with suppress(BadCompletion):
        assert asked("a comedy").drafted(Answer.read(written(value))).understanding.intents


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.dictionaries(st.sampled_from(["1", "2", "3", "9"]), st.sampled_from(ROLES)),
    acts=st.lists(st.lists(st.sampled_from(ACTS), max_size=3), max_size=3),
    status=st.dictionaries(st.sampled_from(["1", "2"]), st.lists(st.sampled_from(STATUSES))),
)
def test_every_answer_can_be_understood(asked: Ask, parts: Any, acts: Any, status: Any) -> None:
    answer = Answer.model_validate({"parts": parts, "acts": acts, "status": status})

    assert asked("a zany comedy like Jaws. Not too long").drafted(answer).understanding.intents
