"""What it takes to train a ranker, and to put candidates in order with it."""

from __future__ import annotations

import time

import numpy as np

from bench.catalogues import catalogue
from bench.figure import Figure, p50_p95
from bench.synthetic import Progress, Size
from palate import Catalog
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Profile
from palate.memory.taste import build_taste
from palate.ranking.learned.ranker import LearnedRanker
from palate.ranking.learned.train import retrain
from palate.ranking.taste import Taste

ITEMS = 10_000
CANDIDATES = 500
PEOPLE = 200
ORDER_BUDGET, TRAIN_BUDGET = 5.0, 120.0
MILLI = 1_000


def ranking_figures(*, progress: Progress) -> list[Figure]:
    """Measure both over the smallest synthetic catalogue; each person is ranked for twice, the second time counts."""
    with catalogue(Size(ITEMS), progress=progress) as open_catalogue:
        start = time.perf_counter()
        retrain(open_catalogue, progress=progress)
        seconds = time.perf_counter() - start
        ranker, draw, took = LearnedRanker(open_catalogue), np.random.default_rng(0), []
        for taste in (_taste(open_catalogue, f"u{person + 1}") for person in range(PEOPLE)):
            pool = np.sort(draw.choice(ITEMS, CANDIDATES, replace=False))
            for _ in range(2):
                start = time.perf_counter()
                ranker.score(taste, pool)
                last = time.perf_counter() - start
            took.append(last * MILLI)
        log = open_catalogue.schema.log
    size = {"items": ITEMS, "interactions": log.interactions, "users": log.users}
    train = Figure("train a ranker", "s", seconds, seconds, samples=1, budget_p50=TRAIN_BUDGET, **size)
    what = f"order {CANDIDATES} candidates by it"
    return [train, Figure(what, "ms", *p50_p95(took), samples=len(took), budget_p50=ORDER_BUDGET, **size)]


def _taste(open_catalogue: Catalog, person: str) -> Taste:
    log = open_catalogue.schema.log
    return build_taste(Profile(), ItemHistory(), open_catalogue.log_of(person), log=log, now=0.0)
