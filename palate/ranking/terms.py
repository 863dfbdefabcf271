"""The words of items' texts, weighed by BM25, and what is retrieved from a past by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.words import stem, tokens
from palate.ranking.history import History
from palate.ranking.log import Ints
from palate.ranking.retrieval import ByTime, Retrieved

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SATURATION, LENGTH = 1.2, 0.75
"""What BM25 calls k1 and b; as FTS5 has them, by which `search` ranks."""


@dataclass(frozen=True)
class Terms:
    r"""Weights of words: $\ln(1 + (N - n + .5) / (n + .5)) \cdot f (k_1 + 1) / (f + k_1 (1 - b + b l / \bar l))$.

    With $f$ how often a text of $l$ words has the word, which $n$ of $N$ texts have (Lucene's form, never negative).
    """

    places: dict[str, int]
    """The column of each word."""
    weights: csr_array
    """A row a text, a column a word."""

    @classmethod
    def counted(cls, texts: Sequence[str]) -> Terms:
        """Return those of texts, one an item by position."""
        from scipy.sparse import csr_array

        words = [_words(text) for text in texts]
        places = {word: at for at, word in enumerate(dict.fromkeys(word for text in words for word in text))}
        lengths = np.array([len(text) for text in words])
        owners, columns = np.repeat(np.arange(len(texts)), lengths), [places[word] for text in words for word in text]
        counts = csr_array((np.ones(len(columns)), (owners, columns)), shape=(len(texts), len(places)))
        having = np.diff(counts.tocsc().indptr)
        rarity = np.log1p((len(texts) - having + 0.5) / (having + 0.5))
        long = SATURATION * (1 - LENGTH + LENGTH * lengths / (lengths.mean() if len(columns) else 1.0))
        found = counts.tocoo()
        data = rarity[found.col] * found.data * (SATURATION + 1) / (found.data + long[found.row])
        return cls(places, csr_array((data, (found.row, found.col)), shape=counts.shape))

    def of(self, items: Ints) -> csr_array:
        """Return a row an item with 1 for each of its words."""
        return self.weights[items].sign()

    def read(self, request: str) -> csr_array:
        """Return one row with 1 for each word of a request that a text has."""
        from scipy.sparse import csr_array

        columns = sorted({self.places[word] for word in _words(request) if word in self.places})
        return csr_array((np.ones(len(columns)), ([0] * len(columns), columns)), shape=(1, len(self.places)))


@dataclass(frozen=True)
class ByWords:
    """Events whose items have words of the target, or of a request, the likeness being their BM25."""

    terms: Terms

    def retrieve(self, past: History, targets: Ints, k: int) -> Retrieved:
        """Return the events; of a target that shares no word none."""
        return self._best(self.terms.of(targets), past, k)

    def asked(self, past: History, request: str, k: int) -> Retrieved:
        """Return the events for a request in free text, in one row."""
        return self._best(self.terms.read(request), past, k)

    def _best(self, wanted: csr_array, past: History, k: int) -> Retrieved:
        if not len(past):
            return ByTime().retrieve(past, np.arange(wanted.shape[0]), k)
        scores = (wanted @ self.terms.weights[past.items].T).toarray()
        least = np.partition(scores, -min(k, len(past)), axis=1)[:, -min(k, len(past))]
        owners, events = np.nonzero((scores >= least[:, None]) & (scores > 0))
        found = scores[owners, events]
        order = np.lexsort((-events, -found, owners))
        return Retrieved.of(owners[order], events[order], found[order], count=wanted.shape[0], k=k)


def _words(text: str) -> list[str]:
    return [_stemmed(token.normal) for token in tokens(text)]


_stemmed = lru_cache(100_000)(stem)
