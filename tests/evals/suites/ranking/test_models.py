"""Two colours of people and items, everybody liking their own colour: who must find the one item that is withheld."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.ranking import models
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.evals.suites.ranking.models import MODELS
from palate.evals.suites.ranking.suite import Ranking
from palate.ranking.generators import Generator
from palate.ranking.taste import Taste

PEOPLE, EACH = 240, 8
BLIND = {"recent-popularity", "popularity", "random"}
"""Those that look at nobody's taste."""


def checkerboard() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return items and log; everybody begins at another item of their colour, so each likes another one last."""
    colors = ("black", "white")
    items = [{"id": f"{color}{at}", "title": f"{color} {at}", "color": color} for color in colors for at in range(EACH)]
    log = [
        {
            "user": f"p{person:03}",
            "item": f"{colors[person % 2]}{(person // 2 + step) % EACH}",
            "rating": 5,
            "timestamp": 1_000_000 + 1_000 * step + person,
        }
        for person in range(PEOPLE)
        for step in range(EACH)
    ]
    return items, log


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    folder = tmp_path_factory.mktemp("checkerboard")
    items, log = checkerboard()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALATE_CACHE", str(folder))
        Catalog.build(folder / "board.db", items=items, interactions=log).close()
        suite = Ranking(db=folder / "board.db")
        suite.cases()
    return suite


@pytest.mark.parametrize("model", [each for each in MODELS if each.name not in BLIND], ids=lambda each: each.name)
def test_the_withheld_item_of_their_colour_comes_first(
    suite: Ranking, model: RankingContestant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path))

    found = [suite.run(case, model, seed=1).scores["ndcg10"] for case in suite.cases(limit=6)]

    assert found == [1.0] * 6


def test_what_generators_put_forward_is_merged_by_its_best_place(
    suite: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def putting(*items: int) -> Generator:
        scores = np.zeros(2 * EACH)
        scores[list(items)] = np.arange(len(items), 0, -1)
        return Generator(str(items), "", "together", lambda _: scores)

    monkeypatch.setattr(models, "GENERATORS", (putting(3, 1, 0), putting(5, 3)))

    scores = models.by_generators(suite._opened().catalog, Asked((), Taste(), 0))

    assert np.argsort(-scores, kind="stable")[:4].tolist() == [3, 5, 1, 0]
    assert np.isneginf(np.sort(scores)[:-4]).all()
