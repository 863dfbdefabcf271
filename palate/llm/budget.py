"""What models may take: limits of a turn, looked at before each call."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from palate.errors import OverBudget
from palate.llm.model import CallOptions, Completion, Message, Usage, Wrapped
from palate.llm.readable import readable

SIGNS_A_TOKEN = 4
"""About how many characters a token has, which is enough to see that a prompt cannot be afforded."""
IMAGE_TOKENS = 1_000
"""About how many tokens an image has."""


class Limits(BaseModel):
    """What calls may take together; None is no limit."""

    model_config = ConfigDict(frozen=True)

    calls: int | None = Field(default=None, ge=0)
    tokens: int | None = Field(default=None, ge=0)
    """Of prompts and answers, cached ones too."""
    dollars: float | None = Field(default=None, ge=0)
    seconds: float | None = Field(default=None, ge=0)
    """That the calls take, not that pass between them."""


class Ledger:
    """What was spent against limits.

    Thread-safe. Of calls side by side none sees what the others are about to spend, but for the calls themselves.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._spent = Usage(cost=0.0)
        self._lock = threading.Lock()

    def reserve(self, messages: Sequence[Message], options: CallOptions) -> CallOptions:
        """Count one more call, and return its options cut to what is left.

        Raises:
            OverBudget: nothing is left of a limit, or less than the prompt alone takes.
        """
        prompt = sum(len(each.content) // SIGNS_A_TOKEN + IMAGE_TOKENS * len(each.images) for each in messages)
        with self._lock:
            tokens, seconds = self._check(prompt)
            self._spent = self._spent.model_copy(update={"calls": self._spent.calls + 1})
        if tokens is not None:
            options = replace(options, max_tokens=min(options.max_tokens, tokens - prompt))
        return options if seconds is None else replace(options, seconds=min(options.seconds, seconds))

    def add(self, usage: Usage) -> None:
        """Count what a call took, of which `reserve` has counted one call already."""
        with self._lock:
            total = self._spent + usage
            self._spent = total.model_copy(update={"calls": total.calls - 1})

    def _check(self, prompt: int) -> tuple[int | None, float | None]:
        """Return the tokens and the seconds that are left, where they are limited."""
        limits, spent = self.limits, self._spent
        if limits.calls is not None and spent.calls >= limits.calls:
            raise OverBudget(f"All {limits.calls} model calls of the budget are used up.")
        tokens = None if limits.tokens is None else limits.tokens - spent.prompt_tokens - spent.completion_tokens
        if tokens is not None and tokens <= prompt:
            raise OverBudget(f"{max(tokens, 0)} of {limits.tokens} tokens are left, and the prompt has about {prompt}.")
        if limits.dollars is not None:
            _check_money(limits.dollars, spent)
        seconds = None if limits.seconds is None else limits.seconds - spent.seconds
        if seconds is not None and seconds <= 0:
            raise OverBudget(f"All {limits.seconds:.3g} seconds that models may take are used up.")
        return tokens, seconds


def _check_money(most: float, spent: Usage) -> None:
    if spent.cost is None:
        raise OverBudget(f"The price of an earlier call is unknown, so that {most:g} dollars cannot be kept to.")
    if spent.cost >= most:
        raise OverBudget(f"{spent.cost:.4f} dollars were spent of the {most:g} that models may cost.")


_turn: ContextVar[tuple[Ledger, ...]] = ContextVar("palate_spending", default=())


@contextmanager
def spending(limits: Limits) -> Iterator[None]:
    """Hold the budgeted models called inside to limits, one turn's for instance; nested blocks all count."""
    token = _turn.set((*_turn.get(), Ledger(limits)))
    try:
        yield
    finally:
        _turn.reset(token)


class Budgeted(Wrapped):
    """A model held to the limits of the `spending` blocks that it is called in."""

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Ask the model, where every budget can afford it.

        Raises:
            OverBudget: one cannot; the model was not asked.
            BadCompletion: the model told what no completion can hold, such as a negative usage.
        """
        reserved: list[Ledger] = []
        started = time.monotonic()
        usage = Usage()
        try:
            for ledger in _turn.get():
                options = ledger.reserve(messages, options)
                reserved.append(ledger)
            # A failed call took one call and its time, whatever it cost.
            usage = Usage(calls=1, cost=0.0)
            with readable(self.name):
                completion = Completion.model_validate(self.model.complete(messages, options))
            usage = completion.usage
        finally:
            # Measured here, because an answer of a cache may tell the seconds of the call that it was kept from.
            took = usage.model_copy(update={"seconds": time.monotonic() - started})
            for ledger in reserved:
                ledger.add(took)
        return completion
