"""Any model that litellm reaches, kept within its time and its retries by Palate, not by litellm."""

from __future__ import annotations

import logging
import time
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from palate.llm import litellm_calls as calls
from palate.llm.answer_bounds import allowed
from palate.llm.deadline import within
from palate.llm.litellm_failures import Failure, read_failure
from palate.llm.litellm_import import litellm
from palate.llm.model import CallOptions, Completion, Message

if TYPE_CHECKING:
    from palate.llm.litellm_clients import Clients

LOG = logging.getLogger(__name__)
FIRST_PAUSE = 0.25
"""Seconds before the first retry; each pause is twice the last, unless the server says how long to wait."""


class SchemaRefused(Exception):
    """A server that was thought to take schemas does not."""


class LitellmModel:
    """A model behind a provider's API."""

    def __init__(
        self,
        name: str,
        *,
        retries: int = 2,
        structured: bool | None = None,
        images: bool | None = None,
        api_base: str | None = None,
        api_key: str | None = None,
    ) -> None:
        """Take a model's name.

        Args:
            name: as litellm writes it, such as `openai/gpt-5-mini`.
            retries: how often it is asked again after a failure that may pass.
            structured: whether it takes a JSON schema; None to go by litellm's list. To one that does not, the schema
                is shown in the prompt.
            images: whether it takes images; None to go by litellm's list.
            api_base: where it is served, if not where its provider serves it.
            api_key: the key; None for the environment's.
        """
        self._name = name
        self._retries = retries
        self._structured = structured
        self._images = images
        self._where = {"api_base": api_base, "api_key": api_key}

    @property
    def name(self) -> str:
        """What it is called in traces and results."""
        return self._name

    @property
    def takes_images(self) -> bool:
        """Whether images may come with a message."""
        if self._images is None:
            self._images = self._listed("supports_vision")
        return self._images

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Answer a prompt.

        The usage counts every attempt as a call, and the seconds of all of them; of failed ones no tokens are known.

        Raises:
            ModelUnavailable: it cannot be reached, or in time.
            BadCompletion: what it gave cannot be read.
        """
        started = time.monotonic()
        deadline = started + options.seconds
        litellm(options.seconds)
        attempts = retries = 0
        while True:
            attempts += 1
            try:
                completion = self._answer(messages, replace(options, seconds=deadline - time.monotonic()))
            except SchemaRefused:
                LOG.debug("`%s` takes no schema, and is shown it in the prompt.", self._name)
            except Failure as failure:
                pause = failure.wait if failure.wait is not None else FIRST_PAUSE * 2**retries
                # Where the pause leaves no time to ask again, the failure is told at once.
                if not failure.passing or retries == self._retries or time.monotonic() + pause >= deadline:
                    LOG.warning("%s; it was asked %d times.", failure.kind, retries + 1)
                    raise failure.error from None
                LOG.debug("%s; it is asked again in %.2g seconds.", failure.kind, pause)
                time.sleep(pause)
                retries += 1
            else:
                took = {"calls": attempts, "seconds": time.monotonic() - started}
                return completion.model_copy(update={"usage": completion.usage.model_copy(update=took)})

    def _answer(self, messages: Sequence[Message], options: CallOptions) -> Completion:
        try:
            return within(options.seconds, lambda: self._asked(messages, options), name=self._name)
        except SchemaRefused:
            raise
        except Exception as error:
            raise read_failure(error, self._name, key=self._where["api_key"]) from None

    def _asked(self, messages: Sequence[Message], options: CallOptions) -> Completion:
        with allowed(self._name, options.seconds):
            structured = options.schema is not None and self._takes_schema()
            request = calls.request(self._name, messages, options, structured=structured, where=self._where)
            try:
                response = litellm().completion(**request, client=self._clients.of(self._name, self._where))
            except Exception as error:
                if structured and read_failure(error, self._name, key=None).schema_refused:
                    self._structured = False
                    raise SchemaRefused from None
                raise
            return calls.read(response, self._name, key=self._where["api_key"])

    def _takes_schema(self) -> bool:
        if self._structured is None:
            self._structured = self._listed("supports_response_schema")
        return self._structured

    def _listed(self, ability: str) -> bool:
        """Tell whether litellm's list has the model with an ability."""
        try:
            return bool(getattr(litellm(), ability)(model=self._name))
        except Exception:  # a name that the list cannot place
            return False

    @cached_property
    def _clients(self) -> Clients:
        from palate.llm.litellm_clients import Clients

        clients = Clients()
        weakref.finalize(self, clients.close)  # with the model, or at exit
        return clients
