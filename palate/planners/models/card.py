"""The first message of every prompt: what is asked for, and the schema card. The same, byte for byte, in every turn.

So a provider's or a local server's cache of prefixes holds; whatever depends on the turn comes after it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line
from palate.catalog.schema import Field
from palate.catalog.tongues.english import English
from palate.llm.model import Message
from palate.planners.models.data import data
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

_EXAMPLES = 3
"""Values of a field that a model is shown: what a message says of them is linked already."""
_LONGEST_EXAMPLE = 16
_LONGEST_TOOL = 400


def instructions(catalog: Catalog, toolbox: Toolbox) -> Message:
    """Return the first message of every prompt over a catalogue and its tools."""
    schema, tools = catalog.schema, toolbox.outside
    fields = [_field(field, catalog) for field in schema.fields if field.kind not in ("id", "title")]
    told = ["", "`steps`, only where the message calls for one of these:", *map(_tool, tools)] if tools else []
    noun = schema.noun
    filled = _template().format(
        noun=data(noun),
        plural=data(English().plural(noun)),
        fields="\n".join(fields),
        tools="\n".join(told),
    )
    return Message(role="system", content=filled.strip())


@cache
def _template() -> str:
    return resources.files("palate.planners.models").joinpath("templates", "read.md").read_text(encoding="utf-8")


def _tool(tool: Tool) -> str:
    names = [each.name if each.required else f"{each.name}?" for each in tool.arguments.arguments]
    return one_line(f"{tool.name}({', '.join(names)}): {tool.summary}", _LONGEST_TOOL)


def _field(field: Field, catalog: Catalog) -> str:
    kind = field.kind if field.unit is None else f"{field.kind}, {one_line(field.unit, _LONGEST_EXAMPLE)}"
    return f"{data(field.name)} ({kind}){_values(field, catalog)}"


def _values(field: Field, catalog: Catalog) -> str:
    if field.kind in ("category", "tags"):
        known = list(catalog.vocabulary(field.name))
        shown = [data(one_line(each, _LONGEST_EXAMPLE)) for each in known[:_EXAMPLES]]
        return f": {', '.join(shown)}" + (" …" if len(known) > len(shown) else "")
    if field.kind in ("number", "date") and field.minimum is not None:
        return f": {_number(field.minimum)} to {_number(field.maximum)}"
    return ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
