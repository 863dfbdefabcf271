"""Turning down what was shown for the sake of a field."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import shown


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("it's the runtime that rules it out for me", "runtime"),
        ("I'd have had it were it not for the director", "director"),
        ("with that age rating? no chance", "age_rating"),
        ("the language lets it down", "language"),
        ("the director's the snag", "director"),
    ],
)
def test_the_field_is_at_fault(films: Catalog, message: str, field: str) -> None:
    (intent,) = understand(message, shown(films, "alien-1979"), films).intents

    assert (intent.act, intent.more, intent.faults, intent.preferences) == ("critique", True, (field,), ())


@pytest.mark.parametrize("message", ["tell me the director", "what year is it?", "I love the cast", "any year will do"])
def test_a_field_may_be_named_for_other_reasons(films: Catalog, message: str) -> None:
    read = understand(message, shown(films, "alien-1979"), films)

    assert all(intent.faults == () for intent in read.intents)


def test_nothing_is_at_fault_where_nothing_was_shown(films: Catalog) -> None:
    read = understand("the language lets it down", SessionView(), films)

    assert all(intent.faults == () for intent in read.intents)
