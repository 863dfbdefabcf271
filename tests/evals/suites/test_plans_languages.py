"""Requests in other languages: enough of each, and for every one a reply that is right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.agent.reply import Recommendation, Reply
from palate.evals.baselines import AGENT
from palate.evals.case import Case
from palate.evals.registry import default_suites, load_suite
from palate.evals.suite import Suite
from palate.evals.suites.catalogues import CATALOGUES
from palate.evals.suites.plans.gold import CountOf, First, Gold, Holds, PlanCase, Shown
from palate.evals.suites.plans.judging import faults
from palate.evals.suites.plans.languages.suite import LANGUAGES, PlansLanguages
from palate.evals.suites.plans.suite import K, Plans
from tests.evals.suites.test_plans import _can_be_met


def test_there_are_twenty_requests_of_each_language_over_three_catalogues_by_category() -> None:
    cases = PlansLanguages().cases()
    spoken = Counter(next(tag for tag in case.tags if tag in LANGUAGES) for case in cases)
    categories = {
        "values", "several values", "ranges", "negation", "likeness", "superlatives", "questions", "references"
    }  # fmt: skip

    assert isinstance(PlansLanguages(), Suite)
    assert set(spoken) == set(LANGUAGES)
    assert min(spoken.values()) >= 20
    for language in LANGUAGES:
        of_it = [case for case in cases if language in case.tags]
        assert {case.tags[0] for case in of_it} == {"films", "kitchen", "movielens"}
        assert {case.tags[1] for case in of_it} == categories
    assert len({str(case.data["said"]) + case.tags[0] for case in cases}) == len(cases)
    assert not {case.id for case in cases} & {case.id for case in Plans().cases()}


def test_they_are_run_where_they_are_named() -> None:
    assert load_suite("plans-languages").name == "plans-languages"
    assert "plans-languages" not in default_suites()
    assert [each.name for each in PlansLanguages().contestants] == ["agent"]


@pytest.mark.parametrize("name", ["films", "kitchen"])
def test_for_every_request_there_is_a_right_reply_and_a_wrong_one(name: str) -> None:
    cases = PlansLanguages().cases(filter=name)
    with CATALOGUES[name]() as catalog:
        unmet = [case.id for case in cases if not _can_be_met(case, catalog)]
        wrong = {case.id: told for case in cases if (told := _faults(case, catalog))}
        indifferent = [case.id for case in cases if not _faults(case, catalog, reply=_reply([], catalog, ""))]

    assert (unmet, wrong, indifferent) == ([], {}, [])


def test_a_language_is_scored_by_its_requests_alone() -> None:
    suite = PlansLanguages()
    cases = suite.cases(filter="films-zh-likeness-01,films-de-questions-03")
    scores = {case.id: set(suite.run(case, AGENT, seed=0).scores) for case in cases}

    assert scores == {
        "films-zh-likeness-01": {"right", "unknown", "skipped", "Chinese"},
        "films-de-questions-03": {"right", "unknown", "skipped", "German"},
    }
    assert [metric.name for metric in suite.metrics] == ["right", *LANGUAGES, "names what is not there", "skipped"]


def _faults(case: Case, catalog: Catalog, *, reply: Reply | None = None) -> list[str]:
    """Return what is wrong with a reply, one made from the gold where none is given."""
    plan = PlanCase.model_validate(case.data)
    before = _reply(catalog.ids(range(K)), catalog, "")
    last = _right(plan.gold, before, catalog) if reply is None else reply
    return faults(plan.gold, [*[before] * (len(plan.said) - 1), last], catalog, k=K)


def _right(gold: Gold, before: Reply, catalog: Catalog) -> Reply:
    if gold.answers:
        (answer,) = gold.answers
        assert not isinstance(answer, Holds)
        if isinstance(answer, CountOf):
            count = len(catalog.columns.select(answer.where))
            assert count, f"nothing is counted by {answer.where}"
            return _reply([], catalog, f"There are {count}.")
        of = before.items[answer.of.place - (answer.of.place > 0)].id if isinstance(answer.of, Shown) else answer.of
        return _reply([], catalog, f"It is {catalog.item(of).get(answer.field)}.")
    pool = catalog.columns.select(gold.where)
    if gold.first is not None:
        pool = _sorted(pool, gold.first, catalog)
    if gold.alike is not None:
        from palate.ranking.similarity import similar_to

        scores = similar_to(catalog, [str(item) for item in gold.alike.items]).scores
        pool = pool[np.argsort(-scores[pool], kind="stable")]
    barred = {*gold.without, *(gold.alike.items if gold.alike else ())}
    return _reply([item for item in catalog.ids(pool) if item not in barred][:K], catalog, "")


def _sorted(pool: Any, first: First, catalog: Catalog) -> Any:
    values = catalog.columns.numbers(first.field)[pool]
    return pool[np.argsort(-values if first.descending else values, kind="stable")]


def _reply(ids: list[str], catalog: Catalog, text: str) -> Reply:
    items = tuple(
        Recommendation(id=item.id, title=item.title, score=1.0, fields={}, reasons=("so",))
        for item in catalog.items(ids)
    )
    return Reply(act="recommend" if items else "answer", text=text, items=items)


def test_cases_lie_beside_their_suite() -> None:
    assert sorted(path.stem for path in Path(PlansLanguages().folder).glob("*.jsonl")) == [
        "films",
        "kitchen",
        "movielens",
    ]
