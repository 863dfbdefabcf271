"""A shop of laptops, and five tools of its app: each of another kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from palate import Condition, ToolContext, tool
from palate.catalog.item import ItemId

LAPTOPS: list[dict[str, Any]] = [
    {"id": "l1", "title": "Aero 13", "brand": "Aero", "kind": "ultrabook", "price": 1099, "ram_gb": 16},
    {"id": "l2", "title": "Aero 15", "brand": "Aero", "kind": "business", "price": 899, "ram_gb": 16},
    {"id": "l3", "title": "Nomad 14", "brand": "Nomad", "kind": "ultrabook", "price": 649, "ram_gb": 16},
    {"id": "l4", "title": "Titan 17", "brand": "Titan", "kind": "gaming", "price": 1999, "ram_gb": 32},
    {"id": "l5", "title": "Quill 15", "brand": "Quill", "kind": "business", "price": 749, "ram_gb": 32},
    {"id": "l6", "title": "Nomad 16 Pro", "brand": "Nomad", "kind": "gaming", "price": 1499, "ram_gb": 32},
    {"id": "l7", "title": "Volt Go", "brand": "Volt", "kind": "ultrabook", "price": 499, "ram_gb": 8},
    {"id": "l8", "title": "Volt Max", "brand": "Volt", "kind": "gaming", "price": 1299, "ram_gb": 16},
]
REFURBISHED = ["l6", "l5", "l3", "l7", "l2"]


@dataclass(frozen=True)
class Purse:
    """What the app knows of whoever asks."""

    euros: int


@tool(cues=("refurbished", "second-hand"))
def refurbished() -> list[ItemId]:
    """Laptops that were repaired and are sold again."""
    return REFURBISHED


@tool(cues=("my budget", "afford"))
def budget(context: ToolContext[Purse]) -> Condition:
    """What the person can pay for."""
    return Condition(field="price", op="<=", value=context.deps.euros)


@tool(cues=("delivery", "deliver", "reach", "arrive"))
def delivery(city: str, express: bool = False) -> dict[str, Any]:
    """When a parcel reaches a city.

    Args:
        city: the town that it is sent to.
        express: whether it is to be fast.
    """
    return {"city": city, "days": 1 if express else 3}


@tool(cues=("convert", "exchange"))
def convert(amount: float, currency: Literal["euro", "dollar", "pound"]) -> str:
    """Tell what an amount is in another currency."""
    return f"{amount:g} {currency}"


@tool(cues=("pick up", "pickup", "collect"))
def pickup(item: ItemId, day: date | None = None) -> dict[str, str]:
    """Tell when an item can be taken home from the shop."""
    return {"item": item, "day": "any" if day is None else day.isoformat()}


TOOLS = [refurbished, budget, delivery, convert, pickup]
