from __future__ import annotations

import numpy as np
import pytest

from palate import Catalog, Condition
from palate.ranking.taste import Taste, Wish
from palate.tools.rank import rank
from palate.tools.search import search
from palate.tools.similar import similar
from tests.tools.conftest import leaves_nothing, run, then, turn

SCI_FI = Condition(field="genres", op="contains", value="Sci-Fi")


def test_by_popularity_equals_go_by_position(tiny: Catalog) -> None:
    result = run(rank, turn(tiny), by="popularity")

    assert result.candidates == ["1", "4", "8", "7", "2", "3", "5", "6"]
    assert result.summary == "8 of 8 ordered by popularity"


def test_preference_without_a_taste_is_popularity(tiny: Catalog) -> None:
    by_popularity = run(rank, turn(tiny), by="popularity").candidates

    assert run(rank, turn(tiny)).candidates == by_popularity


def test_preference_puts_neighbours_of_liked_items_first_and_says_so(tiny: Catalog) -> None:
    result = run(rank, turn(tiny, taste=Taste(likes={"1": 1.0})))

    assert result.candidates is not None
    assert result.candidates[0] == "7"
    assert result.evidence["contributions"]["7"]["liked"] == ["1"]


def test_wishes_count(tiny: Catalog) -> None:
    result = run(rank, turn(tiny, taste=Taste(wishes=(Wish(SCI_FI, 1.0),))))

    assert result.candidates is not None
    assert set(result.candidates[:3]) == {"1", "6", "7"}


def test_rejected_and_barred_items_leave_and_are_counted(tiny: Catalog) -> None:
    context = turn(tiny, taste=Taste(rejected=frozenset({"1", "gone"})), barred={"not seen": np.array([3, 6])})

    result = run(rank, context, by="popularity")

    assert result.candidates == ["8", "2", "3", "5", "6"]
    assert result.candidates is not None
    assert result.candidates.total == 5
    assert result.evidence["removed"] == {"rejected": 1, "not seen": 2}
    assert result.summary == "5 of 8 ordered by popularity; 3 may not be shown"


def test_only_candidates_are_ranked(tiny: Catalog) -> None:
    assert run(rank, turn(tiny, "5", "2", "4"), by="popularity").candidates == ["4", "2", "5"]


def test_where_nothing_may_be_shown_it_is_empty(tiny: Catalog) -> None:
    result = run(rank, turn(tiny, "1", taste=Taste(rejected=frozenset({"1"}))))

    assert leaves_nothing(result, "empty")


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ([{"field": "runtime"}], ["7", "6", "3", "4", "1", "2", "8", "5"]),
        ([{"field": "runtime", "descending": False}], ["8", "2", "1", "4", "3", "6", "7", "5"]),
        ([{"field": "country", "descending": False}, {"field": "year"}], ["4", "1", "7", "2", "6", "3", "5", "8"]),
    ],
)
def test_fields_order_with_missing_values_last(tiny: Catalog, order: list[dict[str, object]], ids: list[str]) -> None:
    assert run(rank, turn(tiny), order=order).candidates == ids


def test_equals_of_a_field_go_by_score(tiny: Catalog) -> None:
    tied = run(rank, turn(tiny, "2", "3", "7"), order=[{"field": "country"}], by="popularity")

    assert tied.candidates == ["7", "2", "3"]


def test_a_limit_cuts_by_score(tiny: Catalog) -> None:
    result = run(rank, turn(tiny), by="popularity", limit=2)

    assert result.candidates is not None
    assert (result.candidates.ids, result.candidates.total) == (("1", "4"), 8)


def test_an_order_can_be_kept(tiny: Catalog) -> None:
    context = turn(tiny, barred={"shown": np.array([6])})
    alike = run(similar, context, items=["1"])

    result = run(rank, then(context, alike), keep_order=True)

    assert alike.candidates is not None
    assert result.candidates == [item for item in alike.candidates if item != "7"]
    assert result.candidates is not None
    assert "similarity" in result.candidates.scores


def test_similarity_needs_something_to_be_similar_to(tiny: Catalog) -> None:
    context = turn(tiny)

    assert run(rank, context, by="similarity").reason == (
        "nothing was compared yet; call `similar` first, or rank by preference."
    )
    alike = run(similar, context, items=["1"])
    assert run(rank, then(context, alike), by="similarity").candidates == ["7", "3", "6"]


def test_what_is_wished_for_beside_a_likeness_leads_it(tiny: Catalog) -> None:
    context = turn(tiny, taste=Taste(wishes=(Wish(Condition(field="year", op="<", value=1980), 6.0),)))
    alike = run(similar, context, items=["1"])

    assert run(rank, then(context, alike), by="similarity").candidates == ["3", "7", "6"]


def test_earlier_matches_count_for_preference(tiny: Catalog) -> None:
    context = turn(tiny, "4", "8", "2")
    assert run(rank, context).candidates == ["4", "8", "2"]

    matched = run(search, turn(tiny), query="fargo comedy")

    result = run(rank, then(turn(tiny), matched))
    assert result.candidates is not None
    assert result.candidates[0] == "2"


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (
            {"order": [{"field": "genres"}]},
            "`genres` is a tags; candidates are sorted by a number, date, flag or category",
        ),
        ({"order": [{"field": "lengt"}]}, "`lengt` is not a field of `tiny`"),
        ({"by": "luck"}, "`by` of `rank` should be 'popularity', 'similarity' or 'preference'; `luck` is not."),
        ({"limit": 9_999}, "`limit` of `rank` should be less than or equal to 2000; `9999` is not."),
    ],
)
def test_what_is_wrong_leaves_nothing(tiny: Catalog, args: dict[str, object], reason: str) -> None:
    result = run(rank, turn(tiny), **args)

    assert leaves_nothing(result, "failed")
    assert str(result.reason).startswith(reason)
