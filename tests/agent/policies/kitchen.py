"""A kitchen shop by hand, with all that policies look at: prices, stock, what is sponsored, what is for adults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from palate import Agent, Catalog
from palate.agent.policies import ItemPolicy
from palate.agent.reply import Reply

_COLUMNS = ("id", "title", "category", "brand", "price", "stock", "sponsored", "age_rating", "on_sale", "notes")
ROWS: Sequence[Mapping[str, Any]] = [
    dict(zip(_COLUMNS, row, strict=True))
    for row in [
        ("k1", "Lyra Kettle", "kettle", "Acme", 45.0, "in stock", True, "all", True, "Boils in a minute and whistles."),
        (
            "k2",
            "Nova Kettle",
            "kettle",
            "Bolt",
            30.0,
            "low stock",
            False,
            "all",
            False,
            "White, with wood.",
        ),
        ("k3", "Orion Kettle", "kettle", "Bolt", 20.0, "sold out", False, "all", True, "Small enough for one cup."),
        (
            "t1",
            "Rigel Toaster",
            "toaster",
            "Acme",
            60.0,
            "in stock",
            False,
            "all",
            False,
            "Four slots and a rack.",
        ),
        (
            "t2",
            "Vega Toaster",
            "toaster",
            "Bolt",
            25.0,
            "in stock",
            False,
            "all",
            False,
            "Two slots and a tray.",
        ),
        ("t3", "Atlas Toaster", "toaster", None, None, None, None, None, None, "From the old stock."),
        (
            "n1",
            "Damascus Knife",
            "knife",
            "Sharp",
            90.0,
            "in stock",
            False,
            "18",
            False,
            "Forged by hand.",
        ),
        ("n2", "Cleaver Knife", "knife", "Sharp", 70.0, "in stock", True, "18", False, "Heavy, for bones."),
        ("n3", "Paring Knife", "knife", "Sharp", 15.0, "in stock", False, "all", True, "Peels and trims."),
    ]
]
LOG = [
    {"user": f"p{person}", "item": item, "rating": 5, "time": 1_000 * person + place}
    for place, (item, people) in enumerate({"n1": 9, "k1": 8, "t1": 7, "n2": 6, "k2": 5, "t3": 4, "t2": 3}.items())
    for person in range(people)
]
"""Who is alone gets n1 first, then k1, t1, n2, k2, t3, t2, and then what nobody rated."""


def kitchen(folder: Path, rows: Sequence[Mapping[str, Any]] = ROWS) -> Catalog:
    known = {row["id"] for row in rows}
    log = [entry for entry in LOG if entry["item"] in known] or None
    return Catalog.build(folder / "kitchen.db", items=[dict(row) for row in rows], interactions=log, noun="product")


def agent_with(catalog: Catalog, folder: Path, *policies: ItemPolicy, **parts: Any) -> Agent:
    return Agent(catalog, policies=policies, state=folder / "state", **parts)


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


def decisions(reply: Reply, *names: str) -> list[tuple[str, Any]]:
    """The rule and the items of the policies' decisions of these names, in the trace's order."""
    found = [each["data"] for each in reply.trace.findings if each["kind"] == "policy"]
    return [(each.get("rule", ""), each.get("items")) for each in found if each["decision"] in names]
