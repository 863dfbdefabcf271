"""Which words of a message are a tool's arguments, and which are left for what is wanted besides."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from palate import Catalog, ItemId, tool
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.language.understanding import Shown, Understanding
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox


@tool(cues=["weather", "rain in"])
def weather(city: str, days: int = 1) -> str:
    """Tell the weather."""
    return city * days


@tool(cues=["convert"])
def convert(amount: float, to: Literal["euro", "pound"], rounded: bool = False) -> str:
    """Convert an amount."""
    return f"{amount} {to} {rounded}"


@tool(cues=["trailer"])
def trailer(item: ItemId) -> str:
    """Find the trailer of an item."""
    return item


@tool(cues=["ask somebody"])
def ask(question: str) -> str:
    """Ask somebody else."""
    return question


@tool(cues=["dice"])
def nothing() -> str:
    """Take nothing."""
    return ""


@tool(cues=["count to"])
def counted(count: int) -> str:
    """Take a whole number."""
    return str(count)


@tool(cues=["showtimes"])
def showtimes(screen: int = 1) -> str:
    """When films begin."""
    return str(screen)


@tool(cues=["picks"])
def picks(critic: str = "anyone") -> list[ItemId]:
    """What a critic likes.

    Args:
        critic: first name of the person
    """
    return [critic]


def read(message: str, catalog: Catalog, *tools: Tool, session: SessionView | None = None) -> Understanding:
    called = Toolbox(tools, installed=False).called(message, catalog.schema)
    return understand(message, session or SessionView(), catalog, called=called)


@pytest.mark.parametrize(
    ("own", "message", "filled"),
    [
        (weather, "What's the weather in Oslo?", {"city": "Oslo"}),
        (weather, "will there be rain in New York today", {"city": "New York"}),
        (weather, "weather in Madrid for 3 days", {"city": "Madrid", "days": 3}),
        (weather, 'weather for "den haag" please', {"city": "den haag"}),
        (weather, "the weather", {}),
        (convert, "convert 12.50 to euro", {"amount": 12.5, "to": "euro"}),
        (convert, "convert 12,000 pounds", {"amount": 12000.0, "to": "pound"}),
        (convert, "convert 12 into euro, rounded", {"amount": 12.0, "to": "euro", "rounded": True}),
        (convert, "convert 12.50", {"amount": 12.5}),
        (convert, "convert 12, in euro or pound", {"amount": 12.0}),
        (ask, " ask somebody who knows? ", {"question": "ask somebody who knows?"}),
        (nothing, "roll the dice", {}),
        (counted, "count to 3", {"count": 3}),
        (counted, "count to 3.5", {}),
        (showtimes, "showtimes on screen 2", {"screen": 2}),
        (showtimes, "showtimes for 4 of us", {}),
        (trailer, "the trailer of Fargo", {"item": "2"}),
        (trailer, "show the trailer", {}),
    ],
)
def test_arguments_are_filled_by_type_and_meaning(
    tiny: Catalog, own: Tool, message: str, filled: dict[str, Any]
) -> None:
    (call,) = read(message, tiny, own).intents[0].calls

    assert call.args == filled
    assert call.lacking == tuple(name for name in own.arguments.names if name in _required(own) - filled.keys())


def _required(own: Tool) -> set[str]:
    return {each.name for each in own.arguments.arguments if each.required}


def test_an_item_may_be_one_that_was_shown(tiny: Catalog) -> None:
    shown = (Shown(id="3", title="Jaws"), Shown(id="1", title="Alien"))

    understood = read("the trailer of the second one", tiny, trailer, session=SessionView(shown=shown, turn=1))

    assert understood.intents[0].calls[0].args == {"item": "1"}


@pytest.mark.parametrize(
    ("message", "polarity", "args"),
    [
        ("a comedy among the picks", "want", {}),
        ("a comedy among Anna's picks", "want", {"critic": "Anna"}),
        ("a comedy, but none of the picks", "avoid", {}),
    ],
)
def test_what_gives_items_is_a_wish_beside_others(
    tiny: Catalog, message: str, polarity: str, args: dict[str, str]
) -> None:
    (intent,) = read(message, tiny, picks).intents

    (call,) = [entry for entry in intent.preferences if entry.call is not None]
    assert call.polarity == polarity
    assert call.call is not None
    assert call.call.args == args
    assert [entry.where.parts[0].value for entry in intent.preferences if entry.where] == ["Comedy"]


def test_an_answer_and_items_are_two_requests(tiny: Catalog) -> None:
    understood = read("a comedy, and what is the weather in Oslo?", tiny, weather)

    assert [(each.act, [call.tool for call in each.calls]) for each in understood.intents] == [
        ("recommend", []),
        ("question", ["weather"]),
    ]


def test_two_tools_share_no_words(tiny: Catalog) -> None:
    understood = read("the weather in Oslo, and convert 30 to euro", tiny, weather, convert)

    calls = {call.tool: call.args for intent in understood.intents for call in intent.calls}
    assert calls == {"weather": {"city": "Oslo"}, "convert": {"amount": 30.0, "to": "euro"}}
