"""Every metric, on lists short enough to work out by hand."""

from __future__ import annotations

import math
import random

import ir_measures as measures
import pytest

from palate.evals.metric import Metric
from palate.evals.metrics import (
    acceptance,
    average_precision,
    hit,
    ndcg,
    pass_k,
    pass_metric,
    precision,
    rate,
    recall,
    reciprocal_rank,
    turns_needed,
)

RANKED = ["a", "b", "c", "d"]


@pytest.mark.parametrize(("k", "expected"), [(1, 0.0), (2, 1.0), (4, 1.0)])
def test_a_hit_is_a_relevant_item_among_the_first(k: int, expected: float) -> None:
    assert hit(RANKED, {"b", "x"}, k=k) == expected


def test_a_hit_is_by_the_whole_id() -> None:
    assert hit(["Portal 2"], {"Portal"}, k=1) == 0.0


@pytest.mark.parametrize(("success", "expected"), [(1, 1.0), (5, 5.0), (None, 6.0), (6, 6.0), (9, 6.0)])
def test_a_failure_counts_one_turn_more_than_there_are(success: int | None, expected: float) -> None:
    assert turns_needed(success, most=5) == expected


def test_recall_is_over_what_is_relevant_and_precision_over_places() -> None:
    assert recall(RANKED, {"b", "c", "x"}, k=2) == 1 / 3
    assert precision(RANKED, {"b", "c", "x"}, k=2) == 1 / 2
    assert precision(["b"], {"b"}, k=5) == 1 / 5
    assert math.isnan(recall(RANKED, set(), k=2))


def test_reciprocal_rank_is_that_of_the_first() -> None:
    assert reciprocal_rank(RANKED, {"c", "d"}) == 1 / 3
    assert reciprocal_rank(RANKED, {"c"}, k=2) == 0.0


def test_average_precision() -> None:
    # Found at 2 (1 of 2) and at 4 (2 of 4); the third is not found.
    assert average_precision(RANKED, {"b", "d", "x"}) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert math.isnan(average_precision(RANKED, set()))


def test_ndcg_of_a_swapped_pair() -> None:
    # Gains 0, 3, 2 at places 1, 2, 3 against the ideal 3, 2.
    expected = (3 / math.log2(3) + 2 / math.log2(4)) / (3 / math.log2(2) + 2 / math.log2(3))

    assert ndcg(["x", "a", "b"], {"a": 3.0, "b": 2.0}, k=3) == pytest.approx(expected)
    assert ndcg(["a", "b"], {"a": 3.0, "b": 2.0}, k=2) == 1.0
    assert math.isnan(ndcg(["a"], {}, k=2))


def test_an_order_of_nothing_has_no_gain() -> None:
    assert ndcg([], {"a": 1.0}, k=5) == 0.0


def test_pass_k_is_the_share_of_draws_that_all_succeed() -> None:
    # Of four runs three succeed: three of the six pairs, and one of the four triples.
    runs = [1.0, 1.0, 0.0, 1.0]

    assert [pass_k(runs, k=k) for k in (1, 2, 3, 4)] == [3 / 4, 3 / 6, 1 / 4, 0.0]
    assert math.isnan(pass_k(runs, k=5))


def test_metrics_are_data() -> None:
    assert pass_metric(4).all_of == 4
    assert rate("right", of="impossible tasks") == Metric("right", "right", "share of impossible tasks")


@pytest.mark.parametrize(
    ("form", "value", "signed", "expected"),
    [
        ("share", 0.8125, False, "81.2%"),
        ("share", 0.06, True, "+6.0%"),
        ("number", 2.824, False, "2.82"),
        ("seconds", 0.0154, False, "15 ms"),
        ("seconds", 1.25, False, "1.2 s"),
        ("number", math.nan, False, "-"),
    ],
)
def test_how_a_value_is_shown(form: str, value: float, signed: bool, expected: str) -> None:
    assert Metric("m", "m", "", form=form).shown(value, signed=signed) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(5))
def test_they_agree_with_ir_measures(seed: int) -> None:
    draw = random.Random(seed)
    items = [f"i{number:02}" for number in range(30)]
    # Short lists leave relevant items out; of long ones the end lies beyond every cut-off.
    queries = {f"q{number}": draw.sample(items, draw.randint(1, 30)) for number in range(20)}
    gains = {query: {item: float(draw.randint(1, 3)) for item in draw.sample(items, 6)} for query in queries}
    qrels = [measures.Qrel(q, item, int(gain)) for q, each in gains.items() for item, gain in each.items()]
    run = [
        measures.ScoredDoc(q, item, 100.0 - place) for q, ranked in queries.items() for place, item in enumerate(ranked)
    ]
    named = {
        measures.nDCG @ 10: lambda q: ndcg(queries[q], gains[q], k=10),
        measures.R @ 5: lambda q: recall(queries[q], gains[q], k=5),
        measures.P @ 5: lambda q: precision(queries[q], gains[q], k=5),
        measures.RR: lambda q: reciprocal_rank(queries[q], gains[q]),
        measures.AP: lambda q: average_precision(queries[q], gains[q]),
        measures.Success @ 5: lambda q: hit(queries[q], gains[q], k=5),
    }

    theirs = {(each.measure, each.query_id): each.value for each in measures.iter_calc(list(named), qrels, run)}

    assert len(theirs) == len(named) * len(queries)
    assert {key: named[key[0]](key[1]) for key in theirs} == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("accepted_at", "expected"), [(1, 1.0), (4, 0.25), (None, 0.0)])
def test_acceptance_is_shared_by_the_messages_that_led_to_it(accepted_at: int | None, expected: float) -> None:
    assert acceptance(accepted_at) == expected
