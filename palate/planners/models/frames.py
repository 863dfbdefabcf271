"""One call of a model reads a message: it writes frames, which replace the offline reading where they are valid."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.errors import BadCompletion
from palate.language.frame import Frames
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.llm.structured import parse
from palate.planners.demos.pool import Demonstrations
from palate.planners.models.breaker import Breaker
from palate.planners.models.calls import call_schemas, with_valid_calls
from palate.planners.models.card import instructions
from palate.planners.models.frame_schema import frame_schema
from palate.planners.models.prompt import asked, complaint, questioned, state
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading

LEAST_SECONDS = 0.5
"""Left of a turn, with less of which no further call is begun."""
_MOST_TOKENS = 700


@dataclass(frozen=True)
class FramePlanner:
    """Has a model write the frames of each message, asked once more where its JSON cannot be read."""

    model: Model
    demonstrations: Demonstrations = field(default_factory=Demonstrations)
    unsure: bool = False
    """Whether it is asked only where the offline reader left words without a place."""
    breaker: Breaker = field(default_factory=Breaker)

    @property
    def name(self) -> str:
        """`frames` or `assisted`."""
        return "assisted" if self.unsure else "frames"

    def draft(self, reading: Reading) -> Drafted | None:
        """Have a message read; None where the model is left alone, or need not be asked.

        Raises:
            ModelError: the model gave nothing that can be used.
        """
        sure = reading.first is None and reading.understood.is_whole and not reading.images
        if self.breaker.is_open or (self.unsure and sure):
            return None
        deadline = time.monotonic() + reading.seconds
        first = not reading.history and not reading.session.preferences
        shown = self.demonstrations.of(reading.message, reading.catalog, first=first)
        told = state(reading)
        demonstrated = (message for each in shown for message in each.messages())
        question = asked(reading, told)
        prompt = (instructions(reading.catalog, reading.toolbox), *demonstrated, question)
        if reading.first is not None:
            prompt += questioned(question, reading.first.lesson.get("frames", ()), reading.finding)
        with self.breaker.watching(self.model.name):
            frames = self._asked(prompt, reading, deadline)
        frames, problems = with_valid_calls(frames, reading)
        lesson = {"state": told, "frames": frames.dumped()["frames"]} if not reading.images else {}
        names = tuple(each.id for each in shown)
        return Drafted(frames, demonstrations=names, differences=problems, lesson=lesson)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Plan the requests of the model's frames; the offline planner does this without calling the model."""
        return OfflinePlanner(self.name if context.drafted else "offline").plan(context)

    def _asked(self, prompt: tuple[Message, ...], reading: Reading, deadline: float) -> Frames:
        wrote = self._call(prompt, reading, deadline)
        try:
            return parse(wrote, Frames)
        except BadCompletion as error:
            if deadline - time.monotonic() < LEAST_SECONDS:
                raise
            return parse(self._call((*prompt, *complaint(wrote.text, str(error))), reading, deadline), Frames)

    def _call(self, messages: tuple[Message, ...], reading: Reading, deadline: float) -> Completion:
        options = CallOptions(
            schema=frame_schema(reading.catalog, call_schemas(reading.toolbox)),
            max_tokens=_MOST_TOKENS,
            seconds=max(LEAST_SECONDS, deadline - time.monotonic()),
            fixed=1,
        )
        return self.model.complete(messages, options)
