"""An app's own tools as a model may call them, and their calls beside the steps that are planned without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from palate.errors import PlanError
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan, Step
from palate.planners.planner import PlanningContext, Reading
from palate.planners.validation import validate
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

JsonSchema = dict[str, Any]
MOST_STEPS = 6
_DESCRIBING = ("title", "description", "default", "examples")


class Call(BaseModel):
    """A call of a tool as a model writes it: its arguments stand beside its name."""

    model_config = ConfigDict(frozen=True, extra="allow")

    tool: str


@dataclass(frozen=True)
class Calls:
    """The calls of a model that can be run, and why others cannot."""

    plan: Plan
    left_out: str = ""


def offered(toolbox: Toolbox) -> list[Tool]:
    """Return the tools that only a model knows when to call: Palate's own are planned from what a message means."""
    return [tool for tool in toolbox if tool.outside and not tool.replaces]


def call_schemas(toolbox: Toolbox) -> list[JsonSchema]:
    """Return the JSON schemas of calls of an app's tools, types that their arguments share written out in each."""
    found = []
    for tool in offered(toolbox):
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


def calls(written: Sequence[Call], reading: Reading, *, planner: str) -> Calls:
    """Check what a model calls; where it cannot be run, nothing of it is."""
    known = {tool.name for tool in offered(reading.toolbox)}
    steps = [
        Step(id=f"call{at}", tool=each.tool, args=dict(each.model_extra or {}), why="a model called it")
        for at, each in enumerate(written[:MOST_STEPS], 1)
        if each.tool in known
    ]
    plan = Plan(request=reading.message, kind="answer", planner=planner)
    try:
        return Calls(validate(plan.model_copy(update={"steps": tuple(steps)}), reading.catalog.schema, reading.toolbox))
    except PlanError as error:
        return Calls(plan, f"A call of a tool was left out: {error}")


def with_calls(context: PlanningContext) -> Sequence[Plan]:
    """Plan what was understood without a model, and put the calls that it drafted before."""
    plans = OfflinePlanner().plan(context)
    if not context.drafted:
        return plans
    (drafted,) = context.drafted
    failed = any(each.kind in ("replace", "complaint") for each in context.advice)
    steps = () if failed else drafted.steps
    return [_joined(each, steps if each.intent == drafted.intent else (), drafted.planner) for each in plans]


def _joined(plan: Plan, first: Sequence[Step], planner: str) -> Plan:
    called = {step.tool for step in first}
    steps = (*first, *(step for step in plan.steps if step.tool not in called))
    kind = "answer" if plan.kind == "none" and steps else plan.kind
    return plan.model_copy(update={"steps": steps, "kind": kind, "planner": planner})
