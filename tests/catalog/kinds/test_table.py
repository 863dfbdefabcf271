"""Which columns identify and name items, and what becomes of the others' names."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.kinds.column import Column
from palate.catalog.kinds.declared import read_declared
from palate.catalog.kinds.table import item_columns, title_template, user_columns
from palate.catalog.sources.frame import Frame
from palate.errors import BadArgument, UnreadableFile


def frame(**columns: list[Any]) -> Frame:
    size = len(next(iter(columns.values())))
    return Frame(origin="things.csv", columns=columns, lines=list(range(2, size + 2)))


def renamed(columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.source: column.name for column in columns}


@pytest.mark.parametrize(
    ("columns", "identity", "title"),
    [
        ({"title": ["A", "B"], "id": ["1", "2"], "sku": ["x", "y"]}, "id", "title"),
        ({"movieId": ["1", "2"], "title": ["A", "B"]}, "movieId", "title"),
        ({"SKU": ["1", "2"], "Product Name": ["A", "B"], "brand_name": ["X", "Y"]}, "SKU", "Product Name"),
        ({"asin": ["1", "2"], "brand": ["X", "Y"], "name": ["A", "B"]}, "asin", "name"),
        ({"director_id": ["7", "7"], "film_key_id": ["1", "2"], "title": ["A", "B"]}, "film_key_id", "title"),
        ({"code": ["1", "1"], "title": ["A", "B"]}, "", "title"),
        ({"title": ["A", "B"]}, "", "title"),
        ({"id": ["1", "2"], "wine_name": ["A", "B"], "winery": ["X", "Y"]}, "id", "wine_name"),
        ({"id": ["1", "2"], "name": ["A", "B"], "product": ["3", "4"]}, "id", "name"),
    ],
)
def test_names_tell_what_identifies_and_names_an_item(columns: dict[str, Any], identity: str, title: str) -> None:
    found = item_columns(frame(**columns), {})

    assert (found[0].source, found[1].source) == (identity, title)


def test_an_id_column_without_a_telling_name_is_known_by_the_ids_of_the_log() -> None:
    found = item_columns(frame(ref=["a7", "b8"], title=["A", "B"]), {}, mentioned=[{"a7", "b8"}])

    assert found[0].source == "ref"


def test_other_columns_keep_their_names_unless_the_catalogue_needs_them() -> None:
    source = frame(sku=["1"], name=["A"], Title=["Mr"], ID=["x"], rowid=["y"], order=["z"])

    found = item_columns(source, read_declared({"sku": "id", "name": "title"}))

    assert renamed(found) == {
        "sku": "id",
        "name": "title",
        "Title": "source_Title",
        "ID": "source_ID",
        "rowid": "source_rowid",
        "order": "order",
    }


def test_a_table_without_a_title_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnreadableFile) as caught:
        item_columns(frame(id=["1"], price=["2"]), {})

    assert str(caught.value) == (
        "`things.csv` has no column that names an item: its columns are `id`, `price`. Expected one such as `title` or "
        "`name`; say which with --field COLUMN=title (`fields=`), or put one together with --title '{make} {model}' "
        "(`title=`)."
    )


def test_short_words_that_are_nearly_all_distinct_name_items() -> None:
    addresses = [f"{number} Pine Road, Durham" for number in range(1, 21)]
    links = [f"https://homes.example/{number}" for number in range(20)]

    found = item_columns(
        frame(rank=list(map(str, range(1, 21))), link=links, address=addresses, kind=["flat"] * 20), {}
    )

    assert renamed(found) == {"rank": "id", "address": "title", "link": "link", "kind": "kind"}


def test_a_column_that_hardly_tells_items_apart_is_no_title_beside_one_that_does() -> None:
    courses = frame(subject=["Dance"] * 6, course=["Ballet", "Tango", "Jazz", "Tap", "Tap", "Salsa"], term=["Fall"] * 6)

    assert renamed(item_columns(courses, {})) == {"": "id", "course": "title", "subject": "subject", "term": "term"}
    assert renamed(item_columns(frame(title=["Dance"] * 4), {})) == {"": "id", "title": "title"}


def test_where_nothing_names_an_item_its_values_and_number_do() -> None:
    stones = frame(row=["1", "2", "3"], cut=["fair", "good", "fair"], price=["9", "8", "7"])

    assert title_template(stones, {}) == "{cut} #{row}"
    assert title_template(frame(name=["a", "b"], cut=["fair", "good"]), {}) is None
    assert title_template(frame(price=["9", "8"], size=["1", "2"]), {}) is None


def test_what_is_declared_is_not_inferred() -> None:
    source = frame(id=["1", "2"], title=["A", "B"], zip=["1", "2"], tags=["a, b", "c"], junk=["x", "y"])

    found = item_columns(source, read_declared({"zip": "number:0..5", "tags": "category", "junk": "skip"}))

    assert [(column.name, column.kind) for column in found[2:]] == [("zip", "number"), ("tags", "category")]
    assert (found[2].form.low, found[2].form.high) == (0, 5)


def test_a_declared_kind_that_does_not_exist_is_refused_with_the_closest() -> None:
    with pytest.raises(BadArgument) as caught:
        read_declared({"price": "numeric"})

    assert str(caught.value) == (
        "`price=numeric` does not say what `price` is; the closest is `number`. Expected one of id, title, text, "
        "category, tags, number, date, flag, user, item, value, time, behaviour or skip, and bounds as in "
        "`number:1..5`, or an order as in `category:low<medium<high`."
    )


@pytest.mark.parametrize("spec", ["category:low<", "category:low<high<low"])
def test_an_order_names_each_value_once(spec: str) -> None:
    with pytest.raises(BadArgument, match="names a value twice or not at all; expected `low<medium<high`"):
        read_declared({"level": spec})


def test_a_price_takes_the_currency_that_stands_beside_it() -> None:
    found = item_columns(frame(id=["1", "2"], title=["A", "B"], price=["5", "6"], currency=["EUR", "EUR"]), {})

    assert (found[2].name, found[2].unit) == ("price", "€")


def test_prices_in_several_currencies_have_no_unit() -> None:
    found = item_columns(frame(id=["1", "2"], title=["A", "B"], price=["5", "6"], currency=["EUR", "USD"]), {})

    assert (found[2].name, found[2].unit) == ("price", None)


def test_people_need_an_id() -> None:
    assert user_columns(frame(user_id=["1"], age=["30"]), {})[0].source == "user_id"
    with pytest.raises(UnreadableFile, match="no column that identifies a person"):
        user_columns(frame(age=["30"]), {})


@pytest.mark.parametrize(
    ("cells", "identity"),
    [
        (["FZ-1000", "FZ-1001", "FZ-20"], "ref"),
        (["A1", "B7", "C3"], "ref"),
        (["1 GB", "2 GB", "4 GB"], ""),
        (["FZ-1", "FZ-1", "FZ-2"], ""),
        (["FZ-1", "1-FZ", "FZ-2"], ""),
        (["red", "blue", "green"], ""),
    ],
)
def test_codes_of_one_shape_identify_where_no_name_does(cells: list[str], identity: str) -> None:
    assert item_columns(frame(ref=cells, title=["A", "B", "C"]), {})[0].source == identity
