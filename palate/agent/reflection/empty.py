"""Is nothing left that may be shown?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation


def nothing_left(seen: Situation) -> Iterator[Finding]:
    """Yield a finding where a plan that recommends has no candidate left."""
    result = seen.result
    if seen.plan.kind != "recommend" or result.status == "failed" or result.candidates is None or result.candidates:
        return
    yield Finding(
        kind="empty",
        severity="warning",
        message=f"`{seen.record.tool}` left nothing of {result.before}.",
        data={"tool": seen.record.tool, "before": result.before},
    )


def none_showable(seen: Situation) -> Iterator[Finding]:
    """Yield a finding where every candidate was left out by a condition or a rule."""
    chosen = seen.selection
    if chosen is None or chosen.items or seen.result.status == "failed" or not seen.turn.candidates:
        return
    yield Finding(
        kind="empty",
        severity="warning",
        message=f"None of {seen.turn.candidates.total} candidates may be shown.",
        data={"tool": seen.record.tool, "rules": {rule: len(ids) for rule, ids in chosen.barred.items()}},
    )
