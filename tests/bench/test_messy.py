"""Messy rows are read as what they are, and one bad one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.messy import built, messy_rows
from bench.synthetic import Size, item_rows, write_rows
from palate import Catalog
from palate.errors import BadRows

SIZE = Size(120)


def written(folder: Path, *, bad: int | None = None) -> Path:
    path = folder / "messy.csv"
    write_rows(path, messy_rows(SIZE, bad=bad), "", SIZE.items, lambda *_: None)
    return path


def test_messy_rows_hold_what_the_clean_ones_do(tmp_path: Path) -> None:
    with Catalog.build(":memory:", items=written(tmp_path)) as catalog:
        found = catalog.items([str(number) for number in range(1, SIZE.items + 1)])
        kinds = {field.name: field.kind for field in catalog.schema.fields}

    prices = [float(row["price"].lstrip("$")) for row in item_rows(SIZE)]
    assert (kinds["price"], kinds["runtime"], kinds["in_stock"], kinds["genres"]) == (
        "number",
        "number",
        "flag",
        "tags",
    )
    assert [item.get("price") for item in found] == [None if at % 5 == 4 else price for at, price in enumerate(prices)]
    assert [item.get("runtime") for item in found] == [
        None if at % 4 == 3 else row["runtime"] for at, row in enumerate(item_rows(SIZE))
    ]


def test_one_bad_row_is_refused_after_all_were_read(tmp_path: Path) -> None:
    rows = written(tmp_path, bad=60)

    took = built(rows, None)

    with pytest.raises(BadRows, match="line 122 `ask us`"):
        Catalog.build(":memory:", items=rows)
    assert 0 <= took.told < took.seconds
    assert took.megabytes > 1


def test_what_is_not_refused_is_told_as_nothing(tmp_path: Path) -> None:
    assert built(written(tmp_path), None).told == 0
