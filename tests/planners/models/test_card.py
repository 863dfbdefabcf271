"""The first message of every prompt: short, and the same every turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from palate import Catalog, tool
from palate.planners.models.card import instructions, listed_values
from palate.tools.toolbox import Toolbox

MOST_TOKENS = 800
"""Of the schema card, at ten fields; four characters count as one."""


def card(catalog: Catalog, *tools: Any) -> str:
    return instructions(catalog, Toolbox(tools, installed=False)).content


def fields_of(catalog: Catalog) -> dict[str, str]:
    """The lines of the card by field."""
    lines = card(catalog).split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("Fields of a "))
    return dict(line.split(" ", 1) for line in lines[at + 1 :])


@pytest.mark.parametrize("values", [7, 60, 400])
def test_it_is_short_with_ten_fields(values: int) -> None:
    named = [f"quality_of_kind_{number}" for number in range(10)]
    items = [
        {"id": str(at), "title": f"T{at}", **{name: f"{name} number {at % values}" for name in named}}
        for at in range(2 * values)
    ]
    with Catalog.build(":memory:", items=items, fields=dict.fromkeys(named, "category")) as catalog:
        fields = fields_of(catalog)

    assert set(named) <= set(fields)
    assert sum(len(f"{name} {told}\n") for name, told in fields.items()) // 4 <= MOST_TOKENS


def test_closed_fields_have_their_values_and_numbers_their_range(tiny: Catalog) -> None:
    fields = fields_of(tiny)

    assert fields["genres"] == "(tags): Comedy, Sci-Fi, Adventure, Horror, Romance, Crime, Mystery"
    assert fields["country"] == "(category): United States, France, United Kingdom"
    assert fields["runtime"].startswith("(number, minutes): 97 to 155")
    assert "id" not in fields


def test_an_order_is_told_from_least_to_most() -> None:
    items = [{"id": str(at), "title": f"T{at}", "size": size} for at, size in enumerate(["M", "L", "S"] * 2)]
    with Catalog.build(":memory:", items=items, fields={"size": "category:S<M<L"}) as catalog:
        assert fields_of(catalog)["size"] == "(category), from least to most: S, M, L"


def test_of_a_list_that_does_not_fit_some_values_are_shown_and_shorter_lists_come_first() -> None:
    items = [
        {"id": str(at), "title": f"T{at}", "maker": f"maker {at % 2_000:04}", "colour": ("red", "blue")[at % 2]}
        for at in range(2_000)
    ]
    kinds = {"maker": "category", "colour": "category"}
    with Catalog.build(":memory:", items=items, fields=kinds) as catalog:
        listed, fields = listed_values(catalog), fields_of(catalog)

    assert listed == {"colour": ("blue", "red")}
    assert fields["maker"] == "(category): 2,000 values such as maker 0000, maker 0001, maker 0002"
    assert fields["colour"] == "(category): blue, red"


def test_it_is_the_same_byte_for_byte_every_turn(films: Catalog, built: dict[str, Path]) -> None:
    with Catalog.open(built["films"]) as again:
        assert card(films) == card(again)


def test_only_tools_of_an_app_are_offered(films: Catalog) -> None:
    @tool
    def weather(city: str, day: int = 0) -> str:
        """Tell the weather in a city."""
        return f"{city} {day}"

    assert card(films, weather) == (
        f"{card(films)}\n\nTools for calls:\nweather(city, day?): Tell the weather in a city."
    )
