from __future__ import annotations

from typing import Any, Literal

import pytest

from palate import tool
from palate.language.understanding import Intent, Mention, Understanding
from palate.tools.tool import Tool


@tool(cues=["weather", "rain in"])
def weather(city: str, days: int = 1) -> str:
    """Tell the weather."""
    return city * days


@tool
def convert(amount: float, to: Literal["euro", "pound"]) -> str:
    """Convert an amount."""
    return f"{amount} {to}"


@tool
def trailer(item: str) -> str:
    """Find the trailer of an item."""
    return item


@tool
def compare(items: list[str]) -> str:
    """Compare items."""
    return str(items)


@tool
def ask(question: str) -> str:
    """Ask somebody else."""
    return question


@tool
def two(one: str, other: str) -> str:
    """Take two texts."""
    return one + other


@tool
def nothing() -> str:
    """Take nothing."""
    return ""


@tool
def counted(count: int) -> str:
    """Take a whole number."""
    return str(count)


@pytest.mark.parametrize(
    ("own", "message", "filled"),
    [
        (weather, "What's the weather in Oslo?", {"city": "Oslo"}),
        (weather, "will there be rain in New York today", {"city": "New York today"}),
        (weather, 'weather for "Den Haag" please', {"city": "Den Haag"}),
        (weather, "the weather", None),
        (weather, "Oslo", {"city": "Oslo"}),
        (convert, "how much is 12.50 in euro", {"amount": 12.5, "to": "euro"}),
        (convert, "how much is 12.50", None),
        (convert, "in euro or pound, 12", None),
        (ask, "  Who knows? ", {"question": "Who knows?"}),
        (two, "this and that", None),
        (nothing, "whatever", {}),
        (counted, "give me 3", {"count": 3}),
        (counted, "give me 3.5", None),
        (counted, "the 90s", None),
        (trailer, "show the trailer", None),
        (compare, "compare them", None),
    ],
)
def test_arguments_are_filled_from_the_message(own: Tool, message: str, filled: dict[str, Any] | None) -> None:
    assert own.fill(message, Understanding(message=message)) == filled


def test_items_are_those_that_the_message_speaks_of() -> None:
    mentions = tuple(Mention(item=item, title=item, quote=item) for item in ("7", "9"))
    understood = Understanding(message="m", intents=(Intent(act="question", about=mentions),))

    assert trailer.fill("m", understood) == {"item": "7"}
    assert compare.fill("m", understood) == {"items": ["7", "9"]}
