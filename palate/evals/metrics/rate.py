"""The share of cases in which something happens."""

from __future__ import annotations

from palate.evals.metric import Better, Metric


def rate(
    name: str,
    *,
    score: str | None = None,
    of: str = "cases",
    better: Better = "higher",
    by_tag: bool = False,
    counted: bool = False,
) -> Metric:
    r"""Return the metric that is the mean of a score of 0 or 1 (or a share) over those cases that have it.

    $\frac{1}{|C|} \sum_{c \in C} s_c$, with $C$ the cases whose outcome has the score.

    Args:
        name: The column.
        score: The score's name; `name` where not given.
        of: Which cases have the score, for the legend: `possible tasks`.
        better: Which way is better.
        by_tag: Whether the report tells it by tag besides.
        counted: Whether the report counts cases besides.
    """
    return Metric(
        name=name, score=score or name, formula=f"share of {of}", better=better, by_tag=by_tag, counted=counted
    )
