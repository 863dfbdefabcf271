"""A trial: what it is given, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

MOST_TOLD = 20
"""Failures that a result tells; a fault that hits every turn need not be told twenty thousand times."""

Tell = Callable[[int, int], None]
"""Told how much is done, of how much."""
Value = int | float | str


@dataclass(frozen=True)
class Ground:
    """What a trial runs on."""

    folder: Path
    """Its own, empty at first and removed afterwards."""
    tell: Tell
    scale: float = 1.0
    """1 for the whole trial; a smaller one does that part of everything."""
    seed: int = 0

    @property
    def slack(self) -> float:
        """How many times what it may take a turn or a statement may take here: a small trial may not be alone."""
        return 1.0 if self.scale >= 1 else 10.0

    def count(self, whole: int, *, least: int = 1) -> int:
        """Return how many of `whole` are done at this scale, `least` at least."""
        return max(least, round(whole * self.scale))


@dataclass(frozen=True)
class Trial:
    """What came of a trial."""

    name: str
    asked: str
    """What was asked for, in a sentence."""
    figures: Mapping[str, Value] = field(default_factory=dict)
    """What was measured, each named with its unit."""
    failures: tuple[str, ...] = ()
    """One sentence for each thing that was not as it should be."""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether everything was as it should be."""
        return not self.failures

    def took(self, seconds: float) -> Trial:
        """Return the same, with the time that it took."""
        return replace(self, seconds=round(seconds, 1))

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values, with the verdict."""
        return {**asdict(self), "failures": list(self.failures), "passed": self.passed}


def told(failures: Sequence[str]) -> tuple[str, ...]:
    """Return the first failures, and how many more there were."""
    more = len(failures) - MOST_TOLD
    return (*failures[:MOST_TOLD], *((f"… and {more:,} more.",) if more > 0 else ()))
