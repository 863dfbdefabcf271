"""A suite whose cases take milliseconds, with a contestant of its own: `palate eval run bench/hard/counting.py`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from palate.agent.reply import Reply
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

CASES = 40
SECONDS = 0.004
"""Of one case: a run takes long enough to be hit in its middle."""


ABOUT = About("Whether somebody counts on.", "Anything else.", "100 %.")


@dataclass(frozen=True)
class Counter:
    """Says the number after the one that it is told."""

    name: str = "counter"
    about: str = "counts on"

    def open(self, catalog: Any = None, setup: Any = None) -> Counter:  # noqa: ARG002 - it needs neither
        """Return itself: it keeps nothing."""
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:  # noqa: ARG002
        """Count on."""
        time.sleep(SECONDS)
        return Reply(act="chat", text=str(int(message) + 1))

    def feedback(self, item: str, **about: Any) -> None:
        """Take no note."""

    def commit(self, item: str, **about: Any) -> None:
        """Take no note."""

    def close(self) -> None:
        """Hold nothing."""


@dataclass(frozen=True)
class Counting:
    """Asks for the number after each of forty."""

    name: str = "counting"
    about: About = ABOUT
    metrics: tuple[Metric, ...] = (rate("right", of="numbers"),)
    contestants: tuple[Contestant, ...] = (Counter(),)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the numbers."""
        cases = [Case(id=f"n{number}", data={"n": number}) for number in range(CASES)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return what the numbers are."""
        return str(CASES)

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:  # noqa: ARG002 - nothing is drawn
        """Ask for one."""
        conversation = Conversation(contestant.open(cast("Catalog", None)))
        right = conversation.say(str(case.data["n"])).text == str(case.data["n"] + 1)
        return Outcome(case.id, {"right": float(right)}, conversation.turns, failed=not right)


SUITE = Counting
