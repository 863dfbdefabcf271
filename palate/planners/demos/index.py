"""Finding the demonstrations that resemble a request: BM25 over masked words, then diversity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from palate.planners.demos.demonstration import Demonstration

RELEVANCE = 0.75
"""How much resemblance counts against diversity: λ of maximal marginal relevance (Carbonell and Goldstein, 1998)."""
_CONSIDERED = 24
"""How many of those that resemble a request the most are looked at for diversity."""
_NEUTRAL = 0.5
"""The score of what was never tried."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """Demonstrations by the words of their requests."""

    demonstrations: tuple[Demonstration, ...]
    words: tuple[list[str], ...]
    """Of each, as `masking` gives them."""

    @cached_property
    def _ranking(self) -> Any:
        from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

        return BM25Okapi([each or [""] for each in self.words], k1=1.2, b=0.4)

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

    def relevances(self, words: Sequence[str]) -> Floats:
        """Return how much each resembles a request of these masked words, the most by 1; all 0 where none does."""
        if not self.demonstrations:
            return np.zeros(0)
        told = [self._told_by(word) for word in words if word in self._ranking.idf]
        scores = np.maximum(np.sum(told, axis=0), 0.0) * self._weights if told else np.zeros(len(self.demonstrations))
        highest = float(scores.max())
        return scores / highest if highest > 0 else scores

    def chosen(
        self, words: Sequence[str], *, k: int, most_tokens: int, exclude: Collection[str] = ()
    ) -> list[Demonstration]:
        """Return at most `k` that resemble a request and differ among themselves, the closest first.

        Those that do not fit into what is left of `most_tokens` are passed over. What resembles nothing gives none.
        """
        relevances = self.relevances(words)
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

    def _told_by(self, word: str) -> Floats:
        """Return what one word adds to the score of each: counted once, as BM25 is a sum over words."""
        if word not in self._by_word:
            self._by_word[word] = np.asarray(self._ranking.get_scores([word]), dtype=np.float64)
        return self._by_word[word]

    @cached_property
    def _by_word(self) -> dict[str, Floats]:
        return {}

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
