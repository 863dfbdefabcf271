"""The order of steps: a step that refers to another runs after it."""

from __future__ import annotations

from collections.abc import Sequence

from palate.errors import PlanError
from palate.planners.plan import Step
from palate.planners.references import references


def in_order(steps: Sequence[Step], repaired: list[str], complaints: list[str]) -> list[Step]:
    """Return the steps in an order in which every reference looks back, otherwise as given.

    Args:
        steps: With ids that differ.
        repaired: gains a sentence where the order was changed.
        complaints: gains a sentence for each reference that no order can serve.
    """
    needs = {step.id: _needs(step, complaints) for step in steps}
    for name, wanted in needs.items():
        missing = sorted(wanted - needs.keys())
        complaints.extend(f"`{name}` refers to `{other}`; there is no such step." for other in missing)
    ordered: list[Step] = []
    waiting = list(steps)
    while waiting:
        done = {step.id for step in ordered}
        ready = next((step for step in waiting if needs[step.id] & needs.keys() <= done), None)
        if ready is None:
            names = ", ".join(f"`{step.id}`" for step in waiting)
            complaints.append(f"{names} refer to themselves or to each other; a reference must look back.")
            return list(steps)
        ordered.append(ready)
        waiting.remove(ready)
    if ordered != list(steps):
        repaired.append(f"the steps now run in the order {', '.join(f'`{step.id}`' for step in ordered)}.")
    return ordered


def _needs(step: Step, complaints: list[str]) -> set[str]:
    try:
        return {reference.step for reference in references(step.args)}
    except PlanError as error:
        complaints.append(f"`{step.id}`: {error}")
        return set()
