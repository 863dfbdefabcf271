"""Checking a plan before anything runs: what can be mended safely is mended and recorded, the rest is complained of.

Mended: a misspelt argument, a scalar where a list is meant, a step said twice, a recommendation that nothing puts in
order. A condition is never mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from palate.catalog.conditions import Condition, Op
from palate.catalog.schema import Schema
from palate.errors import BadArgument, CallerError, PlanError, UnknownTool, closest
from palate.planners.plan import Plan, Step
from palate.planners.references import is_reference, references
from palate.planners.step_order import misplaced
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

_ORDERING = ("rank", "search", "similar")
_CONDITION_KEYS = {"field", "op", "value"}
_SURE = 75.0
"""How like an argument's name a wrong one must be, of 100, to be taken for it."""


@dataclass
class _Check:
    """One plan under examination."""

    schema: Schema
    toolbox: Toolbox
    repaired: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def validate(plan: Plan, schema: Schema, toolbox: Toolbox, *, intents: int = 1, most_steps: int = 24) -> Plan:
    """Return a plan that can be run, with what was mended in `repaired`.

    Raises:
        PlanError: it cannot be run; the message lists every complaint.
    """
    check = _Check(schema, toolbox)
    if plan.intent >= intents:
        check.complaints.append(f"the plan serves intent {plan.intent}; the message has {intents}.")
    check.complaints.extend(misplaced(plan.steps))
    steps = _without_twins([_checked(step, check) for step in plan.steps], check)
    steps = _ordered_at_last(plan, steps, check)
    if len(steps) > most_steps:
        check.complaints.append(f"the plan has {len(steps)} steps; at most {most_steps} may run.")
    if check.complaints:
        raise PlanError("; ".join(complaint.rstrip(".") for complaint in check.complaints) + ".")
    return plan.model_copy(update={"steps": tuple(steps), "repaired": (*plan.repaired, *check.repaired)})


def _checked(step: Step, check: _Check) -> Step:
    """Check a step's tool, its arguments and the conditions among them."""
    try:
        tool = check.toolbox.get(step.tool)
    except UnknownTool as error:
        check.complaints.append(f"`{step.id}`: {error}")
        return step
    args = _lists(_known_names(_plain(step.args), tool, step, check), tool, step, check)
    complaints = [complaint for each in _conditions(args) for complaint in _of_condition(each, check.schema)]
    if not complaints and not any(True for _ in _references(args)):
        complaints = _complaints(args, tool)
    check.complaints.extend(f"`{step.id}`: {complaint}" for complaint in complaints)
    return step if args == step.args else step.model_copy(update={"args": args})


def _complaints(args: dict[str, Any], tool: Tool) -> list[str]:
    try:
        tool.arguments.parse(args)
    except BadArgument as error:
        return [str(error)]
    return []


def _references(args: Any) -> Iterator[object]:
    """Yield the references of arguments; malformed ones were complained of when the steps were put in order."""
    try:
        yield from references(args)
    except PlanError:
        yield args


def _known_names(args: dict[str, Any], tool: Tool, step: Step, check: _Check) -> dict[str, Any]:
    """Give misspelt argument names their right form; complain of the others that the tool does not have."""
    found: dict[str, Any] = {}
    for name, value in args.items():
        near = process.extractOne(name, tool.arguments.names, scorer=fuzz.ratio, score_cutoff=_SURE)
        if name in tool.arguments.names:
            found[name] = value
        elif near is not None and near[0] not in args:
            check.repaired.append(f"`{step.id}`: the argument `{name}` is now `{near[0]}`.")
            found[near[0]] = value
        else:
            known = closest(name, tool.arguments.names)
            check.complaints.append(f"`{step.id}`: `{tool.name}` has no argument `{name}`; {known}.")
    return found


def _lists(args: dict[str, Any], tool: Tool, step: Step, check: _Check) -> dict[str, Any]:
    """Put one value that stands where a list is wanted into a list."""
    found = dict(args)
    for name, value in args.items():
        if not is_reference(value) and not isinstance(value, list | None) and _wants_list(tool, name):
            check.repaired.append(f"`{step.id}`: `{name}` is a list; its one value was put into one.")
            found[name] = [value]
    return found


def _wants_list(tool: Tool, name: str) -> bool:
    annotation = next(argument.annotation for argument in tool.arguments.arguments if argument.name == name)
    options = [each for each in get_args(annotation) if each is not NoneType] if _is_union(annotation) else [annotation]
    return bool(options) and all(get_origin(option) is list for option in options)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


def _plain(value: Any) -> Any:
    """Write out models and tuples among arguments."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _conditions(value: Any) -> Iterator[dict[str, Any]]:
    """Yield whatever among arguments has the form of a condition."""
    if isinstance(value, dict) and set(value) == _CONDITION_KEYS:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _conditions(each)


def _of_condition(given: dict[str, Any], schema: Schema) -> Iterator[str]:
    """Yield what is wrong with a condition; whether a value suits that an earlier step gives is not known yet."""
    name, op = (given[key] if isinstance(given[key], str) else type(given[key]).__name__ for key in ("field", "op"))
    if not schema.has(name):
        yield f"`{name}` is not a field of `{schema.name}`; {closest(name, schema.names)}."
    if op not in get_args(Op):
        yield f"`{op}` is no operator; use one of: {', '.join(get_args(Op))}."
    elif schema.has(name) and not is_reference(given["value"]):
        try:
            Condition.model_validate(given).check_against(schema)
        except ValidationError:
            yield f"`{name} {op}` takes text, numbers, true or false; it was given a {type(given['value']).__name__}."
        except CallerError as error:
            yield str(error)


def _without_twins(steps: Sequence[Step], check: _Check) -> list[Step]:
    """Leave out a step that does what the one right before it did."""
    kept: list[Step] = []
    for step in steps:
        if kept and (kept[-1].tool, kept[-1].args) == (step.tool, step.args):
            check.repaired.append(f"`{step.id}` repeated `{kept[-1].id}` and was left out.")
            continue
        kept.append(step)
    return kept


def _ordered_at_last(plan: Plan, steps: list[Step], check: _Check) -> list[Step]:
    """Let a plan that recommends end in an order."""
    if plan.kind != "recommend" or not steps or any(step.tool in _ORDERING for step in steps):
        return steps
    names = {step.id for step in steps}
    name = next(f"step{n}" for n in range(len(steps) + 1, 2 * len(steps) + 2) if f"step{n}" not in names)
    check.repaired.append(f"nothing put the candidates in order; `{name}` ranks them by preference.")
    return [*steps, Step(id=name, tool="rank", args={"by": "preference"}, why="a recommendation needs an order")]
