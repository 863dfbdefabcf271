"""Checking a plan before anything runs: what can be mended safely is mended and recorded, the rest is complained of.

Mended: a misspelt argument, a scalar where a list is meant, a step said twice, a recommendation that nothing puts in
order. A condition is never mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from palate.catalog.conditions import Condition
from palate.catalog.schema import Schema
from palate.errors import CallerError, PlanError, closest
from palate.planners.plan import Plan, Step
from palate.planners.references import has_reference, references
from palate.planners.typed import steps_of
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

_ORDERING = ("rank", "search", "similar")
_CONDITION_KEYS = {"field", "op", "value"}
_PREFIX = 2
"""Parts of a place in a step before that of an argument: its tool, and `args`."""
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
    steps = _without_twins([_checked(step, check) for step in plan.steps], check)
    if not check.complaints:
        check.complaints.extend(_misplaced(plan.steps))
    steps = _ordered_at_last(plan, steps, check)
    if len(steps) > most_steps:
        check.complaints.append(f"the plan has {len(steps)} steps; at most {most_steps} may run.")
    if check.complaints:
        raise PlanError("; ".join(complaint.rstrip(".") for complaint in check.complaints) + ".")
    return plan.model_copy(update={"steps": tuple(steps), "repaired": (*plan.repaired, *check.repaired)})


def _checked(step: Step, check: _Check) -> Step:
    """See that a step is one of the toolbox's, mended where that is safe, and that its conditions mean something."""
    try:
        tool = check.toolbox.get(step.tool)
        steps_of(check.toolbox, references=has_reference(step.args)).validate_python(step.model_dump())
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for each in errors:
            each["loc"] = each["loc"][_PREFIX:]
        args = dict(_mended(step, tool, errors, check))
        if args != step.args:
            return _checked(step.model_copy(update={"args": args}), check)
        complaints = [tool.arguments.complaint(errors)]
    except (CallerError, PlanError) as error:
        complaints = [str(error)]
    else:
        complaints = [complaint for each in _conditions(step.args) for complaint in _of_condition(each, check.schema)]
    check.complaints.extend(f"`{step.id}`: {complaint}" for complaint in complaints)
    return step


def _mended(step: Step, tool: Tool, errors: list[ErrorDetails], check: _Check) -> Iterator[tuple[str, Any]]:
    """Yield a step's arguments, a misspelt name put right and one value where a list is meant put into a list."""
    wrong = {each["loc"][0]: each["type"] for each in errors if len(each["loc"]) == 1}
    for name, value in step.args.items():
        near = process.extractOne(name, tool.arguments.names, scorer=fuzz.ratio, score_cutoff=_SURE)
        if wrong.get(name) == "extra_forbidden" and near is not None and near[0] not in step.args:
            check.repaired.append(f"`{step.id}`: the argument `{name}` is now `{near[0]}`.")
            yield near[0], value
        elif wrong.get(name) in ("list_type", "sequence_str") and value is not None:
            check.repaired.append(f"`{step.id}`: `{name}` is a list; its one value was put into one.")
            yield name, [value]
        else:
            yield name, value


def _misplaced(steps: Sequence[Step]) -> Iterator[str]:
    """Yield a complaint for each name that is taken, and for each reference that does not look back."""
    before: set[str] = set()
    for step in steps:
        if not step.id or step.id in before:
            yield f"two steps are called `{step.id}`; give each a name of its own."
        wanted = {reference.step for reference in references(step.args)}
        yield from (f"`{step.id}` refers to `{name}`; no such step is before it." for name in sorted(wanted - before))
        before.add(step.id)


def _conditions(value: Any) -> Iterator[dict[str, Any]]:
    """Yield whatever among arguments has the form of a condition."""
    if isinstance(value, dict) and set(value) == _CONDITION_KEYS:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _conditions(each)


def _of_condition(given: dict[str, Any], schema: Schema) -> Iterator[str]:
    """Yield what is wrong with a condition; whether a value suits that an earlier step gives is not known yet."""
    known = not has_reference(given["value"])
    try:
        condition = Condition.model_validate(given if known else given | {"value": ""})
        if not schema.has(condition.field):
            yield f"`{condition.field}` is not a field of `{schema.name}`; {closest(condition.field, schema.names)}."
        elif known:
            condition.check_against(schema)
    except ValidationError:
        return  # It is something of an app's, in the same form.
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
