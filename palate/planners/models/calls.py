"""An app's own tools as a model may call them, and the calls that it wrote, checked."""

from __future__ import annotations

from typing import Any

from palate.errors import PlanError
from palate.language.frame import Frames
from palate.planners.plan import Plan, Step
from palate.planners.planner import Reading
from palate.planners.validation import validate
from palate.tools.toolbox import Toolbox

JsonSchema = dict[str, Any]
_DESCRIBING = ("title", "description", "default", "examples")


def call_schemas(toolbox: Toolbox) -> list[JsonSchema]:
    """Return the JSON schemas of calls of an app's tools, types that their arguments share written out in each."""
    found = []
    for tool in toolbox.outside:
        schema = tool.arguments.schema()
        shared = schema.get("$defs", {})
        arguments = {name: _plain(each, shared) for name, each in schema.get("properties", {}).items()}
        args = {
            "type": "object",
            "properties": arguments,
            "required": list(schema.get("required", ())),
            "additionalProperties": False,
        }
        found.append(
            {
                "type": "object",
                "properties": {"tool": {"const": tool.name}, "args": args, "quote": {"type": "string"}},
                "required": ["tool", "args"],
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


def with_valid_calls(frames: Frames, reading: Reading) -> tuple[Frames, tuple[str, ...]]:
    """Return frames without the calls that cannot be run, and a sentence for each of these."""
    problems: list[str] = []
    kept = []
    for frame in frames.frames:
        calls = []
        for call in frame.calls:
            step = Step(id="call", tool=call.tool, args=call.args)
            try:
                plan = Plan(request=reading.message, kind="answer", steps=(step,))
                checked = validate(plan, reading.catalog.schema, _outside(reading.toolbox, call.tool))
                calls.append(call.model_copy(update={"args": checked.steps[0].args}))
            except PlanError as error:
                problems.append(f"A call of a tool was left out: {error}")
        kept.append(frame.model_copy(update={"calls": tuple(calls)}))
    return Frames(frames=tuple(kept)), tuple(problems)


def _outside(toolbox: Toolbox, name: str) -> Toolbox:
    """Return the toolbox where a tool is the app's; what Palate plans itself is no business of a model.

    Raises:
        PlanError: it is not.
    """
    if all(each.name != name for each in toolbox.outside):
        raise PlanError(f"`{name:.40}` is not a tool of the app.")
    return toolbox
