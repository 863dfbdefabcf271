"""Whether two requests are all but the same."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from palate.catalog.words import normal

ALIKE = 90.0
"""From how like another, of 100, a request is a near-duplicate of it: a word more or less in a sentence."""


def near(one: str, other: str) -> bool:
    """Tell whether two requests say all but the same, punctuation and letter case aside."""
    return fuzz.ratio(normal(one), normal(other), score_cutoff=ALIKE) > 0


def among(request: str, others: Iterable[str]) -> bool:
    """Tell whether any of some requests is a near-duplicate."""
    said = [normal(other) for other in others]
    return process.extractOne(normal(request), said, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None
