from __future__ import annotations

import pytest

from palate import Catalog
from palate.errors import BadArgument, BadRows, UnknownField

CARS: list[dict[str, object]] = [
    {"sku": "1", "make": "Audi", "model": "A4", "year": 2019, "price": 20},
    {"sku": "2", "make": "VW", "model": None, "year": None, "price": 3},
]
TITLE = "{make} {model} ({year})"


def test_titles_are_put_together_of_columns_and_the_columns_stay() -> None:
    with Catalog.build(":memory:", items=CARS, title=TITLE) as catalog:
        assert [item.title for item in catalog.items(["1", "2"])] == ["Audi A4 (2019)", "VW"]
        assert catalog.schema.names == ("id", "title", "make", "model", "year", "price")


def test_later_items_are_named_alike_and_a_change_of_price_keeps_the_title() -> None:
    with Catalog.build(":memory:", items=CARS, title=TITLE) as catalog:
        catalog.upsert([{"sku": "3", "make": "Fiat", "model": "500", "year": 2020}])
        catalog.upsert([{"sku": "1", "price": 19}])

        assert [item.title for item in catalog.items(["1", "3"])] == ["Audi A4 (2019)", "Fiat 500 (2020)"]


def test_a_row_that_has_none_of_the_parts_has_no_title() -> None:
    with pytest.raises(BadRows, match="expected the item's title; line 1 nothing"):
        Catalog.build(":memory:", items=[{"sku": "1", "make": None, "price": 2}], title="{make}")


@pytest.mark.parametrize(
    ("title", "error", "why"),
    [
        ("no parts", BadArgument, "expected columns in braces"),
        (5, BadArgument, "expected columns in braces"),
        ("{maker}", UnknownField, "`title` names `maker`, which is no column of `items`; the closest is `make`"),
    ],
)
def test_what_is_no_title_is_refused(title: str, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        Catalog.build(":memory:", items=CARS, title=title)
