"""How values and bounds are said."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.planners.demos.bounds import Bounds, bounds_of
from palate.planners.demos.slots import NumberSlot
from palate.planners.demos.wording import Said, one_of, slip


def forms(catalog: Catalog, field: str, value: str) -> tuple[str, ...]:
    said = Said(catalog.schema.field(field), value, catalog.schema)
    return tuple(map(str, (said.thing, said.things, said.that, said.without)))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("genres", "Comedy", ("a comedy", "comedies", "that is a comedy", "no comedies")),
        ("genres", "Crime", ("a crime film", "crime films", "that is a crime film", "no crime films")),
        ("moods", "funny", ("a funny film", "funny films", "that is funny", "nothing funny")),
        ("country", "Japan", ("a film from Japan", "films from Japan", "from Japan", "not from Japan")),
        ("age_rating", "PG", ("a film rated PG", "films rated PG", "rated PG", "not rated PG")),
        (
            "country",
            "United States",
            ("a film from the United States", "films from the United States", "from the United States",
             "not from the United States"),
        ),
    ],
)  # fmt: skip
def test_a_value_of_films(films: Catalog, field: str, value: str, said: tuple[str, ...]) -> None:
    assert forms(films, field, value) == said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "Kettles", ("a kettle", "kettles", "that is a kettle", "no kettles")),
        ("kind", "Knives", ("a knife", "knives", "that is a knife", "no knives")),
        ("colours", "red", ("a red product", "red products", "that is red", "nothing red")),
        ("maker", "Okubo", ("an Okubo product", "Okubo products", "that is Okubo", "nothing Okubo")),
    ],
)
def test_a_value_of_products(kitchen: Catalog, field: str, value: str, said: tuple[str, ...]) -> None:
    assert [each.lower() for each in forms(kitchen, field, value)] == [each.lower() for each in said]


def test_every_form_holds_its_quote(films: Catalog) -> None:
    said = Said(films.schema.field("genres"), "Comedy", films.schema)

    for form in (said.thing, said.things, said.that, said.without, said.name, said.typo):
        assert form.quote in form.text


def test_a_condition_that_rules_out_is_the_opposite(films: Catalog, kitchen: Catalog) -> None:
    tags = Said(films.schema.field("genres"), "Comedy", films.schema)
    category = Said(kitchen.schema.field("kind"), "Kettles", kitchen.schema)

    assert (tags.wanted.op, tags.unwanted.op) == ("contains", "not_contains")
    assert (category.wanted.op, category.unwanted.op) == ("=", "!=")


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("kettles", "kettle"), ("shelves", "shelf"), ("knives", "knife"), ("electronics", None), ("children's", None)],
)
def test_singulars(plural: str, singular: str | None) -> None:
    assert one_of(plural) == singular


def test_a_slip_swaps_two_letters_of_the_longest_word() -> None:
    assert slip("the western") == "the wetsern"


@pytest.mark.parametrize(
    ("field", "value", "bounds"),
    [("year", 1984, Bounds(1980, 1985)), ("year", 1985, Bounds(1980, 1990)), ("runtime", 104, Bounds(100, 110))],
)
def test_bounds_are_round_and_on_either_side(films: Catalog, field: str, value: float, bounds: Bounds) -> None:
    assert bounds_of(films.schema.field(field), value) == bounds


def test_there_are_no_bounds_at_the_edge_of_a_range(films: Catalog) -> None:
    year = films.schema.field("year")

    assert (year.minimum, bounds_of(year, 1920), bounds_of(year, 1922)) == (1920, None, None)
    assert bounds_of(year, 1926) == Bounds(1925, 1930)


def test_a_number_compares_in_the_words_of_its_role(films: Catalog, kitchen: Catalog) -> None:
    year = NumberSlot(films.schema.field("year"), 1980, 1990, films.schema)
    warranty = NumberSlot(kitchen.schema.field("warranty"), 1, 3, kitchen.schema)

    assert (year.more, year.less_than, year.top_thing, year.bottom_things) == (
        "newer",
        "older than",
        "newest film",
        "oldest films",
    )
    assert (warranty.less_than, warranty.top_thing) == (
        "with a lower warranty than",
        "product with the highest warranty",
    )
