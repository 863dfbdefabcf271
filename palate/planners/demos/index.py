"""Choosing among the demonstrations that resemble a request: what came of them, diversity, a budget of tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.planners.demos.demonstration import Demonstration

RELEVANCE = 0.75
"""How much resemblance counts against diversity: λ of maximal marginal relevance (Carbonell and Goldstein, 1998)."""
_CONSIDERED = 24
"""How many of those that resemble a request the most are looked at for diversity."""
_NEUTRAL = 0.5
"""The score of what was never tried."""

Floats = npt.NDArray[np.float64]


class Resemblance(Protocol):
    """How much each demonstration of a pool resembles a request."""

    def resembling(self, request: str, catalog: Catalog) -> Floats:
        """Return it for each, in the pool's order; 0 where not at all."""
        ...


@dataclass(frozen=True)
class Index:
    """Demonstrations, and how those that resemble a request are found among them."""

    demonstrations: tuple[Demonstration, ...]
    resemblance: Resemblance

    @cached_property
    def _weights(self) -> Floats:
        """How much more than one never tried each counts, for what came of it."""
        return np.array([_NEUTRAL + each.score for each in self.demonstrations])

    @cached_property
    def _tags(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(each.tags) for each in self.demonstrations)

    @cached_property
    def _order(self) -> npt.NDArray[np.int64]:
        """The place of each among all ids, so that equals always come in the same order."""
        places = np.empty(len(self.demonstrations), dtype=np.int64)
        places[sorted(range(len(places)), key=lambda at: self.demonstrations[at].id)] = np.arange(len(places))
        return places

    def relevances(self, resembling: Floats) -> Floats:
        """Return resemblance weighted by what came of each, the most by 1; all 0 where nothing resembles."""
        scores = resembling * self._weights
        highest = float(scores.max(initial=0.0))
        return scores / highest if highest > 0 else scores

    def chosen(
        self, resembling: Floats, *, k: int, most_tokens: int, exclude: Collection[str] = ()
    ) -> list[Demonstration]:
        """Return at most `k` that resemble a request and differ among themselves, the closest first.

        `resembling` is how much each does. Those that do not fit into what is left of `most_tokens` are passed over;
        what resembles nothing gives none.
        """
        relevances = self.relevances(resembling)
        left = self._candidates(relevances, exclude)
        chosen: list[int] = []
        while left and len(chosen) < k:
            best = max(left, key=lambda at: (self._marginal(at, relevances, chosen), -self._order[at]))
            left.remove(best)
            if self.demonstrations[best].tokens <= most_tokens:
                chosen.append(best)
                most_tokens -= self.demonstrations[best].tokens
        chosen.sort(key=lambda at: (-relevances[at], self._order[at]))
        return [self.demonstrations[at] for at in chosen]

    def _candidates(self, relevances: Floats, exclude: Collection[str]) -> list[int]:
        return list(islice(self._falling(relevances, exclude), _CONSIDERED))

    def _falling(self, relevances: Floats, exclude: Collection[str]) -> Iterator[int]:
        for at in np.lexsort((self._order, -relevances)).tolist():
            known = self.demonstrations[at]
            if relevances[at] <= 0:
                return
            if known.id not in exclude and known.said not in exclude and known.request not in exclude:
                yield at

    def _marginal(self, at: int, relevances: Floats, chosen: Sequence[int]) -> float:
        """Maximal marginal relevance: resemblance to the request, less that to what was chosen already."""
        alike = max((_alike(self._tags[at], self._tags[other]) for other in chosen), default=0.0)
        return RELEVANCE * float(relevances[at]) - (1 - RELEVANCE) * alike


def _alike(tags: frozenset[str], others: frozenset[str]) -> float:
    """Jaccard's index: the share of tags that both have."""
    either = len(tags | others)
    return len(tags & others) / either if either else 0.0
