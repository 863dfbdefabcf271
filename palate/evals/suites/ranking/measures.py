"""What is measured of an order of all items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.catalog import Catalog
from palate.evals.metric import Metric
from palate.evals.outcome import Outcome, Reached
from palate.ranking.diversity import likeness
from palate.ranking.popularity import popularity_of

if TYPE_CHECKING:
    from palate.catalog.columns import FloatArray, Positions

FEW, K = 5, 10
CANDIDATES = 200
SAMPLED = 100
"""Items that nobody took, among which the sampled protocol looks for the target."""

METRICS = (
    Metric(f"ndcg@{K}", f"ndcg{K}", f"1 / log2(place + 1) of the target among the first {K} of all, else 0"),
    Metric(f"hr@{K}", f"hr{K}", f"share of people whose target is among the first {K} of all"),
    Metric(f"ndcg@{FEW}", f"ndcg{FEW}", f"the same among the first {FEW}"),
    Metric(f"hr@{FEW}", f"hr{FEW}", f"the same among the first {FEW}"),
    Metric(
        f"recall@{CANDIDATES}",
        "recall",
        f"share of people whose target is among the first {CANDIDATES} of all: what a model finds as a candidate "
        "generator; that of the generators merged is in the row `generators`",
    ),
    Metric(
        f"hr@{K} of {SAMPLED + 1}",
        "sampled",
        f"the target among {SAMPLED} items never taken: for comparison with papers that report it",
    ),
    Metric(
        f"coverage@{K}",
        "first",
        f"share of all items that are among the first {K} of anybody",
        better="neither",
        over="together",
    ),
    Metric(
        "popularity lift",
        "lift",
        f"(p(first {K}) - p(had)) / p(had), p the mean share of people who like an item, of the first {K} and of what "
        "the person had (Abdollahpouri et al., 2020, person by person)",
        better="neither",
        form="number",
    ),
    Metric(
        "novelty",
        "novelty",
        f"mean of -log2 of the share of people who took each of the first {K}",
        better="neither",
        form="number",
    ),
    Metric(
        f"ild@{K}",
        "unlike",
        f"mean unlikeness of two of the first {K} in what the catalogue says of them",
        better="neither",
        form="number",
    ),
    Metric(
        "training",
        "training",
        "seconds to train, settings chosen and all; a dash where nothing is trained or nobody took the time",
        better="neither",
        form="seconds",
        over="contestant",
    ),
    Metric("ms", "ms", "milliseconds to order everything", better="neither", form="number"),
)


def measured(case: str, scores: FloatArray, catalog: Catalog, target: str, had: Positions, *, seed: int) -> Outcome:
    """Return what an order of all items scores, without what it costs.

    Args:
        case: its id.
        scores: of every item, -inf for what is not shown.
        catalog: whose items they are.
        target: the item that is looked for.
        had: what the person had before.
        seed: of the items that the sampled protocol draws.
    """
    scores[had] = -np.inf
    at = catalog.position(target)
    place = _place(scores, at, np.arange(len(scores)))
    others = np.setdiff1d(np.arange(len(scores)), [*had.tolist(), at])
    drawn = np.random.default_rng(seed).choice(others, min(SAMPLED, len(others)), replace=False)
    first = np.argsort(-scores, kind="stable")[:K]
    first = first[np.isfinite(scores[first])]
    found = {
        **{f"ndcg{k}": 1 / math.log2(place + 1) if place <= k else 0.0 for k in (FEW, K)},
        **{f"hr{k}": float(place <= k) for k in (FEW, K)},
        "recall": float(place <= CANDIDATES),
        "sampled": float(_place(scores, at, drawn) <= K),
        **(_known(first, had, catalog) if len(first) else {}),
        **({"unlike": intra_list_diversity(catalog, first)} if len(first) > 1 else {}),
    }
    return Outcome(case, found, reached={"first": Reached(tuple(first.tolist()), len(scores))})


def intra_list_diversity(catalog: Catalog, shown: Positions) -> float:
    r"""Mean unlikeness of two items of a list.

    $\frac{2}{n (n - 1)} \sum_{i < j} (1 - s_{ij})$ with $s$ the `likeness` of the items at positions `shown` (Smyth and
    McClave, 2001).

    Returns:
        A value in [0, 1]; `nan` of fewer than two items.
    """
    pairs = np.triu_indices(len(shown), k=1)
    return float(np.mean(1 - likeness(catalog, shown)[pairs])) if len(shown) > 1 else float("nan")


def _known(first: Positions, had: Positions, catalog: Catalog) -> dict[str, float]:
    """Return how well known the first items are."""
    popularity, everybody = popularity_of(catalog), max(catalog.schema.log.users, 1)
    novelty = float(np.mean(-np.log2(np.maximum(popularity.people[first], 1) / everybody)))
    own = popularity.liked[had].sum() / max(len(had), 1)
    return {"novelty": novelty} | ({"lift": float(popularity.liked[first].mean() / own - 1)} if own else {})


def _place(scores: FloatArray, at: int, among: Positions) -> float:
    """Return the place of a target, 1 for the first; of equals the one further left comes first, and -inf has none."""
    if np.isneginf(scores[at]):
        return math.inf
    higher = scores[among] > scores[at]
    equal = (scores[among] == scores[at]) & (among < at)
    return 1 + int(higher.sum()) + int(equal.sum())
