"""Resemblance by words: BM25 over requests in which what a catalogue fills in is masked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from palate.catalog.catalog import Catalog
from palate.planners.demos.index import Floats
from palate.planners.demos.masking import masked_request


@dataclass(frozen=True)
class ByWords:
    """Demonstrations by the masked words of their requests."""

    words: tuple[list[str], ...]
    """Of each, as `masking` gives them."""

    def resembling(self, request: str, catalog: Catalog) -> Floats:
        """Return how much each resembles a request; all 0 where none shares a word with it."""
        return self.sharing(masked_request(request, catalog))

    def sharing(self, words: list[str]) -> Floats:
        """Return how much each shares with masked words."""
        told = [self._told_by(word) for word in words if word in self._ranking.idf] if self.words else []
        return np.maximum(np.sum(told, axis=0), 0.0) if told else np.zeros(len(self.words))

    @cached_property
    def _ranking(self) -> Any:
        from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

        return BM25Okapi([each or [""] for each in self.words], k1=1.2, b=0.4)

    def _told_by(self, word: str) -> Floats:
        """Return what one word adds to the score of each: counted once, as BM25 is a sum over words."""
        if word not in self._by_word:
            self._by_word[word] = np.asarray(self._ranking.get_scores([word]), dtype=np.float64)
        return self._by_word[word]

    @cached_property
    def _by_word(self) -> dict[str, Floats]:
        return {}
