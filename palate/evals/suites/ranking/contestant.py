"""A contestant of this suite: a scorer, what it needs, and how long it took to train."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from palate.evals.baselines.ordering import OrderingContestant

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class RankingContestant(OrderingContestant):
    """A model that gives every item a score for a person."""

    seconds: Callable[[Catalog], float | None] | None = None
    """Trains it to a catalogue, where that was not done before, and returns how long that took; None where nothing is
    trained, or nobody took the time."""
    needs: str | None = None
    """A library of the extra `baselines`, imported when the contestant runs."""

    @property
    def missing(self) -> str | None:
        """Why it cannot run here; None where it can."""
        if self.needs is None or find_spec(self.needs) is not None:
            return None
        return f"the library `{self.needs}` is missing (pip install 'palate[baselines]')"
