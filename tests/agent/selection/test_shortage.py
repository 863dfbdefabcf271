from pathlib import Path

import numpy as np

from palate import Catalog
from palate.agent.selection.shortage import Shortage, explain_shortage
from palate.language.preference import Preference
from palate.memory.request import Held
from tests.agent.making import wants, workspace

COMEDY = wants("genres", "contains", "Comedy")
FRENCH = wants("country", "=", "France")
MYSTERY = wants("genres", "contains", "Mystery")
FIFTIES = wants("year", "between", [1950, 1959])


def shortage(catalog: Catalog, *hard: Preference, barred: list[int] | None = None, wanted: int = 1) -> Shortage:
    rules = {"not_seen": np.array(barred, dtype=np.int64)} if barred else {}
    return explain_shortage(workspace(catalog, barred=rules), 0, Held(request=hard), wanted=wanted)


def test_the_one_condition_without_which_there_would_be_something(tiny: Catalog) -> None:
    found = shortage(tiny, COMEDY, FRENCH, wants("runtime", "<", 100))

    assert found.blamed == ("from France",)
    assert {(miss.title, miss.breaks) for miss in found.near} == {
        ("Clueless", ("from France",)),
        ("Fargo", ("from France",)),
        ("Amélie", ("under 100 minutes",)),
    }


def test_of_several_the_one_that_frees_the_most(tiny: Catalog) -> None:
    assert shortage(tiny, COMEDY, FIFTIES).blamed == ("from the 1950s",)  # three comedies, one film of the fifties


def test_a_pair_where_no_single_one_is_to_blame(tiny: Catalog) -> None:
    found = shortage(tiny, COMEDY, FIFTIES, wants("runtime", ">", 1_000))

    assert found.blamed == ("from the 1950s", "over 1,000 minutes")


def test_the_closest_miss_by_the_least(tiny: Catalog) -> None:
    found = shortage(tiny, COMEDY, wants("runtime", "<", 90))

    assert [miss.id for miss in found.near] == ["8", "2", "4"]  # 97, 98 and 122 minutes


def test_what_only_a_rule_keeps_out_is_no_condition_s_fault_alone(tiny: Catalog) -> None:
    found = shortage(tiny, FRENCH, barred=[3])

    assert found.rule == "not_seen"
    assert found.blamed == ("from France",)  # without it there is what no rule keeps out
    assert not found.near


def test_where_rules_keep_out_all_there_is_no_wish_is_offered_to_be_let_go(tiny: Catalog) -> None:
    assert shortage(tiny, FRENCH, barred=list(range(tiny.columns.size))) == Shortage(rule="not_seen")


def test_a_list_that_a_rule_makes_short_blames_nothing(tiny: Catalog) -> None:
    assert shortage(tiny, COMEDY, barred=[7], wanted=3) == Shortage(rule="not_seen")


def test_what_may_not_be_shown_is_not_offered_as_close(tiny: Catalog) -> None:
    found = shortage(tiny, COMEDY, wants("runtime", "<", 90), barred=[7])

    assert [miss.id for miss in found.near] == ["2", "4"]


def test_dates_miss_by_days(tmp_path: Path) -> None:
    items = [
        {"id": "a", "title": "A", "released": "2020-01-01", "kind": "x"},
        {"id": "b", "title": "B", "released": "2023-06-01", "kind": "x"},
        {"id": "c", "title": "C", "released": "2010-01-01", "kind": "y"},
    ]
    with Catalog.build(tmp_path / "dates.db", items=items) as catalog:
        found = shortage(catalog, wants("kind", "=", "x"), wants("released", ">=", "2024-01-01"))

    assert [miss.id for miss in found.near] == ["b", "a"]
