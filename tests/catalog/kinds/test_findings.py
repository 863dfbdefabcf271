"""What is told of columns whose kind is not plain."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.kinds.declared import read_declared
from palate.catalog.kinds.findings import findings
from palate.catalog.kinds.table import item_columns
from palate.catalog.sources.frame import Frame

SEVERAL = (
    "`price` has amounts in several currencies ({}), which are kept as words and neither compared nor summed. "
    "Convert them to one, or give each currency a column of its own."
)


def told(fields: dict[str, str] | None = None, **cells: list[Any]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    columns = {"id": [str(at) for at in range(6)], "title": list("ABCDEF"), **cells}
    source, declared = Frame(origin="x.csv", columns=columns, lines=list(range(2, 8))), read_declared(fields)
    found = item_columns(source, declared)
    return [(each.name, each.kind) for each in found[2:]], findings(source, found, declared)


def test_amounts_of_several_currencies_are_words_and_told() -> None:
    mixed = told(price=["€10", "$12", "€9", "$30", "£4", "€5"])

    assert mixed == ([("price", "category")], (SEVERAL.format("€, $, £"),))


def test_a_column_of_currencies_beside_the_prices_tells_as_well() -> None:
    prices = [10, 12, 9, 30, 4, 5]

    assert told(price=prices, currency=["EUR", "USD", "EUR", "USD", "EUR", "EUR"]) == (
        [("price", "category"), ("currency", "category")],
        (SEVERAL.format("€, $"),),
    )
    assert told(price=prices, currency=["EUR"] * 6) == ([("price", "number"), ("currency", "category")], ())


@pytest.mark.parametrize(
    ("cells", "kind", "sentence"),
    [
        (
            ["38", "39", "One size", "40", "One size", "One size"],
            "category",
            "`x` is read as words, though 50% of its cells are numbers: as numbers, 3 of 6 would be empty.",
        ),
        (
            [0, 1, 1, 0, 1, 1],
            "number",
            "`x` is read as numbers, though it has nothing but 0 and 1. `--field x=flag` reads it as yes or no.",
        ),
    ],
)
def test_of_kinds_about_as_likely_each_is_told(cells: list[Any], kind: str, sentence: str) -> None:
    assert told(x=cells) == ([("x", kind)], (sentence,))
    assert told(x=cells, fields={"x": kind})[1] == ()


def test_a_kind_is_advised_only_where_it_empties_no_more_cells() -> None:
    rows = 2_001  # one more than are looked at
    switch, ids = [*[0, 1] * (rows // 2), 7], [str(at) for at in range(rows)]
    source = Frame("x.csv", {"id": ids, "title": [f"T {at}" for at in ids], "x": switch}, list(range(rows)))
    columns = item_columns(source, {})

    assert columns[2].kind == "number"
    assert findings(source, columns, {}) == ()
    switch[-1] = 1
    assert len(findings(source, columns, {})) == 1
