"""Any model that litellm reaches, kept within its time and its retries by Palate, not by litellm."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm import litellm_calls as calls
from palate.llm.deadline import within
from palate.llm.litellm_failures import Failure, read_failure
from palate.llm.model import CallOptions, Completion, Message

LOG = logging.getLogger(__name__)
FIRST_PAUSE = 0.25
"""Seconds before the first retry; each pause is twice the last, unless the server says how long to wait."""


class SchemaRefused(Exception):
    """A server that was thought to take schemas does not."""


class LitellmModel:
    """A model behind a provider's API. Where it fails, and stays failing, its fallbacks are asked in their order."""

    def __init__(
        self,
        name: str,
        *,
        fallbacks: Sequence[str] = (),
        retries: int = 2,
        structured: bool | None = None,
        api_base: str | None = None,
        api_key: str | None = None,
    ) -> None:
        """Take a model's name.

        Args:
            name: as litellm writes it, such as `openai/gpt-5-mini`.
            fallbacks: names of models that stand in for it. Each gets its share of a call's seconds.
            retries: how often one model is asked again after a failure that may pass.
            structured: whether it takes a JSON schema; None to go by litellm's list. To one that does not, the schema
                is shown in the prompt.
            api_base: where it is served, if not where its provider serves it.
            api_key: the key; None for the environment's.
        """
        self._name = name
        self._names = (name, *fallbacks)
        self._retries = retries
        self._structured = dict.fromkeys(self._names, structured)
        self._where = {"api_base": api_base, "api_key": api_key}

    @property
    def name(self) -> str:
        """What it is called in traces and results."""
        return self._name

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Answer a prompt, by the first of its models that does.

        The usage counts every attempt as a call, and the seconds of all of them; of failed ones no tokens are known.

        Raises:
            ModelUnavailable: none can be reached, or in time; the message has each one's reason.
            BadCompletion: what the last of them gave cannot be read.
        """
        started = time.monotonic()
        deadline = started + options.seconds
        attempts = [0]

        def answer(name: str, left: CallOptions) -> Completion:
            attempts[0] += 1
            return self._answer(name, messages, left)

        completion = self._by_any(answer, options, deadline)
        took = {"calls": attempts[0], "seconds": time.monotonic() - started}
        return completion.model_copy(update={"usage": completion.usage.model_copy(update=took)})

    def _by_any(
        self, answer: Callable[[str, CallOptions], Completion], options: CallOptions, deadline: float
    ) -> Completion:
        reasons: list[str] = []
        for place, name in enumerate(self._names):
            now = time.monotonic()
            share = (deadline - now) / (len(self._names) - place)
            try:
                return self._retried(answer, name, options, now + share)
            except (ModelUnavailable, BadCompletion) as error:
                if len(self._names) == 1 or (isinstance(error, BadCompletion) and place == len(self._names) - 1):
                    raise
                reasons.append(str(error))
        raise ModelUnavailable(" ".join(reasons))

    def _retried(
        self, answer: Callable[[str, CallOptions], Completion], name: str, options: CallOptions, deadline: float
    ) -> Completion:
        retries = 0
        while True:
            left = replace(options, seconds=deadline - time.monotonic())
            try:
                return answer(name, left)
            except SchemaRefused:
                LOG.debug("`%s` takes no schema, and is shown it in the prompt.", name)
            except Failure as failure:
                pause = failure.wait if failure.wait is not None else FIRST_PAUSE * 2**retries
                # Where the pause leaves no time to ask again, the failure is told at once.
                if not failure.passing or retries == self._retries or time.monotonic() + pause >= deadline:
                    LOG.warning("%s; it was asked %d times.", failure.kind, retries + 1)
                    raise failure.error from None
                LOG.debug("%s; it is asked again in %.2g seconds.", failure.kind, pause)
                time.sleep(pause)
                retries += 1

    def _answer(self, name: str, messages: Sequence[Message], options: CallOptions) -> Completion:
        structured = options.schema is not None and self._takes_schema(name)
        request = calls.request(name, messages, options, structured=structured, where=self._where)
        try:
            response = within(options.seconds, lambda: calls.send(request, name), name=name)
            return calls.read(response, name, key=self._where["api_key"])
        except Exception as error:
            failure = read_failure(error, name, key=self._where["api_key"])
            if structured and failure.schema_refused:
                self._structured[name] = False
                raise SchemaRefused from None
            raise failure from None

    def _takes_schema(self, name: str) -> bool:
        told = self._structured[name]
        if told is None:
            told = self._structured[name] = calls.takes_schema(name)
        return told
