"""The catalogues that the corpus speaks of, drawn from `catalogues.toml`."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from palate.catalog.catalog import Catalog

FILE = Path(__file__).with_name("catalogues.toml")
_ITEMS = 240
_MANY = (1, 1, 2, 2, 3, 4)
"""How many values an item has of a field that holds several."""


@cache
def sheets() -> dict[str, dict[str, Any]]:
    """Return what is written of each catalogue."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def fields() -> dict[str, set[str]]:
    """Return the fields of every catalogue."""
    written = {name: {key for key, each in sheet.items() if isinstance(each, dict)} for name, sheet in sheets().items()}
    return written | {"films": {field.name for field in Catalog.films().schema.fields}}


def kind_of(name: str, field: str) -> str:
    """Return the kind of a catalogue's field; empty where there is none."""
    if name == "films":
        schema = Catalog.films().schema
        return schema.field(field).kind if schema.has(field) else ""
    column = sheets().get(name, {}).get(field)
    return str(column["kind"]) if isinstance(column, dict) else ""


def held_out(name: str) -> bool:
    """Tell whether nothing may be fitted to messages about a catalogue."""
    return bool(sheets().get(name, {}).get("held_out"))


@cache
def catalogue(name: str) -> Catalog:
    """Return a catalogue; items are drawn the same every time."""
    if name == "films":
        return Catalog.films()
    sheet = sheets()[name]
    draw = random.Random(name)  # items of an example, no secret
    columns = {key: each for key, each in sheet.items() if isinstance(each, dict)}
    items = [
        {
            "id": f"{name}-{at}",
            "title": _title(sheet["titles"], at, draw),
            **{key: _cell(column, draw, at) for key, column in columns.items()},
        }
        for at in range(_ITEMS)
    ]
    kinds = {key: column["kind"] for key, column in columns.items() if column["kind"] != "number"}
    return Catalog.build(":memory:", items=items, fields=kinds, name=name, noun=sheet["noun"])


def _title(titles: list[str], at: int, draw: random.Random) -> str:
    return titles[at] if at < len(titles) else f"{draw.choice(titles)} {at}"


def _cell(field: dict[str, Any], draw: random.Random, at: int) -> str:
    if field["kind"] == "category":
        return str(field["values"][at] if at < len(field["values"]) else draw.choice(field["values"]))
    if field["kind"] == "tags":
        values = field["values"]
        count = min(len(values), draw.choice(_MANY))
        return ", ".join(draw.sample(values, count)) if at >= len(values) else values[at]
    if field["kind"] == "flag":
        return draw.choice(("yes", "no"))
    if field["kind"] == "date":
        first, last = field["from"], field["to"]
        first, last = date.fromisoformat(str(first)), date.fromisoformat(str(last))
        return (first + timedelta(days=draw.randrange((last - first).days))).isoformat()
    steps = round((field["to"] - field["from"]) / field["step"])
    value = field["from"] + draw.randint(0, steps) * field["step"]
    return f"{value:g}"
