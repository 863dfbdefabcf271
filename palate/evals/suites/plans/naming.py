"""Whether the plans that ran name only what is there, looked up in the catalogue whatever a planner was held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from palate.catalog.words import fold
from palate.planners.plan import Plan, Step
from palate.planners.references import is_reference
from palate.tools.toolbox import Toolbox

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog

_OF_FIELDS = ("select", "fields", "group_by")


def unknown_names(replies: Iterable[Reply], catalog: Catalog) -> list[str]:
    """Return the tools, fields, values and items that plans of these replies name and that do not exist."""
    toolbox = Toolbox(installed=False)
    ran = (Plan.model_validate(plan) for reply in replies for plan in reply.trace.plan)
    steps = (step for plan in ran for step in plan.steps)
    return [name for step in steps for name in _of_step(step, catalog, toolbox)]


def _of_step(step: Step, catalog: Catalog, toolbox: Toolbox) -> Iterator[str]:
    if step.tool not in toolbox:
        yield f"the tool `{step.tool}`"
        return
    items = _several(step.args.get("items"))
    yield from (f"the item `{item}`" for item in items if not is_reference(item) and not catalog.has(item))
    named = (name for key in _OF_FIELDS for name in _several(step.args.get(key)))
    yield from (f"the field `{name}`" for name in named if not catalog.schema.has(str(name)))
    yield from _within(step.args, catalog)


def _within(value: Any, catalog: Catalog) -> Iterator[str]:
    """Yield what conditions, orders and aggregates name, wherever they stand."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _within(each, catalog)
    elif isinstance(value, Mapping):
        name = value.get("field")
        if name is not None and not catalog.schema.has(str(name)):
            yield f"the field `{name}`"
        elif name is not None and "op" in value:
            yield from _values(str(name), value.get("value"), catalog)
        else:
            yield from _within(list(value.values()), catalog)


def _values(name: str, value: Any, catalog: Catalog) -> Iterator[str]:
    if is_reference(value) or catalog.schema.field(name).kind not in ("category", "tags"):
        return
    unknown = (each for each in _several(value) if not catalog.columns.spellings(name, fold(str(each))))
    yield from (f"`{each}` of `{name}`" for each in unknown)


def _several(value: Any) -> Iterable[Any]:
    if value is None or is_reference(value):
        return ()
    return value if isinstance(value, list | tuple) else (value,)
