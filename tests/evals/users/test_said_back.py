"""What a person puts right of what is said back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from palate import Catalog, Condition
from palate.catalog.conditions import AnyOf, Where
from palate.evals.suites.verifiable.world import World
from palate.evals.users.said_back import Mistaken, mistaken
from palate.evals.users.wish import Wish


def has(value: str, field: str = "genres") -> Condition:
    return Condition(field=field, op="contains" if field == "genres" else "=", value=value)


def lacks(value: str) -> Condition:
    return Condition(field="genres", op="not_contains", value=value)


COMEDY, NO_DRAMA = Wish(where=has("Comedy")), Wish(where=lacks("Drama"))
NINETIES = Wish(where=Condition(field="year", op="between", value=[1990, 1999]))
FROM, UNTIL = Condition(field="year", op=">=", value=1990), Condition(field="year", op="<=", value=1999)


Compare = Callable[..., Mistaken]


@pytest.fixture
def compare(films: Catalog) -> Compare:
    def compared(told: Sequence[Wish], *understood: Where) -> Mistaken:
        return mistaken(told, understood, World(films).alike)

    return compared


def test_what_was_told_is_right(compare: Compare) -> None:
    assert compare([COMEDY, NO_DRAMA], lacks("Drama"), has("Comedy")) == Mistaken([], [])


def test_two_bounds_are_one_decade(compare: Compare) -> None:
    assert compare([NINETIES], FROM, UNTIL) == Mistaken([], [])
    assert compare([NINETIES], FROM).again == [NINETIES]


def test_what_is_missing_is_told_again_with_all_of_its_field(compare: Compare) -> None:
    assert compare([COMEDY, NO_DRAMA, NINETIES], has("Comedy"), NINETIES.where) == Mistaken([COMEDY, NO_DRAMA], [])


def test_the_opposite_of_a_wish_is_not_the_wish(compare: Compare) -> None:
    assert compare([NO_DRAMA], has("Drama")) == Mistaken([NO_DRAMA], [])


def test_what_nobody_told_is_unasked_beside_wishes_that_are_right(compare: Compare) -> None:
    french = has("France", "country")

    assert compare([COMEDY], has("Comedy"), french, has("Western")) == Mistaken([], [french, has("Western")])


def test_nobody_tells_under_from_at_most(compare: Compare) -> None:
    """There are films of 1990, so that the two are not the same."""
    before = Wish(where=Condition(field="year", op="<", value=1990))

    assert compare([before], UNTIL.model_copy(update={"value": 1990})) == Mistaken([], [])
    assert compare([before], UNTIL).again == [before]
    assert compare([before], FROM).again == [before]


def test_one_of_two_ways_to_be_it_will_do(compare: Compare) -> None:
    """ "French, or from France" of somebody who wants a film in French."""
    either = AnyOf(any_of=(has("French", "language"), has("France", "country")))

    assert compare([Wish(where=has("French", "language"))], either) == Mistaken([], [])
    assert compare([Wish(where=has("Danish", "language"))], either).again == [Wish(where=has("Danish", "language"))]
