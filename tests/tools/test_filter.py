from __future__ import annotations

import time

from palate import AnyOf, Catalog, Condition
from palate.tools.filter import filter_items
from palate.tools.rank import rank
from tests.tools.conftest import kept, leaves_nothing, run, then, turn


def test_it_keeps_what_satisfies_every_condition(tiny: Catalog) -> None:
    where = [Condition(field="genres", op="contains", value="Comedy"), Condition(field="runtime", op="<", value=100)]

    result = filter_items(turn(tiny), where=where)

    assert kept(turn(tiny), result) == ["2", "8"]
    assert (result.status, result.summary, result.before) == ("ok", "kept 2 of 8", 8)


def test_a_filter_after_a_filter_narrows_further(tiny: Catalog) -> None:
    context = turn(tiny)
    first = run(filter_items, context, where=[{"field": "genres", "op": "contains", "value": "Sci-Fi"}])
    second = run(filter_items, then(context, first), where=[{"field": "year", "op": "<", "value": 2000}])

    assert kept(context, second) == ["1", "6"]
    assert (second.before, second.summary) == (3, "kept 2 of 3")


def test_a_failed_filter_leaves_nothing_rather_than_everything(tiny: Catalog) -> None:
    result = run(filter_items, turn(tiny), where=[Condition(field="runtime", op="<", value="short")])

    assert result.status == "failed"
    assert result.candidates == []
    assert result.reason == "`runtime` is a number of minutes; `short` is not a number."


def test_an_unknown_field_fails_and_names_the_closest(tiny: Catalog) -> None:
    result = run(filter_items, turn(tiny), where=[{"field": "genre", "op": "contains", "value": "Comedy"}])

    assert leaves_nothing(result, "failed")
    assert result.reason == "`genre` is not a field of `tiny`; the closest is `genres`."


def test_nothing_left_is_empty(tiny: Catalog) -> None:
    where = [{"field": "country", "op": "=", "value": "France"}, {"field": "year", "op": "<", "value": 1960}]

    result = run(filter_items, turn(tiny), where=where)

    assert leaves_nothing(result, "empty")
    assert result.summary == "kept 0 of 8"


def test_a_missing_value_stays_under_a_negation_and_is_ranked_last(tiny: Catalog) -> None:
    context = turn(tiny)
    result = run(filter_items, context, where=[{"field": "country", "op": "!=", "value": "United States"}])

    assert kept(context, result) == ["1", "4", "8"]
    assert result.candidates is not None
    assert result.candidates.unsure.tolist() == [7]
    ranked = run(rank, then(context, result), order=[{"field": "year"}])
    assert ranked.candidates == ["4", "1", "8"]


def test_another_part_of_an_or_makes_it_sure(tiny: Catalog) -> None:
    either = AnyOf(
        any_of=(
            Condition(field="country", op="!=", value="United States"),
            Condition(field="genres", op="contains", value="Romance"),
        )
    )

    result = filter_items(turn(tiny), where=[either])

    assert kept(turn(tiny), result) == ["1", "4", "8"]
    assert result.candidates is not None
    assert not len(result.candidates.unsure)


def test_no_condition_keeps_everything(tiny: Catalog) -> None:
    result = run(filter_items, turn(tiny), where=[])

    assert result.candidates is not None
    assert (result.status, result.candidates.total) == ("ok", 8)


def test_without_time_it_fails_and_leaves_nothing(tiny: Catalog) -> None:
    late = turn(tiny, deadline=time.monotonic() - 1)

    result = run(filter_items, late, where=[])

    assert leaves_nothing(result, "failed")
    assert result.reason == "no time was left to run `filter`."


def test_a_wrong_argument_is_named(tiny: Catalog) -> None:
    assert run(filter_items, turn(tiny), wher=[]).reason == "`filter` has no argument `wher`; the closest is `where`."
    assert run(filter_items, turn(tiny)).reason == "`filter` needs the argument `where`; it was not given."
    assert run(filter_items, turn(tiny), where=[{"field": "year", "op": ">"}]).status == "failed"


def test_the_step_that_kept_them_is_noted(tiny: Catalog) -> None:
    result = run(filter_items, turn(tiny, step="step3"), where=[])

    assert result.candidates is not None
    assert result.candidates.kept_by == ("step3",)
