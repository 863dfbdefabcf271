"""Training: once for a log, whoever asks, and again for another log."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.evals.suites.ranking.recommenders.training import Training
from palate.ranking.log import LogArrays

FITTED: list[int] = []


def fit(log: LogArrays, size: int, seed: int) -> tuple[int, int]:
    FITTED.append(len(log))
    return len(log), size


def board(path: Path, people: int) -> Catalog:
    log = [
        {"user": f"p{person}", "item": item, "rating": 5, "timestamp": person}
        for person in range(people)
        for item in "ab"
    ]
    return Catalog.build(path, items=[{"id": item, "title": item} for item in "abc"], interactions=log)


def test_a_model_is_fitted_once_a_log_and_kept_for_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    FITTED.clear()
    training = Training("counting", fit)

    with board(tmp_path / "one.db", people=5) as catalog:
        first = training.of(catalog)
    with Catalog.open(tmp_path / "one.db") as again:  # as another process has it: nothing is held
        second = training.of(again)
    with board(tmp_path / "two.db", people=6) as other:
        third = training.of(other)

    assert (first.model, second, third.model) == ((10, 3), first, (12, 3))
    assert FITTED == [10, 12]
