"""Is a candidate near the top one that may not be shown?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def seen_or_rejected(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each rule of the conversation that kept candidates out of the reply."""
    policies = {policy.name for policy in seen.turn.parts.policies}
    for rule, ids in _kept_out(seen).items():
        if rule not in policies:
            message = f"{len(ids)} of the best candidates were left out: {rule}."
            yield Finding(kind="rejected", severity="info", message=message, data={"rule": rule, "items": ids})


def breached_policies(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each item policy that kept candidates out of the reply."""
    policies = {policy.name for policy in seen.turn.parts.policies}
    for rule, ids in _kept_out(seen).items():
        if rule in policies:
            message = f"{len(ids)} of the best candidates were left out by the policy `{rule}`."
            yield Finding(kind="policy", severity="info", message=message, data={"rule": rule, "items": ids})


def _kept_out(seen: Situation) -> dict[str, list[str]]:
    return {} if seen.selection is None else seen.selection.barred
