"""Limits: what is refused before it is spent, and what every call counts against."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from palate.errors import ModelUnavailable, OverBudget
from palate.llm.budget import Budgeted, Limits, spending
from palate.llm.model import CallOptions, Completion, Message, Usage
from palate.llm.scripted import ScriptedModel
from palate.testing import ModelContract
from tests.llm.doubles import always

HELLO = (Message(role="user", content="four"),)


class Dear:
    """A model whose every call takes the same, and which tells the options that it was given."""

    name = "dear"

    def __init__(self, cost: float | None = 0.0, seconds: float = 0.0) -> None:
        self.cost = cost
        self.seconds = seconds
        self.given: list[CallOptions] = []

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: ARG002, B008
        self.given.append(options)
        time.sleep(self.seconds)
        usage = Usage(calls=1, prompt_tokens=1, completion_tokens=9, cost=self.cost, seconds=99)
        return Completion(text="x", model=self.name, usage=usage)


class TestContract(ModelContract):
    @pytest.fixture
    def model(self) -> Budgeted:
        return Budgeted(ScriptedModel(always('{"n": 4}')))


def calls_until_refused(inner: Dear, limits: Limits) -> tuple[int, str]:
    model = Budgeted(inner)
    with spending(limits):
        for made in range(100):
            try:
                model.complete(HELLO)
            except OverBudget as error:
                return made, str(error)
    raise AssertionError("nothing was refused")


@pytest.mark.parametrize(
    ("limits", "cost", "made", "told"),
    [
        (Limits(calls=2), 0.0, 2, "All 2 model calls of the budget are used up."),
        (Limits(tokens=21), 0.0, 2, "1 of 21 tokens are left, and the prompt has about 1."),
        (Limits(dollars=0.3), 0.2, 2, "0.4000 dollars were spent of the 0.3 that models may cost."),
        (Limits(dollars=5), None, 1, "The price of an earlier call is unknown, so that 5 dollars cannot be kept to."),
        (Limits(calls=0), 0.0, 0, "All 0 model calls of the budget are used up."),
    ],
)
def test_a_call_that_cannot_be_afforded_is_not_made(limits: Limits, cost: float | None, made: int, told: str) -> None:
    inner = Dear(cost)

    assert calls_until_refused(inner, limits) == (made, told)
    assert len(inner.given) == made


def test_seconds_are_those_that_calls_take_here() -> None:
    made, told = calls_until_refused(Dear(seconds=0.04), Limits(seconds=0.1))

    assert (made, told) == (3, "All 0.1 seconds that models may take are used up.")


def test_a_call_is_cut_to_what_is_left() -> None:
    inner = Dear()
    model = Budgeted(inner)
    with spending(Limits(tokens=30, seconds=5.0)):
        model.complete(HELLO, CallOptions(max_tokens=512, seconds=60))
        model.complete(HELLO, CallOptions(max_tokens=512, seconds=1))

    assert [given.max_tokens for given in inner.given] == [29, 19]
    assert inner.given[0].seconds == 5.0
    assert inner.given[1].seconds == 1


def test_a_failed_call_counts() -> None:
    model = Budgeted(ScriptedModel([ModelUnavailable("no")] * 9))

    with spending(Limits(calls=2)):
        for error in (ModelUnavailable, ModelUnavailable, OverBudget):
            with pytest.raises(error):
                model.complete(HELLO)


def test_a_turns_limits_end_with_it() -> None:
    model = Budgeted(Dear())
    for _ in range(2):
        with spending(Limits(calls=1)):
            model.complete(HELLO)
            with pytest.raises(OverBudget):
                model.complete(HELLO)
    model.complete(HELLO)


def test_nested_blocks_all_count() -> None:
    model = Budgeted(Dear())
    with spending(Limits(calls=3)):
        with spending(Limits(calls=2)):
            with spending(Limits(calls=1)):
                model.complete(HELLO)
            model.complete(HELLO)
            with spending(Limits(calls=1)), pytest.raises(OverBudget, match="All 2"):
                model.complete(HELLO)
        model.complete(HELLO)  # what one ledger refused counts against the others neither
        with pytest.raises(OverBudget, match="All 3"):
            model.complete(HELLO)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(calls=2), "All 2 model calls"),
        (Limits(dollars=0.75), "0.7500 dollars were spent of the 0.75 "),
        (Limits(tokens=20), "0 of 20 tokens are left"),
    ],
)
def test_models_of_a_turn_count_together(limits: Limits, told: str) -> None:
    one, other = Budgeted(Dear(0.5)), Budgeted(Dear(0.25))
    with spending(limits):
        one.complete(HELLO)
        other.complete(HELLO)
        with pytest.raises(OverBudget, match=told):
            one.complete(HELLO)


def test_calls_side_by_side_are_counted_exactly() -> None:
    inner = Dear(seconds=0.01)
    model = Budgeted(inner)

    def call() -> bool:
        try:
            model.complete(HELLO)
        except OverBudget:
            return False
        return True

    with spending(Limits(calls=5)), ThreadPoolExecutor(8) as pool:
        contexts = [copy_context() for _ in range(20)]
        assert sum(pool.map(lambda context: context.run(call), contexts)) == 5
