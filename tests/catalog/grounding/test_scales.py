"""Categories whose values everybody puts in one order."""

from __future__ import annotations

import pytest

from palate.catalog.grounding.scales import scale_of
from palate.catalog.schema import Field, Term


def category(*values: str, distinct: int | None = None) -> Field:
    terms = tuple(Term(value=value, count=1) for value in values)
    return Field(name="grade", kind="category", terms=terms, distinct=len(values) if distinct is None else distinct)


@pytest.mark.parametrize(
    ("field", "scale"),
    [
        (category("R", "PG", "PG-13", "G"), ("G", "PG", "PG-13", "R")),
        (category("l", "s", "xl"), ("s", "l", "xl")),
        (category("Hard", "Easy"), ("Easy", "Hard")),
    ],
)
def test_values_that_all_lie_on_a_known_scale_are_ordered(field: Field, scale: tuple[str, ...]) -> None:
    assert scale_of(field) == scale


@pytest.mark.parametrize(
    "field",
    [
        category("R", "PG", "Approved"),
        category("R"),
        category("R", "PG", distinct=3),
        Field(name="grade", kind="tags", terms=(Term(value="S", count=1), Term(value="M", count=1)), distinct=2),
    ],
    ids=["one is not on it", "one value", "not all are listed", "several values an item"],
)
def test_others_have_no_order(field: Field) -> None:
    assert scale_of(field) == ()
