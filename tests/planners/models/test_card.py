"""The first message of every prompt: short, and the same every turn."""

from __future__ import annotations

from pathlib import Path

from palate import Catalog, tool
from palate.planners.models.card import instructions
from palate.tools.toolbox import Toolbox

MOST_TOKENS = 700
"""Four characters count as one."""


def test_it_is_short_with_fifteen_fields(tmp_path: Path) -> None:
    named = [f"quality_of_kind_{number}" for number in range(15)]
    items = [
        {"id": str(at), "title": f"T{at}", **{name: f"{name} number {at % 7}" for name in named}} for at in range(40)
    ]
    with Catalog.build(tmp_path / "x.db", items=items, fields=dict.fromkeys(named, "category")) as catalog:
        card = instructions(catalog, Toolbox(installed=False)).content

    assert sum(line.startswith("quality_of_kind_") for line in card.split("\n")) == 15
    assert len(card) // 4 <= MOST_TOKENS


def test_it_is_the_same_byte_for_byte_every_turn(films: Catalog) -> None:
    assert instructions(films, Toolbox(installed=False)) == instructions(films, Toolbox(installed=False))


def test_only_tools_of_an_app_are_offered(films: Catalog) -> None:
    @tool
    def weather(city: str, day: int = 0) -> str:
        """Tell the weather in a city."""
        return f"{city} {day}"

    without, offered = (instructions(films, Toolbox(tools, installed=False)).content for tools in ((), (weather,)))

    assert "steps" not in without
    assert offered == f"{without}\n\n`steps`, only where the message calls for one of these:\n" + (
        "weather(city, day?): Tell the weather in a city."
    )
