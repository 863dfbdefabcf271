"""An app's own tools as a model may call them, and its calls beside those that the message makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from palate.errors import PlanError
from palate.language.calling import Called
from palate.planners.plan import Plan, Step
from palate.planners.planner import Reading
from palate.planners.validation import validate
from palate.tools.toolbox import Toolbox

JsonSchema = dict[str, Any]
MOST_STEPS = 6
_DESCRIBING = ("title", "description", "default", "examples")


class Call(BaseModel):
    """A call of a tool as a model writes it: its arguments stand beside its name."""

    model_config = ConfigDict(frozen=True, extra="allow")

    tool: str


def call_schemas(toolbox: Toolbox) -> list[JsonSchema]:
    """Return the JSON schemas of calls of an app's tools, types that their arguments share written out in each."""
    found = []
    for tool in toolbox.outside:
        schema = tool.arguments.schema()
        shared = schema.get("$defs", {})
        arguments = {name: _plain(each, shared) for name, each in schema.get("properties", {}).items()}
        found.append(
            {
                "type": "object",
                "properties": {"tool": {"const": tool.name}, **arguments},
                "required": ["tool", *schema.get("required", ())],
                "additionalProperties": False,
            }
        )
    return found


def _plain(schema: Any, shared: JsonSchema) -> Any:
    """Leave out what only people read; an argument that may be left out is left out rather than null."""
    if isinstance(schema, list):
        return [_plain(each, shared) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _plain(shared[schema["$ref"].rsplit("/", 1)[-1]], shared)
    options = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(options) == 1:
        return _plain(options[0], shared)
    named = {name: _plain(each, shared) for name, each in schema.get("properties", {}).items()}
    plain = {key: _plain(each, shared) for key, each in schema.items() if key not in (*_DESCRIBING, "properties")}
    return plain | ({"properties": named} if named else {})


def with_calls(written: Sequence[Call], reading: Reading) -> tuple[tuple[Called, ...], tuple[str, ...]]:
    """Return the tools that a message calls or a model does, and why what a model wrote cannot be run.

    Where one of its calls cannot, none of them is made.
    """
    toolbox, schema = reading.toolbox, reading.catalog.schema
    known = {each.name for each in toolbox.outside}
    steps = [
        Step(id=f"call{at}", tool=each.tool, args=dict(each.model_extra or {}))
        for at, each in enumerate(written[:MOST_STEPS], 1)
        if each.tool in known
    ]
    called = {each.tool: each for each in toolbox.called(reading.message, schema)}
    try:
        plan = validate(Plan(request=reading.message, kind="answer", steps=tuple(steps)), schema, toolbox)
    except PlanError as error:
        return tuple(called.values()), (f"A call of a tool was left out: {error}",)
    for step in plan.steps:
        words = called[step.tool].words if step.tool in called else frozenset[str]()
        called[step.tool] = toolbox.get(step.tool).called(words, step.args)
    return tuple(called.values()), ()
