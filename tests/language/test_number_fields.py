"""Of which field a number is: by words beside it, whatever the reader makes of them, and by what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition, Where
from palate.catalog.grounding.quantities import Quantity
from palate.language.bounds import number_field
from palate.language.nearest import Nearest
from palate.language.reader.labels import ACTS, ROLES
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reading, Sentence, Tag
from palate.language.session import SessionView
from palate.language.understand import understand

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


def test_a_unit_that_several_fields_have_leaves_it_to_the_words() -> None:
    pups = [{"title": f"Pup {at}", "age_mo": 2 + at, "guarantee_mo": at % 5, "length_cm": 40 + at} for at in range(12)]
    with Catalog.build(":memory:", items=pups, noun="pup") as catalog:
        assert wanted("at least 3 months of guarantee", catalog) == [bound("guarantee_mo", ">=", 3)]
        assert wanted("aged at least 3 months", catalog) == [bound("age_mo", ">=", 3)]


def test_of_fields_that_measure_alike_the_one_in_the_unit_that_was_said_comes_first() -> None:
    pups = [{"title": f"Pup {at}", "age_mo": 2 + at, "cover_years": at % 5} for at in range(12)]
    with Catalog.build(":memory:", items=pups, noun="pup") as catalog:
        found = number_field(Quantity(3, 3, "years", "duration", "3 years"), catalog.schema)
    assert found is not None
    assert found.name == "cover_years"


def test_and_parts_what_is_of_one_number_from_the_next() -> None:
    lands = [{"title": f"Land {at}", "area": 100 * at, "death_rate": at / 2, "people": 9 * at} for at in range(1, 12)]
    with Catalog.build(":memory:", items=lands, noun="land") as catalog:
        assert wanted("under 500 sq km and death rate below 3", catalog) == [
            bound("area", "<", 500),
            bound("death_rate", "<", 3),
        ]


def test_what_is_said_of_a_number_holds_for_the_one_that_is_joined_to_it(homes: Catalog) -> None:
    assert wanted("sweetness between 2 and 4 g", homes) == [
        Condition.model_validate({"field": "sugar", "op": "between", "value": [2, 4]})
    ]


def test_a_number_is_hardly_of_a_field_in_whose_range_it_is_not(homes: Catalog) -> None:
    few, many = (Quantity(each, each, None, "number", str(each)) for each in (2, 400_000))
    price, same = Nearest(homes).measured("costs", few), Nearest(homes).measured("costs", many)

    assert price is not None
    assert same is not None
    assert (price.field, same.field) == ("price", "price")
    assert price.confidence < same.confidence


class Torn:
    """Reads a number as a lower bound, and words for a field as more of it or less, for all it knows."""

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        del context
        torn = {"more": 0.5, "less": 0.5}
        tags = [{"at_least": 1.0} if each.kind == "number" else torn for each in parts]
        roles = [{role: tag.get(role, 0.0) for role in ROLES} for tag in tags]
        request = Sentence(0, len(message), {act: float(act == "request") for act in ACTS})
        return Reading(tuple(Tag.of(each, {}) for each in roles), (), (request,), len(message))


@pytest.mark.parametrize(("message", "untold"), [("3 bed or so", ()), ("bed of some sort", ("bed",))])
def test_words_that_say_of_what_a_number_is_are_not_told_as_doubtful(
    message: str, untold: tuple[str, ...], homes: Catalog
) -> None:
    assert understand(message, SessionView(), homes, reader=Torn()).unknown == untold  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("op", "value", "field"), [(">=", 7, None), ("<", 7, None), ("<", 60, "price"), ("<", 900, "price")]
)
def test_a_plain_number_far_below_the_only_field_is_of_something_else(op: str, value: float, field: str | None) -> None:
    rows = [{"title": f"Lamp {at}", "price": 40 + 10 * at} for at in range(12)]
    with Catalog.build(":memory:", items=rows, noun="lamp") as lamps:
        found = number_field(Quantity(value, value, None, "number", str(value)), lamps.schema, op=op)

    assert (found.name if found else None) == field
