from __future__ import annotations

from palate import Catalog
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.facets import facets
from tests.tools.conftest import run, turn


def test_values_are_counted_and_numbers_measured_with_their_extremes(tiny: Catalog) -> None:
    result = run(facets, turn(tiny, "1", "3", "5", "8"), fields=["genres", "runtime"])

    assert result.rows == (
        {
            "field": "genres",
            "kind": "tags",
            "missing": 0,
            "values": {"Horror": 2, "Adventure": 1, "Comedy": 1, "Mystery": 1, "Romance": 1, "Sci-Fi": 1},
            "distinct": 6,
        },
        {
            "field": "runtime",
            "kind": "number",
            "missing": 1,
            "min": 97,
            "min_item": {"id": "8", "title": "Clueless"},
            "median": 117.0,
            "max": 124,
            "max_item": {"id": "3", "title": "Jaws"},
        },
    )
    assert result.candidates is None
    assert result.before == 4


def test_without_fields_every_one_that_has_a_shape_is_described(tiny: Catalog) -> None:
    assert [row["field"] for row in run(facets, turn(tiny)).rows] == ["year", "runtime", "genres", "country"]


def test_dates_and_flags(tmp_path_factory: object, shop: Catalog) -> None:
    result = run(facets, turn(shop), fields=["in_stock"])

    (row,) = result.rows
    assert (row["field"], row["kind"]) == ("in_stock", "flag")
    assert row["values"]["true"] + row["values"]["false"] + row["missing"] == shop.schema.items


def test_nothing_has_no_extremes(tiny: Catalog) -> None:
    result = run(facets, ToolContext(tiny, candidates=Candidates.nothing()), fields=["year"])

    assert result.status == "empty"
    assert result.rows == ({"field": "year", "kind": "number", "missing": 0, "min": None, "median": None, "max": None},)


def test_an_unknown_field_is_named(tiny: Catalog) -> None:
    assert run(facets, turn(tiny), fields=["genre"]).reason == (
        "`genre` is not a field of `tiny`; the closest is `genres`."
    )
