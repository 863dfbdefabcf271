"""pass^k: succeeding k times in k."""

from __future__ import annotations

import math
from collections.abc import Sequence

from palate.evals.metric import Metric


def pass_k(successes: Sequence[float], *, k: int) -> float:
    r"""The chance that `k` runs of a case, drawn from those made, all succeed.

    $\binom{c}{k} / \binom{n}{k}$ for $c$ successes (scores of 1) in $n$ runs: the unbiased estimate of Yao et al.
    (2024).

    Returns:
        A value in [0, 1]; `nan` where the case was run fewer than `k` times.
    """
    if len(successes) < k:
        return math.nan
    return math.comb(sum(score >= 1 for score in successes), k) / math.comb(len(successes), k)


def pass_metric(k: int, *, score: str = "pass") -> Metric:
    """Return the metric `pass^k` over the score named `score`."""
    formula = f"C(c, {k}) / C(n, {k}) for c successes in n runs of a case, averaged over cases"
    return Metric(name=f"pass^{k}", score=score, formula=formula, all_of=k)
