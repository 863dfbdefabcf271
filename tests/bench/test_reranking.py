"""The requests that re-ranking is measured on."""

from __future__ import annotations

from bench.reranking.suite import SUITE
from palate import Catalog
from palate.evals.baselines import AGENT


def test_every_film_that_is_said_to_fit_exists(films: Catalog) -> None:
    cases = SUITE.cases()

    assert len(cases) == 40
    assert [case.id for case in cases if not case.data["fits"]] == []
    assert [known for case in cases for known in case.data["fits"] if not films.has(known)] == []


def test_a_request_is_scored_by_the_films_that_fit() -> None:
    (case,) = SUITE.cases(filter="text-03")
    outcome = SUITE.run(case, AGENT, seed=0)

    shown = [item["id"] for item in outcome.turns[0].reply["items"]]
    assert outcome.scores["precision"] == len(set(shown) & set(case.data["fits"])) / 5
    assert outcome.scores["reranked"] == 0
