from __future__ import annotations

import pytest

from palate.catalog.grounding.adjectives import AdjectiveIndex
from palate.catalog.grounding.fields import FieldIndex
from palate.catalog.schema import Field, Schema
from palate.catalog.words import tokens

SCHEMA = Schema(
    name="all",
    version=1,
    items=1,
    fields=(
        Field(name="title", kind="title"),
        Field(name="runtime", kind="number", role="duration", unit="minutes"),
        Field(name="released", kind="date", role="year"),
        Field(name="unit_price", kind="number", role="price", unit="$"),
        Field(name="rating", kind="number", role="score"),
        Field(name="weight", kind="number", role="weight", unit="kg"),
        Field(name="pages", kind="number"),
        Field(name="calories", kind="number"),
        Field(name="protein", kind="number"),
        Field(name="cast", kind="tags"),
    ),
)
INDEX = AdjectiveIndex(SCHEMA, FieldIndex(SCHEMA))


def found(message: str, index: AdjectiveIndex = INDEX) -> list[tuple[str, str, int, str, bool]]:
    words = tokens(message)
    return [
        (
            message[words[span.start].start : words[span.end - 1].end],
            span.field,
            span.direction,
            span.degree,
            span.excess,
        )
        for span in index.spans(words)
    ]


@pytest.mark.parametrize(
    ("message", "field", "direction", "degree"),
    [
        ("shorter", "runtime", -1, "comparative"),
        ("longest", "runtime", 1, "superlative"),
        ("newer", "released", 1, "comparative"),
        ("most recent", "released", 1, "superlative"),
        ("less recent", "released", -1, "comparative"),
        ("oldest", "released", -1, "superlative"),
        ("cheap", "unit_price", -1, "positive"),
        ("pricier", "unit_price", 1, "comparative"),
        ("less expensive", "unit_price", -1, "comparative"),
        ("least expensive", "unit_price", -1, "superlative"),
        ("better rated", "rating", 1, "comparative"),
        ("highest rated", "rating", 1, "superlative"),
        ("lighter", "weight", -1, "comparative"),
        ("more pages", "pages", 1, "comparative"),
        ("most pages", "pages", 1, "superlative"),
        ("fewer calories", "calories", -1, "comparative"),
        ("low in calories", "calories", -1, "positive"),
        ("highest protein", "protein", 1, "superlative"),
        ("lowest price", "unit_price", -1, "superlative"),
        ("longer runtime", "runtime", 1, "comparative"),
        ("costs the most", "unit_price", 1, "superlative"),
        ("costs less", "unit_price", -1, "comparative"),
        ("longest running", "runtime", 1, "superlative"),
        ("very first", "released", -1, "superlative"),
        ("best reviews", "rating", 1, "superlative"),
    ],
)
def test_an_adjective_asks_for_more_or_less_of_a_field(message: str, field: str, direction: int, degree: str) -> None:
    assert found(f"something {message} please") == [(message, field, direction, degree, False)]


@pytest.mark.parametrize(
    ("message", "said", "direction"), [("it was way too long", "way too long", -1), ("too cheap", "too cheap", 1)]
)
def test_a_complaint_asks_for_the_opposite(message: str, said: str, direction: int) -> None:
    field = "runtime" if "long" in said else "unit_price"

    assert found(message) == [(said, field, direction, "positive", True)]


def test_late_measures_a_number_before_it_and_nothing_else() -> None:
    assert found("1996 is too late") == [("too late", "released", -1, "positive", True)]
    assert found("it is too late for a western") == []


@pytest.mark.parametrize(
    ("message", "field", "direction"),
    [
        ("as long as possible", "runtime", 1),
        ("as cheap as you have", "unit_price", -1),
        ("as old as it gets", "released", -1),
    ],
)
def test_as_much_as_possible_is_the_most(message: str, field: str, direction: int) -> None:
    assert found(message) == [(message, field, direction, "superlative", False)]


@pytest.mark.parametrize("message", ["more comedies", "more cast", "the most fun", "bigger", "more", "", "highly"])
def test_what_measures_no_field_is_no_adjective(message: str) -> None:
    assert found(message) == []


def test_without_a_role_the_name_of_a_field_says_what_it_measures() -> None:
    books = Schema(name="books", version=1, items=1, fields=(Field(name="pages", kind="number"),))

    assert found("a shorter one", AdjectiveIndex(books, FieldIndex(books))) == [
        ("shorter", "pages", -1, "comparative", False)
    ]
