from palate.agent.reasons.contrast import Contrasts
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Field, Schema

FILMS = Schema(
    name="films",
    version=1,
    items=6,
    fields=(
        Field(name="year", kind="number", role="year", present=6, distinct=6),
        Field(name="runtime", kind="number", role="duration", unit="minutes", present=6, distinct=6),
        Field(name="genres", kind="tags", present=6, distinct=2),
        Field(name="director", kind="tags", present=6, distinct=6),
    ),
)


def film(name: str, year: int, runtime: FieldValue, genre: str) -> Item:
    fields: dict[str, FieldValue] = {"year": year, "runtime": runtime, "genres": [genre], "director": [f"of {name}"]}
    return Item(id=name, title=name, fields=fields)


A, B, C = film("A", 1951, 80, "War"), film("B", 1994, 98, "War"), film("C", 1998, 110, "Comedy")


def told(item: Item, *others: Item, ordered: tuple[str, ...] = ()) -> list[str]:
    return list(Contrasts([item, *others], FILMS).of(item, ordered=ordered))


def test_what_is_true_of_one_alone() -> None:
    assert told(A, B, C) == ["the oldest of these", "the shortest of these", "the only one of these from the 1950s"]
    assert told(B, A, C) == []
    assert told(C, A, B) == ["the newest of these", "the longest of these", "the only Comedy one of these"]


def test_two_are_compared() -> None:
    assert told(A, B) == ["the older of the two", "the shorter of the two"]


def test_where_one_value_is_unknown_none_is_the_most() -> None:
    assert "the shortest of these" not in told(A, B, film("D", 1999, None, "War"))


def test_an_order_tells_the_most_and_the_least_itself() -> None:
    assert told(A, B, C, ordered=("year", "runtime")) == ["the only one of these from the 1950s"]


def test_alone_it_differs_from_nothing() -> None:
    assert told(A) == []
