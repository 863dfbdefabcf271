"""What came of one case with one contestant, and the conversation that led to it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.evals.contestant import Talker

_TURNS = "palate_turns"


@dataclass(frozen=True)
class TurnRecord:
    """One message and what was replied."""

    message: str
    reply: dict[str, Any]
    """The whole reply as JSON, its trace included; empty where the contestant raised an error."""
    seconds: float
    note: str = ""
    """What the person thought of it, or what the suite found wrong, for whoever reads the conversation."""

    @property
    def usage(self) -> dict[str, float]:
        """The numbers that the trace counts: `calls`, `tokens`, `cost`, … where a model was used."""
        told = self.reply.get("trace", {}).get("usage", {})
        return {name: float(value) for name, value in told.items() if isinstance(value, int | float)}


@dataclass(frozen=True)
class Reached:
    """The part of a whole that a case reaches, such as of a catalogue the items that are shown."""

    parts: tuple[int, ...]
    of: int
    """How many parts the whole has."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case."""

    case_id: str
    scores: dict[str, float]
    """By the names that the suite's metrics read. Leave out a score that a case does not have: it is skipped, not 0."""
    turns: tuple[TurnRecord, ...] = ()
    note: str = ""
    """One sentence on why it came out so, such as `never shown: Alien (348)`."""
    failed: bool = False
    """Whether a report should show the conversation among those that failed."""
    reached: dict[str, Reached] = field(default_factory=dict)
    """By the names that metrics over all cases together read."""

    def __post_init__(self) -> None:
        wrong = [name for name, score in self.scores.items() if not math.isfinite(score)]
        if wrong:
            raise ValueError(f"{self.case_id}: the score `{wrong[0]}` is not finite; leave out what does not apply.")


@dataclass
class Conversation:
    """Asks a talker and keeps the record: what a suite's `run` is mostly made of.

    An error of the contestant goes on to the runner, with what was said so far: it becomes a failed result.
    """

    talker: Talker
    user: str | None = None
    session: str | None = "eval"
    _turns: list[TurnRecord] = field(default_factory=list)

    @property
    def turns(self) -> tuple[TurnRecord, ...]:
        """The turns so far, oldest first."""
        return tuple(self._turns)

    def say(self, message: str) -> Reply:
        """Put one message to the talker and record its reply."""
        started = time.perf_counter()
        try:
            reply = self.talker.ask(message, user=self.user, session=self.session)
        except Exception as error:
            said = TurnRecord(message, {}, time.perf_counter() - started, f"{type(error).__name__}: {error}")
            error.__dict__[_TURNS] = (*self._turns, said)
            raise
        seconds = time.perf_counter() - started
        self._turns.append(TurnRecord(message, reply.model_dump(mode="json"), seconds))
        return reply

    def remark(self, note: str) -> None:
        """Note something at the last turn."""
        last = self._turns[-1]
        self._turns[-1] = TurnRecord(last.message, last.reply, last.seconds, note)


def turns_of(error: BaseException) -> tuple[TurnRecord, ...]:
    """Return what was said in the conversation that an error ended; nothing where it came from elsewhere."""
    return tuple(error.__dict__.get(_TURNS, ()))
