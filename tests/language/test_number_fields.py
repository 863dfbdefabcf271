"""Of which field a number is: by words beside it, whatever the reader makes of them, and by what they mean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition, Where
from palate.language.understand import understand
from palate.language.understanding import SessionView

HOMES = [
    {"title": f"Home {at}", "price": 200_000 + 50_000 * at, "bed": 1 + at % 5, "bath": 1 + at % 3, "sugar": at / 2}
    for at in range(12)
]


@pytest.fixture(scope="module")
def homes() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=HOMES, noun="home") as catalog:
        yield catalog


def wanted(message: str, catalog: Catalog) -> list[Where | None]:
    found = understand(message, SessionView(), catalog)
    return [entry.where for intent in found.intents for entry in intent.preferences]


def bound(field: str, op: str, value: float) -> Condition:
    return Condition.model_validate({"field": field, "op": op, "value": value})


def test_words_for_a_field_are_those_of_the_number_that_stands_closest(homes: Catalog) -> None:
    said = "at least four beds, at least 2 baths"

    assert wanted(said, homes) == [bound("bed", ">=", 4), bound("bath", ">=", 2)]


def test_a_unit_that_no_field_has_says_nothing_beside_a_field(homes: Catalog) -> None:
    assert wanted("less than 3 g sugar", homes) == [bound("sugar", "<", 3)]


def test_words_behind_a_number_mean_what_it_counts(homes: Catalog) -> None:
    assert wanted("at least three bedrooms", homes) == [bound("bed", ">=", 3)]


def test_words_before_a_number_mean_it_too(homes: Catalog) -> None:
    assert wanted("we can spend up to 400000", homes) == [bound("price", "<=", 400_000)]


def test_two_numbers_of_one_field_share_its_words(homes: Catalog) -> None:
    (either,) = wanted("bath 2 or 3", homes)

    assert either is not None
    assert {(each.field, each.value) for each in either.parts} == {("bath", 2), ("bath", 3)}
