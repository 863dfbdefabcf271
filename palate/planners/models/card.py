"""The first message of every prompt: what is asked for, and the schema card. The same, byte for byte, in every turn.

So a provider's or a local server's cache of prefixes holds; whatever depends on the turn comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line
from palate.catalog.schema import Field
from palate.catalog.tongues.english import English
from palate.llm.model import Message
from palate.planners.models.data import LONGEST, data
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

_ROOM = 2_200
"""Characters that all values of closed fields together may take; the shortest lists come first."""
_EXAMPLES = 3
"""Values that are shown of a list that does not fit."""
_LONGEST_UNIT = 16
_LONGEST_TOOL = 400


def instructions(catalog: Catalog, toolbox: Toolbox) -> Message:
    """Return the first message of every prompt over a catalogue and its tools."""
    schema, tools = catalog.schema, toolbox.outside
    listed = listed_values(catalog)
    fields = [_field(field, catalog, listed) for field in schema.fields if field.kind != "id"]
    told = ["", "Tools for calls:", *map(_tool, tools)] if tools else []
    noun = schema.noun
    filled = _template().format(
        noun=data(noun),
        plural=data(English().plural(noun)),
        fields="\n".join(fields),
        tools="\n".join(told),
    )
    return Message(role="system", content=filled.strip())


def listed_values(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the closed fields of which the prompt lists all values, with these; the shortest lists come first."""
    lists = {
        field.name: tuple(data(value) for value in catalog.vocabulary(field.name))
        for field in catalog.schema.of_kind("category", "tags")
        if field.distinct * 2 <= _ROOM
    }
    found: dict[str, tuple[str, ...]] = {}
    room = _ROOM
    for name, values in sorted(lists.items(), key=lambda each: sum(map(len, each[1])) + 2 * len(each[1])):
        room -= sum(map(len, values)) + 2 * len(values)
        if room < 0:
            break
        found[name] = values
    return found


@cache
def _template() -> str:
    return resources.files("palate.planners.models").joinpath("templates", "frames.md").read_text(encoding="utf-8")


def _tool(tool: Tool) -> str:
    names = [each.name if each.required else f"{each.name}?" for each in tool.arguments.arguments]
    return one_line(f"{tool.name}({', '.join(names)}): {tool.summary}", _LONGEST_TOOL)


def _field(field: Field, catalog: Catalog, listed: Mapping[str, tuple[str, ...]]) -> str:
    kind = field.kind if field.unit is None else f"{field.kind}, {one_line(field.unit, _LONGEST_UNIT)}"
    return f"{data(field.name)} ({kind}){_values(field, catalog, listed)}"


def _values(field: Field, catalog: Catalog, listed: Mapping[str, tuple[str, ...]]) -> str:
    if field.name in listed:
        if field.order:
            return f", from least to most: {', '.join(map(data, field.order))}"
        return f": {', '.join(listed[field.name])}"
    if field.kind in ("category", "tags"):
        some = [data(one_line(each, LONGEST)) for each in list(catalog.vocabulary(field.name))[:_EXAMPLES]]
        return f": {field.distinct:,} values such as {', '.join(some)}"
    if field.kind in ("number", "date") and field.minimum is not None:
        median = f", half of them up to {_number(field.median)}" if field.median is not None else ""
        return f": {_number(field.minimum)} to {_number(field.maximum)}{median}"
    return ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
