"""Without a model where a message can be read, with one where much of it found no place, or nothing was wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from palate.catalog.grounding.data import words_of
from palate.catalog.words import tokens
from palate.language.understanding import Understanding
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading, ReadingPlanner

_FEW = 1 / 3
"""What part of a message may be without a place where a wish was read in the rest: "my flatmate says Sam Neill"."""


@dataclass(frozen=True)
class AssistedPlanner:
    """Asks another planner only about what the reading without a model leaves open.

    Most messages need no model, which is faster, costs nothing, and is surer than a small model. A word or two that
    found no place beside a wish that did are talk far more often than another wish.
    """

    asked: ReadingPlanner
    name: str = field(default="assisted", init=False)

    def draft(self, reading: Reading) -> Drafted | None:
        """Have a message read and planned that has words without a place; None where there are none, or few.

        Raises:
            ModelError: the model gave nothing that can be used.
            PlanError: its plan cannot be run.
        """
        understood = reading.understood
        return None if understood.is_whole or _is_read(understood) else self.asked.draft(reading)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return what was drafted, with what holds from before."""
        return self.asked.plan(context)


def _is_read(understood: Understanding) -> bool:
    """Tell whether a wish, or a reaction to what was shown, was read in most of a message."""
    wished = any(entry.where is not None for intent in understood.intents for entry in intent.preferences)
    wished = wished or any(intent.reject or intent.faults for intent in understood.intents)
    left = sum(_telling(each) for each in _unplaced(understood))
    return wished and left <= _FEW * _telling(understood.message)


def _unplaced(understood: Understanding) -> Iterator[str]:
    """Yield the words that are unknown, doubtful, ambiguous, or looked for as they stand."""
    yield from understood.unknown
    yield from (each.said for each in understood.doubtful)
    yield from (each.said for each in understood.ambiguous)
    yield from (entry.text for intent in understood.intents for entry in intent.preferences if entry.text is not None)


def _telling(text: str) -> int:
    """Count the words that tell something: no articles, no "please", no "I'd like"."""
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    return sum(word.normal not in common for word in tokens(text))
