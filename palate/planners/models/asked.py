"""One message, as a model is asked about it and as it is understood by what the model answers."""

from __future__ import annotations

import time
from dataclasses import dataclass

from palate.errors import BadCompletion
from palate.language.reader.reader import shipped
from palate.language.understand import Heard, context_of, hear, understand
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.planners.models.answer import Answer, answer_of, answer_schema, runs_of, schema_of
from palate.planners.models.numbered import Shown, shown
from palate.planners.models.own_tools import call_schemas, with_calls
from palate.planners.models.prompt import complaint
from palate.planners.models.reconciling import may_be_turned, reconciled
from palate.planners.planner import Drafted, Reading

LEAST_SECONDS = 0.5
"""Left of a turn, with less of which no further call is begun."""
_MOST_TOKENS = 400


@dataclass(frozen=True)
class Asked:
    """A message with what the reader heard of it, and until when a model may answer."""

    reading: Reading
    heard: Heard
    shown: Shown
    deadline: float

    @classmethod
    def of(cls, reading: Reading) -> Asked:
        """Hear a message."""
        called = reading.toolbox.called(reading.message, reading.catalog.schema)
        heard = hear(reading.message, reading.session, reading.catalog, called=called)
        context = context_of(reading.session)
        told = shown(reading.message, heard, context)
        return cls(reading, heard, told, time.monotonic() + reading.seconds)

    @property
    def masked(self) -> Shown:
        """The message as demonstrations are."""
        return shown(self.reading.message, self.heard, self.shown.context, masks=True)

    @property
    def is_open(self) -> bool:
        """Whether a model could change what is understood: of a part that is unsure, or of words without a place."""
        read = self.reading.understood
        left = read.unknown or read.doubtful or read.ambiguous or any(each.act == "unclear" for each in read.intents)
        return bool(left) or may_be_turned(self.heard, shipped().right)

    @property
    def has_time(self) -> bool:
        """Whether enough is left of a turn for one more call."""
        return self.deadline - time.monotonic() >= LEAST_SECONDS

    def ask(self, model: Model, messages: tuple[Message, ...]) -> Answer:
        """Return what a model says, asked once more where it cannot be read.

        Raises:
            ModelError: it gave nothing that can be used.
        """
        wrote = self._call(model, messages)
        try:
            return Answer.read(wrote)
        except BadCompletion as error:
            if not self.has_time:
                raise
            return Answer.read(self._call(model, (*messages, *complaint(wrote.text, str(error)))))

    def drafted(self, answer: Answer) -> Drafted:
        """Return what the message means by the reader and a model together."""
        reading = self.reading
        found = reconciled(reading.message, self.heard, self.shown, answer, right=shipped().right)
        called, left_out = with_calls(answer.steps, reading)
        understood = understand(reading.message, reading.session, reading.catalog, called=called, heard=found.heard)
        lesson = {
            "shown": self.masked.model_dump(mode="json"),
            "read": answer_of(found.numbered).model_dump(mode="json", exclude_defaults=True),
        }
        return Drafted(understood, differences=(*found.differences, *left_out), lesson=lesson)

    def _call(self, model: Model, messages: tuple[Message, ...]) -> Completion:
        tools = call_schemas(self.reading.toolbox)
        options = CallOptions(
            schema=answer_schema(tools),
            tight=schema_of(self.shown, runs_of(self.reading.message, self.heard), tools),
            max_tokens=_MOST_TOKENS,
            seconds=max(LEAST_SECONDS, self.deadline - time.monotonic()),
            fixed=1,
        )
        return model.complete(messages, options)
