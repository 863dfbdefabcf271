"""Values that are written in several ways, and columns of marks."""

from __future__ import annotations

from palate.catalog.catalog import Catalog

TYPES = ["MOUNTAIN BIKE", "mountain bike", "mountain bike", "City Bike", "road bike"]
ROWS = [
    {
        "id": str(at),
        "title": f"Bike {at}",
        "type": TYPES[at % 5],
        "for": ["Hills|rain", "hills|Sun"][at % 2],
        "electric": mark,
    }
    for at, mark in enumerate(["x", "", "X", None, "x"] * 4)
]


def test_a_value_that_is_written_in_several_ways_is_one_value_and_that_is_told() -> None:
    with Catalog.build(":memory:", items=ROWS, noun="bike") as catalog:
        types, uses = catalog.schema.field("type"), catalog.schema.field("for")
        told = catalog.findings

        assert {term.value: term.count for term in types.terms} == {"mountain bike": 12, "City Bike": 4, "road bike": 4}
        assert sorted(term.value for term in uses.terms) == ["Hills", "Sun", "rain"]
        assert told[0] == (
            "`type` writes values in several ways that differ in capitals alone; each is kept in one: `mountain bike`."
        )

        catalog.upsert([{"id": "new", "title": "Newest", "type": "Mountain Bike", "for": "HILLS"}])

        assert catalog.item("new").fields["type"] == "mountain bike"
        assert catalog.item("new").fields["for"] == ["Hills"]


def test_what_is_ticked_off_in_some_rows_is_yes_there_and_no_elsewhere() -> None:
    with Catalog.build(":memory:", items=ROWS, noun="bike") as catalog:
        assert catalog.schema.field("electric").kind == "flag"
        assert [catalog.item(str(at)).fields["electric"] for at in range(5)] == [True, False, True, False, True]


def test_a_letter_that_stands_everywhere_is_no_mark() -> None:
    rows = [{"id": str(at), "title": f"Point {at}", "axis": "x"} for at in range(6)]
    with Catalog.build(":memory:", items=rows) as catalog:
        assert catalog.schema.field("axis").kind == "category"
