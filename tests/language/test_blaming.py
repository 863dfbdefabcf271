"""Turning down what was shown for the sake of a field."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
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
        ("My train is late again. The genre isn't right. I should be doing my taxes.", "genres"),
        ("Did you look at the runtime? That's not going to fly.", "runtime"),
        ("The trouble with this one? Its director.", "director"),
        ("Sorry, that one loses me on the year.", "year"),
        ("with that cast I can't say yes", "cast"),
        ("everything was fine till I saw the runtime, so nope", "runtime"),
    ],
)
def test_the_field_is_at_fault(films: Catalog, message: str, field: str) -> None:
    (intent,) = understand(message, shown(films, "alien-1979"), films).intents

    assert (intent.act, intent.more, intent.faults, intent.preferences) == ("critique", True, (field,), ())


def test_what_is_wanted_instead_is_read_beside_the_fault(films: Catalog) -> None:
    (intent,) = understand("Nope, wrong genre. A western.", shown(films, "alien-1979"), films).intents

    assert [entry.where for entry in intent.preferences] == [Condition(field="genres", op="contains", value="Western")]
    assert intent.more


@pytest.mark.parametrize("message", ["tell me the director", "what year is it?", "I love the cast", "any year will do"])
def test_a_field_may_be_named_for_other_reasons(films: Catalog, message: str) -> None:
    read = understand(message, shown(films, "alien-1979"), films)

    assert all(intent.faults == () for intent in read.intents)


def test_nothing_is_at_fault_where_nothing_was_shown(films: Catalog) -> None:
    read = understand("the language lets it down", SessionView(), films)

    assert all(intent.faults == () for intent in read.intents)


def bounds(catalog: Catalog, message: str) -> list[tuple[str, str]]:
    read = understand(message, shown(catalog, "alien-1979"), catalog)
    return [(bound.field, bound.op) for intent in read.intents for bound in intent.bounds]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("by the same director, but not this one", [("director", "contains_any")]),
        ("another from that year", [("year", "=")]),
        ("another one by its director", [("director", "contains_any")]),
        ("with R for its age rating I'd have it", []),
        ("something from that country, please", [("country", "=")]),
        # What is doubted, denied or a way of speaking of time is no wish for the same.
        ("a comedy. I've just this minute sat down with my tea.", []),
        ("a western, and don't include that year itself", []),
        ("with that director? no thanks, a comedy", []),
    ],
)
def test_what_is_pointed_at_is_wanted_only_where_it_is_said_so(
    films: Catalog, message: str, found: list[tuple[str, str]]
) -> None:
    assert bounds(films, message) == found


@pytest.mark.parametrize(
    "message",
    ["I'd rather eat my hat than horror", "we'd rather a comedy than horror", "rather a drama than horror, I think"],
)
def test_what_something_else_is_rather_had_than_is_ruled_out(films: Catalog, message: str) -> None:
    read = understand(message, SessionView(), films)
    where = [entry.where.model_dump() for intent in read.intents for entry in intent.preferences if entry.where]

    assert {"field": "genres", "op": "not_contains", "value": "Horror"} in where
    assert {"field": "genres", "op": "contains", "value": "Horror"} not in where


def test_what_is_measured_against_is_not(films: Catalog) -> None:
    read = understand("rather shorter than Alien", SessionView(), films)

    assert [(bound.field, bound.op, bound.item) for bound in read.intents[0].bounds] == [("runtime", "<", "alien-1979")]


def test_a_side_of_a_number_is_no_value(tmp_path: Path) -> None:
    items = [
        {"sku": str(n), "name": f"Chair {n}", "price": 100.0 + 20 * n, "tags": ["high" if n % 2 else "soft"]}
        for n in range(8)
    ]
    with Catalog.build(tmp_path / "chairs.db", items=items, noun="chair") as chairs:
        higher = understand("$150 is too cheap, go higher", SessionView(), chairs)
        softer = understand("something softer", SessionView(), chairs)

    assert [entry.fields for entry in higher.intents[0].preferences] == [("price",)]
    assert [entry.fields for entry in softer.intents[0].preferences] == [("tags",)]


def test_either_of_two_values_though_one_is_of_another_field_as_well(tmp_path: Path) -> None:
    items = [
        {"sku": str(n), "name": f"Mug {n}", "color": color, "tags": [tag]}
        for n, (color, tag) in enumerate([("Black", "green"), ("Green", "gift"), ("White", "gift"), ("Black", "gift")])
    ]
    with Catalog.build(tmp_path / "mugs.db", items=items, noun="mug") as mugs:
        read = understand("a black one or a green one", SessionView(), mugs)

    assert [entry.where for entry in read.intents[0].preferences] == [
        Condition(field="color", op="in", value=["Black", "Green"])
    ]
