import pytest

from palate.agent.replies.wording import listed, shown_value, titled
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import tongue

YEAR = Field(name="year", kind="number", role="year", integral=True)
FILMS = Schema(name="films", version=1, items=1, fields=(YEAR,))


@pytest.mark.parametrize(
    ("title", "year", "shown"),
    [
        ("Fargo", 1996, "Fargo (1996)"),
        ("Fargo (1996)", 1996, "Fargo (1996)"),
        ("2001: A Space Odyssey", 1968, "2001: A Space Odyssey (1968)"),
        ("Fargo", None, "Fargo"),
        ("Fargo", "1996-03-08", "Fargo (1996)"),
    ],
)
def test_a_title_with_its_year(title: str, year: FieldValue, shown: str) -> None:
    assert titled(Item(id="1", title=title, fields={"year": year}), FILMS) == shown


def test_a_title_where_the_catalogue_knows_no_year() -> None:
    assert titled(Item(id="1", title="Desk", fields={}), Schema(name="shop", version=1, items=1, fields=())) == "Desk"


@pytest.mark.parametrize(
    ("value", "field", "shown"),
    [
        (98, Field(name="runtime", kind="number", unit="minutes"), "98 minutes"),
        (1, Field(name="runtime", kind="number", unit="minutes"), "1 minute"),
        (1250.0, Field(name="price", kind="number", unit="$"), "$1,250"),
        (12.5, Field(name="price", kind="number", unit="$"), "$12.50"),
        (1996.0, YEAR, "1996"),
        (["Comedy", "Crime"], Field(name="genres", kind="tags"), "Comedy and Crime"),
        (True, Field(name="stock", kind="flag"), "yes"),
        (0, Field(name="stock", kind="flag"), "no"),
        (None, YEAR, "unknown"),
        ([], Field(name="genres", kind="tags"), "unknown"),
    ],
)
def test_a_value_as_a_person_writes_it(value: FieldValue, field: Field, shown: str) -> None:
    assert shown_value(value, field) == shown


def test_lists_and_counts() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], last="or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]
    assert [tongue().qualified(*each) for each in ((0, "film"), (1, "film"), (12, "film"), (1_300, "box"))] == [
        *("no films", "one film", "twelve films", "1,300 boxes")
    ]
    assert [tongue().plural(noun) for noun in ("film", "dish", "story", "toy", "box")] == [
        "films",
        "dishes",
        "stories",
        "toys",
        "boxes",
    ]
    assert [tongue().article("apple"), tongue().article("film")] == ["an apple", "a film"]
