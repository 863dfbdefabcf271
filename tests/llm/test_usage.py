"""What a model tells of its usage: no budget grows by what cannot be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from palate.errors import BadCompletion, OverBudget
from palate.llm.budget import Budgeted, Limits, spending
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import MOST, MOST_TEXT, CallOptions, Completion, Message, Usage
from palate.llm.readable import completion_of
from tests.llm import server as s

HELLO = (Message(role="user", content="four"),)
NONSENSE: list[Mapping[str, Any]] = [
    {"prompt_tokens": -1_000_000},
    {"prompt_tokens": 10**15},
    {"prompt_tokens": math.nan},
    {"prompt_tokens": math.inf},
    {"prompt_tokens": "many"},
    {"prompt_tokens": 1.5},
    {"completion_tokens": -1},
    {"completion_tokens": 10**400},
]
DETAILS: list[Mapping[str, Any]] = [
    {"prompt_tokens_details": {"cached_tokens": -4}},
    {"prompt_tokens_details": {"cached_tokens": "all"}},
]
pytestmark = pytest.mark.usefixtures("imported_litellm")


class Custom:
    """A model of somebody else's, which returns what it was given."""

    name = "custom"

    def __init__(self, completion: Any) -> None:
        self.completion = completion

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: ARG002, B008
        return self.completion() if callable(self.completion) else self.completion  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "told",
    [
        *NONSENSE,
        {"prompt_tokens": True},
        {"cached_tokens": -1},
        {"calls": -1},
        {"cost": -0.01},
        {"cost": math.nan},
        {"cost": math.inf},
        {"cost": "0.1"},
        {"seconds": -1.0},
        {"seconds": math.nan},
    ],
)
def test_a_usage_that_cannot_be_is_not_made(told: Mapping[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Usage(**told)


def test_a_sum_stops_where_a_usage_ends() -> None:
    most = Usage(calls=MOST, prompt_tokens=MOST, cached_tokens=MOST, completion_tokens=MOST, cost=MOST, seconds=MOST)

    assert most + most == most
    assert Usage(calls=1, prompt_tokens=3, cost=0.5) + Usage(calls=2, prompt_tokens=4, cost=0.25) == Usage(
        calls=3, prompt_tokens=7, cost=0.75
    )


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("told", [*NONSENSE, *DETAILS])
def test_what_a_server_tells_is_checked(told: Mapping[str, Any]) -> None:
    with s.serving(s.tells(**told)) as server:
        model = LitellmModel("openai/m", api_base=server.url, api_key="sk-secret", retries=0)
        with pytest.raises(BadCompletion, match=r"^`openai/m` (gave|answered in) .* that cannot be: .*(tokens|digits)"):
            model.complete(HELLO)


def test_it_is_checked_where_warnings_are_errors() -> None:
    with s.serving(s.tells(prompt_tokens="many")) as server:
        model = LitellmModel("openai/m", api_base=server.url, api_key="sk-secret", retries=0)
        with pytest.raises(BadCompletion, match="cannot be: its values are of other types"):
            model.complete(HELLO)


@pytest.mark.parametrize("told", [*NONSENSE, *DETAILS])
def test_what_a_local_model_tells_is_checked(told: dict[str, Any]) -> None:
    with pytest.raises(BadCompletion, match=r"^`local:m` gave an answer that cannot be: "):
        completion_of("hi", "local:m", finish="stop", told=told, cost=0.0, keys=())


@pytest.mark.parametrize(
    "completion",
    [
        lambda: Completion(text="x", model="custom", usage=Usage(prompt_tokens=-5)),
        Completion(text="x", model="custom", usage=Usage()).model_copy(
            update={"usage": Usage().model_copy(update={"prompt_tokens": -5})}
        ),
        Completion.model_construct(text="x", model="custom", usage=Usage.model_construct(cost=-5.0), finish="stop"),
        Completion.model_construct(text="x" * (MOST_TEXT + 1), model="custom", usage=Usage(), finish="stop"),
        None,
    ],
)
def test_a_custom_models_nonsense_fails_and_refunds_nothing(completion: object) -> None:
    model = Budgeted(Custom(completion))
    with spending(Limits(calls=2, tokens=1_000)):
        for _ in range(2):
            with pytest.raises(BadCompletion, match=r"^`custom` gave an answer that cannot be: "):
                model.complete(HELLO)
        with pytest.raises(OverBudget):
            model.complete(HELLO)

    usage = Usage(calls=1, prompt_tokens=7, cost=0.25)
    honest = Budgeted(Custom(Completion(text="x", model="honest", usage=usage)))
    for limits, told in (
        (Limits(tokens=7), r"^0 of 7 tokens are left"),
        (Limits(dollars=0.25), r"^0\.2500 dollars were spent of the 0\.25 "),
    ):
        with spending(limits):
            with pytest.raises(BadCompletion):
                model.complete(HELLO)
            honest.complete(HELLO)
            with pytest.raises(OverBudget, match=told):
                honest.complete(HELLO)


def test_a_completion_holds_no_usage_that_was_made_around_its_bounds() -> None:
    with pytest.raises(ValidationError):
        Completion(text="x", model="m", usage=Usage.model_construct(prompt_tokens=-5))


def test_a_text_has_an_end() -> None:
    assert len(Completion(text="x" * MOST_TEXT, model="m", usage=Usage()).text) == MOST_TEXT
    with pytest.raises(ValidationError):
        Completion(text="x" * (MOST_TEXT + 1), model="m", usage=Usage())
