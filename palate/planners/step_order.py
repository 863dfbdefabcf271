"""The order of steps: each has a name of its own, and refers only to those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.errors import PlanError
from palate.planners.plan import Step
from palate.planners.references import references


def misplaced(steps: Sequence[Step]) -> Iterator[str]:
    """Yield a complaint for each name that is taken, and for each reference that does not look back."""
    before: set[str] = set()
    for step in steps:
        if not step.id or step.id in before:
            yield f"two steps are called `{step.id}`; give each a name of its own."
        try:
            wanted = {reference.step for reference in references(step.args)}
        except PlanError as error:
            yield f"`{step.id}`: {error}"
        else:
            yield from (
                f"`{step.id}` refers to `{name}`; no such step is before it." for name in sorted(wanted - before)
            )
        before.add(step.id)
