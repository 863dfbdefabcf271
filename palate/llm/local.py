"""A model that runs in this process, constrained by grammar where a schema is given."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from palate.errors import BadArgument, BadCompletion, ModelError, ModelUnavailable
from palate.llm.deadline import too_late, within
from palate.llm.engine import Generated, engine, grammar
from palate.llm.model import CallOptions, Completion, Message
from palate.llm.readable import completion_of
from palate.llm.redaction import credentials

LOG = logging.getLogger(__name__)
CONTEXT = 8192
"""Tokens that prompt and answer share."""


class LocalModel:
    """A GGUF file run by llama.cpp. All models of one file share one engine, which is loaded at the first call."""

    def __init__(self, path: Path, *, name: str | None = None, context: int = CONTEXT) -> None:
        """Take a model file.

        Args:
            path: the file.
            name: what it is called in traces; `local:` and the file's name by default.
            context: tokens that prompt and answer may have together.

        Raises:
            BadArgument: there is no such file.
            ModelUnavailable: the extra that runs it is not installed.
        """
        if find_spec("xllamacpp") is None:
            raise ModelUnavailable("Models run in process by xllamacpp, which is missing: pip install 'palate[local]'.")
        if not path.is_file():
            raise BadArgument(f"`{path}` does not exist; expected a model file. `palate model list` lists known ones.")
        self.path = path
        self._name = name or f"local:{path.stem}"
        self._context = context

    @property
    def name(self) -> str:
        """What it is called in traces and results."""
        return self._name

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Answer a prompt; under a schema, nothing but JSON of that schema can be generated.

        Raises:
            ModelUnavailable: the file cannot be loaded, or the call took too long.
            BadCompletion: the prompt is longer than the context, or the schema cannot become a grammar.
        """
        try:
            return self._complete(messages, options)
        except ModelError as error:
            # Its words may be the prompt's.
            LOG.warning("A call of `%s` failed with %s.", self.name, type(error).__name__)
            raise

    def _complete(self, messages: Sequence[Message], options: CallOptions) -> Completion:
        started = time.monotonic()
        deadline = started + options.seconds
        generated = within(
            options.seconds, lambda: self._generate(messages, options, deadline), name=self.name, native=True
        )
        if not generated.text.strip() and time.monotonic() >= deadline:
            # The engine ends at its deadline by itself, a moment before it would be left behind.
            raise too_late(options.seconds, name=self.name)
        _check(generated, options, self.name)
        told, took = generated.usage, time.monotonic() - started
        return completion_of(
            generated.text, self.name, finish=generated.finish, told=told, cost=0.0, keys=credentials(), seconds=took
        )

    def _generate(self, messages: Sequence[Message], options: CallOptions, deadline: float) -> Generated:
        loaded = engine(self.path, context=self._context)
        return loaded.generate(_body(messages, options), deadline=deadline, fixed=options.fixed)


def _check(generated: Generated, options: CallOptions, name: str) -> None:
    if not generated.text.strip():
        raise BadCompletion(f"`{name}` wrote nothing.")
    # A schema that the engine cannot read is passed over without a word, and so is its grammar then.
    if options.schema is not None and not generated.text.lstrip().startswith("{"):
        raise BadCompletion(f"`{name}` could not be held to the schema; is it one?")


def _body(messages: Sequence[Message], options: CallOptions) -> dict[str, Any]:
    body: dict[str, Any] = {
        "messages": [message.model_dump() for message in messages],
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
    }
    if options.seed is not None:
        body["seed"] = options.seed
    if (schema := options.schema) is not None:
        body["grammar"] = grammar(schema)
    return body
