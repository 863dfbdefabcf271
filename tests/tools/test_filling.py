"""What a message can fill of a tool's arguments, by their types."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from palate import ItemId, tool
from palate.language.slots import Slot
from palate.tools.filling import slots, unfillable


class Speed(enum.Enum):
    FAST = "fast"
    SLOW = "slow"


class Address(BaseModel):
    street: str


@tool
def everything(
    town: Annotated[str, Field(description="where to")],
    item: str,
    other: ItemId,
    several: list[ItemId],
    question: str,
    size: Literal["small", "large"],
    speed: Speed | None = None,
    gift: bool = False,
    day: date | None = None,
    at: datetime | None = None,
    count: int = 1,
    price: float = 0.0,
    address: Address | None = None,
) -> str:
    """Take one of each.

    Args:
        town: not read, since the field says it.
        size: how large
            it is.
        gift: whether it is wrapped.
    """
    return town


def test_types_and_descriptions_say_what_fills_an_argument() -> None:
    assert slots(everything.arguments) == (
        Slot("town", "text", True, "where to"),
        Slot("item", "item"),
        Slot("other", "item"),
        Slot("several", "items"),
        Slot("question", "message"),
        Slot("size", "option", True, "how large", ("small", "large")),
        Slot("speed", "option", False, "", ("fast", "slow")),
        Slot("gift", "flag", False, "whether it is wrapped."),
        Slot("day", "date", False),
        Slot("at", "time", False),
        Slot("count", "integer", False),
        Slot("price", "number", False),
        Slot("address", "other", False),
    )


def test_a_model_reads_what_the_docstring_says_of_an_argument() -> None:
    properties = everything.schema()["parameters"]["properties"]

    assert properties["gift"]["description"] == "whether it is wrapped."
    assert properties["town"]["description"] == "where to"


@tool
def with_data(data: dict[str, Any]) -> str:
    """Take data."""
    return str(data)


@tool
def with_model(address: Address) -> str:
    """Take a model."""
    return address.street


@tool
def with_two(one: str, other: str) -> str:
    """Take two texts."""
    return one + other


@tool
def with_one(one: str, number: int, data: dict[str, int] | None = None) -> str:
    """Take a text, a number and perhaps data."""
    return f"{one}{number}{data}"


@pytest.mark.parametrize(
    ("arguments", "wanting"),
    [
        (with_data.arguments, "data"),
        (with_model.arguments, "address"),
        (with_two.arguments, "other"),
        (with_one.arguments, None),
    ],
)
def test_what_no_message_fills_is_named(arguments: Any, wanting: str | None) -> None:
    assert unfillable(arguments) == wanting
