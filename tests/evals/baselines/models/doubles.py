"""A model that answers as it is told, for baselines that ask one."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.evals.baselines.models.choice import ModelChoice
from palate.llm.model import CallOptions, Completion, Message, Usage

TOOK = Usage(calls=1, prompt_tokens=100, completion_tokens=10, cost=0.0, seconds=0.5)


@dataclass(eq=False)
class Answers:
    """Answers each call by a function of its messages, whose errors are the model's."""

    written: Callable[[Sequence[Message]], str]
    name: str = "answers"
    asked: list[Sequence[Message]] = field(default_factory=list)

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        self.asked.append(tuple(messages))
        return Completion(text=self.written(messages), model=self.name, usage=TOOK)


def always(value: Any) -> Answers:
    """Return a model that gives one answer, whatever it is asked."""
    return Answers(lambda _: value if isinstance(value, str) else json.dumps(value))


def choice(model: Answers) -> ModelChoice:
    """Return it as what a run was told to use."""
    return ModelChoice(model)
