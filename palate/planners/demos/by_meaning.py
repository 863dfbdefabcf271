"""Resemblance by meaning: the vectors of requests in which what a catalogue fills in is masked (extra `embed`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from palate.catalog.catalog import Catalog
from palate.llm.embedding.embedder import Embedder, Vectors
from palate.planners.demos.index import Floats
from palate.planners.demos.masking import as_text, masked_request


@dataclass(frozen=True)
class ByMeaning:
    """Demonstrations by what their masked requests mean."""

    words: tuple[list[str], ...]
    """Of each, as `masking` gives them."""
    embedder: Embedder

    def resembling(self, request: str, catalog: Catalog) -> Floats:
        """Return how much each resembles a request, by the cosine of their vectors.

        Raises:
            ModelUnavailable: the embedder is not here.
        """
        (asked,) = self.embedder.embed([as_text(masked_request(request, catalog))])
        likeness: Floats = np.maximum(self._vectors @ asked, 0.0).astype(np.float64)
        return likeness

    @cached_property
    def _vectors(self) -> Vectors:
        return self.embedder.embed(_texts(self.words))


def _texts(words: Sequence[list[str]]) -> list[str]:
    return [as_text(each) for each in words]
