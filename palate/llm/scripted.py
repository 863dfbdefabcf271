"""A double for tests: a model whose answers are written down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from palate.errors import ModelUnavailable
from palate.llm.model import Ask, CallOptions, Completion, Message, Usage

Answer = Callable[[Sequence[Message], CallOptions], str]


class ScriptedModel:
    """Answers from a list, one after the other, or from a function. An exception in the list is raised in its turn."""

    def __init__(self, answers: Iterable[str | Exception] | Answer, name: str = "scripted") -> None:
        self._name = name
        self._answer = answers if callable(answers) else None
        self._left = iter(()) if callable(answers) else iter(answers)
        self._lock = threading.Lock()
        self.asked: list[Ask] = []
        """Every call so far, in the order in which they came."""

    @property
    def name(self) -> str:
        """What it is called in traces and results."""
        return self._name

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Give the next answer. Words count as tokens.

        Raises:
            ModelUnavailable: the list has ended.
        """
        text = self._next(messages, options)
        prompt = sum(len(message.content.split()) for message in messages)
        usage = Usage(calls=1, prompt_tokens=prompt, completion_tokens=len(text.split()), cost=0.0)
        return Completion(text=text, model=self.name, usage=usage)

    def _next(self, messages: Sequence[Message], options: CallOptions) -> str:
        with self._lock:
            self.asked.append(Ask.of(messages, options))
            if self._answer is None:
                answer = next(self._left, None)
                if answer is None:
                    raise ModelUnavailable(f"`{self.name}` was asked {len(self.asked)} times and has no answer left.")
                if isinstance(answer, Exception):
                    raise answer
                return answer
        return self._answer(messages, options)
