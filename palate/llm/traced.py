"""What was called, within a turn: every call of a traced model, whether it succeeded or not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from palate.llm.model import CallOptions, Completion, Finish, Message, Usage, Wrapped


class Call(BaseModel):
    """One call of a model."""

    model_config = ConfigDict(frozen=True)

    model: str
    usage: Usage
    error: str = ""
    """Why it failed; empty where it did not."""
    prompt: tuple[Message, ...]
    text: str = ""
    finish: Finish | None = None
    """None where it failed."""


Begun = Callable[[str], object]
"""Told the name of a model that is about to be asked."""


@dataclass(frozen=True)
class _Listener:
    calls: list[Call]
    begun: Begun | None


_listening: ContextVar[tuple[_Listener, ...]] = ContextVar("palate_tracing", default=())


@contextmanager
def tracing(begun: Begun | None = None) -> Iterator[list[Call]]:
    """Collect the calls of traced models made inside, by whichever thread ran with this context; blocks may nest.

    Args:
        begun: Called before each of them, with the model's name.
    """
    calls: list[Call] = []
    token = _listening.set((*_listening.get(), _Listener(calls, begun)))
    try:
        yield calls
    finally:
        _listening.reset(token)


class Traced(Wrapped):
    """A model whose calls `tracing` sees."""

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Ask the model, and tell whoever is tracing what came of it."""
        for listener in _listening.get():
            if listener.begun is not None:
                listener.begun(self.name)
        started = time.monotonic()
        try:
            completion = self.model.complete(messages, options)
        except Exception as error:
            usage = Usage(calls=1, seconds=time.monotonic() - started)
            _tell(Call(model=self.name, usage=usage, error=str(error), prompt=tuple(messages)))
            raise
        _tell(Call(prompt=tuple(messages), **dict(completion)))
        return completion


def _tell(call: Call) -> None:
    for listener in _listening.get():
        listener.calls.append(call)
