"""Fitting LambdaMART: in the order of time, stopped when the latest likes are placed no better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from palate.ranking.features import Feature
from palate.ranking.learned.examples import Examples
from palate.ranking.learned.library import lightgbm

if TYPE_CHECKING:
    from lightgbm import Booster

ROUNDS = 600
PATIENCE = 30
COMPARED = 50
"""Candidates of each like that are learnt from: with 80, or with all, some 200, it was no better and took longer."""
HELD_BACK = 0.15
"""Share of the latest likes that decide when to stop."""
SETTINGS: dict[str, Any] = {
    "objective": "lambdarank",
    "metric": "ndcg",
    "ndcg_eval_at": [10],
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "lambdarank_truncation_level": 20,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True)
class Fitted:
    """Trees, and how they did on the likes that were held back."""

    booster: Booster
    rounds: int
    curve: tuple[float, ...]
    """NDCG@10 after each round, those after the last that is kept among them."""
    cut: int
    """The examples from this one on were held back."""


def fit(
    found: Examples, features: Sequence[Feature], *, seed: int, advance: Callable[[int], None] | None = None
) -> Fitted:
    """Fit trees to examples that are in the order of time."""
    library = lightgbm()
    cut = int(np.searchsorted(found.likes, found.likes[round(len(found) * (1 - HELD_BACK))]))
    early = found.part(0, cut).thinned(COMPARED, np.random.default_rng(seed))
    late = found.part(cut, len(found))
    train = library.Dataset(early.rows, early.taken, group=early.groups, feature_name=[each.name for each in features])
    check = library.Dataset(late.rows, late.taken, group=late.groups, reference=train)
    curves: dict[str, dict[str, list[float]]] = {}
    told = [] if advance is None else [lambda state: advance(state.iteration + 1)]
    booster = library.train(
        {**SETTINGS, "seed": seed, "num_threads": 0, "monotone_constraints": [each.monotone for each in features]},
        train,
        ROUNDS,
        valid_sets=[check],
        callbacks=[library.early_stopping(PATIENCE, verbose=False), library.record_evaluation(curves), *told],
    )
    curve = tuple(float(value) for value in curves["valid_0"]["ndcg@10"])
    return Fitted(booster, booster.best_iteration, curve, cut)
