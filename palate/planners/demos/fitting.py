"""Whether a plan that was written over some catalogue makes sense over this one."""

from __future__ import annotations

from collections.abc import Iterator

from palate.catalog.schema import Schema
from palate.planners.models.written import WrittenPlan, WrittenStep


def fits(plan: WrittenPlan, schema: Schema) -> bool:
    """Tell whether the catalogue has every field that a plan names: fields come and go, demonstrations stay."""
    named = {taste.field for taste in plan.taste if taste.field is not None}
    named |= {name for step in plan.steps for name in _fields(step)}
    return all(name in ("id", "title") or schema.has(name) for name in named)


def _fields(step: WrittenStep) -> Iterator[str]:
    args = step.args
    for where in args.get("where") or ():
        yield from (str(part.get("field")) for part in where.get("any_of", [where]))
    yield from map(str, (*(args.get("select") or ()), *(args.get("fields") or ())))
    yield from (str(each["field"]) for each in args.get("aggregate") or () if each.get("field"))
    if args.get("group_by"):
        yield str(args["group_by"])
    else:
        yield from (str(each.get("field")) for each in args.get("order") or ())
