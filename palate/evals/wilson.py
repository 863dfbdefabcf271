"""Intervals of shares of cases that each succeed or fail."""

from __future__ import annotations

import math
from collections.abc import Sequence

from palate.evals.bootstrap import Interval

Z = 1.959963984540054
"""The normal quantile of 97.5 %."""


def is_binary(values: Sequence[float]) -> bool:
    """Tell whether every case simply succeeded or failed."""
    return all(value in (0.0, 1.0) for value in values)


def wilson(successes: int, cases: int) -> Interval:
    r"""Return a share with Wilson's score interval of 95 %.

    $\left(p + \frac{z^2}{2n} \pm z \sqrt{\frac{p(1-p)}{n} + \frac{z^2}{4n^2}}\right) / \left(1 + \frac{z^2}{n}\right)$
    (Wilson, 1927), which Brown, Cai and DasGupta (2001) recommend for any number of cases. Where all succeed or all
    fail it has a width still, as it should: 68 of 68 may be 94.7 %. A bootstrap would draw nothing but successes.

    Returns:
        An interval of `nan` where there are no cases.
    """
    if not cases:
        return Interval(math.nan, math.nan, math.nan, 0)
    share, spread = successes / cases, Z * Z / cases
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / cases + spread / (4 * cases))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # At the ends the bound is the share itself, but for the last digit.
    return Interval(share, max(0.0, min(low, share)), min(1.0, max(high, share)), cases)
