"""Cohen's kappa: agreement of two judges beyond chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from palate.evals.bootstrap import LEVEL, RESAMPLES, Interval

Pairs = Sequence[tuple[str, str]]
"""Of each thing judged, the words of both judges."""


def kappa(pairs: Pairs) -> float:
    r"""Cohen's kappa.

    $(p_o - p_e) / (1 - p_e)$, with $p_o$ the share of equal pairs and $p_e$ the share that would be equal by chance
    (Cohen, 1960).

    Returns:
        A value in [-1, 1]; `nan` where there are no pairs, or both judges say one and the same word throughout.
    """
    first, second = (Counter(pair[place] for pair in pairs) for place in (0, 1))
    equal, total = sum(one == two for one, two in pairs), len(pairs)
    by_chance = sum(first[word] * second[word] for word in first)
    left = total * total - by_chance
    return (equal * total - by_chance) / left if left else math.nan


def kappa_interval(groups: Sequence[Pairs], *, seed: int = 0) -> Interval:
    """Return kappa of all pairs with its percentile bootstrap interval of 95 %, in which whole groups are drawn."""
    rng, size = np.random.default_rng(seed), len(groups)
    drawn = (rng.integers(0, size, size) for _ in range(RESAMPLES if size else 0))
    kappas = [kappa([pair for place in places for pair in groups[place]]) for places in drawn]
    known = [each for each in kappas if not math.isnan(each)]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if known else (math.nan, math.nan)
    return Interval(kappa([pair for group in groups for pair in group]), float(low), float(high), size)
