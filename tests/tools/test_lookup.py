from __future__ import annotations

import time
from typing import Any

import pytest

from palate import Catalog
from palate.tools.lookup import lookup
from tests.tools.conftest import run, turn


def rows(catalog: Catalog, **args: Any) -> list[dict[str, Any]]:
    result = run(lookup, turn(catalog), **args)
    assert result.reason is None
    assert result.candidates is None
    return list(result.rows)


def test_it_returns_the_selected_fields_of_the_named_items_in_their_order(tiny: Catalog) -> None:
    assert rows(tiny, select=["title", "genres"], items=["3", "1"]) == [
        {"title": "Jaws", "genres": ["Horror", "Adventure"]},
        {"title": "Alien", "genres": ["Horror", "Sci-Fi"]},
    ]


def test_without_a_selection_it_returns_every_field(tiny: Catalog) -> None:
    assert rows(tiny, items=["5"]) == [
        {
            "id": "5",
            "title": "Rear Window",
            "year": 1954,
            "runtime": None,
            "genres": ["Mystery"],
            "country": "United States",
        }
    ]


def test_conditions_and_order_and_limit(tiny: Catalog) -> None:
    found = rows(
        tiny,
        select=["title"],
        where=[{"field": "country", "op": "=", "value": "united states"}],
        order=[{"field": "runtime", "descending": True}],
        limit=2,
    )

    assert found == [{"title": "Dune"}, {"title": "Dune"}]


@pytest.mark.parametrize("descending", [True, False])
def test_missing_values_come_last_either_way(tiny: Catalog, descending: bool) -> None:
    found = rows(tiny, select=["id"], order=[{"field": "runtime", "descending": descending}])

    assert found[-1] == {"id": "5"}


def test_more_rows_are_told(tiny: Catalog) -> None:
    result = run(lookup, turn(tiny), select=["id"], limit=3)

    assert (len(result.rows), result.summary, result.evidence) == (3, "3 rows; more rows exist", {"more": True})
    assert run(lookup, turn(tiny), select=["id"], limit=8).summary == "8 rows"


def test_figures(tiny: Catalog) -> None:
    comedies = [{"field": "genres", "op": "contains", "value": "Comedy"}]
    aggregate = [
        {"function": "count"},
        {"function": "avg", "field": "runtime"},
        {"function": "min", "field": "year"},
        {"function": "count", "field": "country"},
    ]

    assert rows(tiny, where=comedies, aggregate=aggregate) == [
        {"count": 3, "avg_runtime": (98 + 122 + 97) / 3, "min_year": 1995, "count_country": 2}
    ]


def test_figures_of_named_items(tiny: Catalog) -> None:
    assert rows(tiny, items=["1", "3"], aggregate=[{"function": "max", "field": "runtime"}]) == [{"max_runtime": 124}]


def test_groups_of_a_tags_field_count_an_item_in_each(tiny: Catalog) -> None:
    found = rows(tiny, group_by="genres", limit=3)

    assert found == [
        {"genres": "Comedy", "count": 3},
        {"genres": "Sci-Fi", "count": 3},
        {"genres": "Adventure", "count": 2},
    ]


def test_groups_leave_out_missing_values_and_sort_by_a_figure(tiny: Catalog) -> None:
    found = rows(
        tiny,
        group_by="country",
        aggregate=[{"function": "max", "field": "year"}],
        order=[{"field": "max_year", "descending": False}],
    )

    assert found == [
        {"country": "United Kingdom", "max_year": 1979},
        {"country": "France", "max_year": 2001},
        {"country": "United States", "max_year": 2021},
    ]


def test_groups_of_a_number_may_have_a_width() -> None:
    items = [{"id": f"c{n}", "title": f"Cold {n}", "celsius": n} for n in (-10, -5, 0, 9, 10)]
    with Catalog.build(":memory:", items=items) as catalog:
        by_ten = rows(catalog, group_by="celsius", width=10)
        by_half = rows(catalog, group_by="celsius", width=2.5, where=[{"field": "celsius", "op": "<", "value": 0}])

    assert by_ten == [{"celsius": -10, "count": 2}, {"celsius": 0, "count": 2}, {"celsius": 10, "count": 1}]
    assert by_half == [{"celsius": -10.0, "count": 1}, {"celsius": -5.0, "count": 1}]


def test_nothing_found_is_empty(tiny: Catalog) -> None:
    result = run(lookup, turn(tiny), where=[{"field": "year", "op": ">", "value": 2100}])

    assert (result.status, result.rows, result.summary) == ("empty", (), "0 rows")


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"select": ["titel"]}, "`titel` is not a field of `tiny`; the closest is `title`."),
        ({"group_by": "country", "width": 10}, "`width` is of groups by a number; `country` is a category."),
        ({"order": [{"field": "lenght"}]}, "`lenght` is not a field of `tiny`; known: "),
        ({"items": ["zz"]}, "`zz` is not in `tiny`, which has 8 items; "),
        ({"aggregate": [{"function": "avg"}]}, "`avg` needs a field; give the aggregate a `field`."),
        (
            {"aggregate": [{"function": "avg", "field": "title"}]},
            "`avg` needs a number field; `title` is a title.",
        ),
        (
            {"group_by": "country", "order": [{"field": "year"}]},
            "groups can be sorted by `count`, `country`; not by `year`.",
        ),
        ({"limit": 0}, "`limit` of `lookup` should be greater than or equal to 1; `0` is not."),
        ({"select": "title"}, "`select` of `lookup` should be a list; `title` is not."),
    ],
)
def test_what_is_wrong_is_named(tiny: Catalog, args: dict[str, Any], reason: str) -> None:
    result = run(lookup, turn(tiny), **args)

    assert result.status == "failed"
    assert str(result.reason).startswith(reason)


def test_a_persons_words_never_become_sql(tiny: Catalog) -> None:
    nasty = "x' OR '1'='1\"; DROP TABLE items; --"

    assert rows(tiny, where=[{"field": "country", "op": "=", "value": nasty}]) == []
    assert run(lookup, turn(tiny), select=[nasty]).status == "failed"
    assert run(lookup, turn(tiny), items=[nasty]).status == "failed"
    assert tiny.schema.items == 8


def test_a_column_may_have_any_name(tmp_path: Any) -> None:
    items = [{"id": str(at), "title": f"T{at}", 'a "b"': at, "order": at % 2, "cast": ["x", "y"]} for at in range(4)]
    with Catalog.build(tmp_path / "odd.db", items=items, fields={'a "b"': "number", "order": "number"}) as odd:
        found = rows(odd, select=['a "b"', "cast"], order=[{"field": 'a "b"'}], limit=1)
        figure = rows(odd, aggregate=[{"function": "sum", "field": "order"}])

    assert found == [{'a "b"': 3, "cast": ["x", "y"]}]
    assert figure == [{"sum_order": 2}]


def test_words_within_a_title_are_found_whatever_their_case(tiny: Catalog) -> None:
    assert rows(tiny, select=["id"], where=[{"field": "title", "op": "contains", "value": "AMÉ"}]) == [{"id": "4"}]


def test_many_items_can_be_named(films: Catalog) -> None:
    ids = films.ids(range(150))

    assert [row["id"] for row in rows(films, select=["id"], items=ids, limit=200)] == ids


def test_without_time_it_fails(tiny: Catalog) -> None:
    assert run(lookup, turn(tiny, deadline=time.monotonic())).reason == "no time was left to run `lookup`."
