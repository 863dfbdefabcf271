"""An app's own tools as a model may call them, and the calls that it wrote, checked."""

from __future__ import annotations

from typing import Any

from palate.errors import PlanError, ToolError
from palate.language.frame import Frames
from palate.planners.plan import Plan, Step
from palate.planners.planner import Reading
from palate.planners.validation import validate
from palate.tools.sql_guard import guarded
from palate.tools.toolbox import Toolbox
from palate.tools.views import view_columns

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
        kept.append(frame.model_copy(update={"calls": tuple(calls), "sql": _sql(frame.sql, reading, problems)}))
    return Frames(frames=tuple(kept)), tuple(problems)


def _sql(query: str, reading: Reading, problems: list[str]) -> str:
    """Return a SELECT that can be run and states nothing of its own; empty otherwise."""
    import sqlglot
    from sqlglot import exp

    if not query:
        return ""
    try:
        statement = guarded(query, view_columns(reading.catalog.schema))
    except ToolError as error:
        problems.append(f"The SQL was left out: {error}")
        return ""
    # What a text stands beside in a condition selects rows; anywhere else it would be told as if the catalogue held it.
    for each in sqlglot.parse_one(statement, read="sqlite").find_all(
        exp.Literal, exp.DPipe, exp.Chr, exp.Concat, exp.Replace
    ):
        texts = not isinstance(each, exp.Literal) or (each.is_string and any(map(str.isalnum, each.this)))
        if texts and not isinstance(each.parent, exp.Predicate):
            problems.append(f"The SQL was left out: it states `{each.sql(dialect='sqlite')[:60]}`.")
            return ""
    return statement


def _outside(toolbox: Toolbox, name: str) -> Toolbox:
    """Return the toolbox where a tool is the app's; what Palate plans itself is no business of a model.

    Raises:
        PlanError: it is not.
    """
    if all(each.name != name for each in toolbox.outside):
        raise PlanError(f"`{name:.40}` is not a tool of the app.")
    return toolbox
