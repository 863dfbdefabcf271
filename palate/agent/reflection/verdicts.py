"""The table that turns findings into a verdict.

Findings are taken in the order of `ORDER`; the first whose rule decides something other than going on decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from palate.agent.reflection.finding import Finding, FindingKind, Verdict
from palate.agent.reflection.relaxing import softest
from palate.agent.reflection.situation import Situation
from palate.planners.planner import Advice

Rule = Callable[[Situation, Finding], Verdict | None]
"""Returns a verdict, or None to go on."""


def decide(seen: Situation, findings: Sequence[Finding]) -> Verdict:
    """Return what is to happen after a step."""
    for kind, rule in TABLE.items():
        for finding in findings:
            verdict = rule(seen, finding) if finding.kind == kind else None
            if verdict is not None:
                return verdict
    if seen.over:
        return Verdict(decision="finish", why="The plan has come to its end.")
    return Verdict(decision="next", why="The plan goes on.")


def _ask(seen: Situation, finding: Finding) -> Verdict | None:
    """Ask while the session has a question left; beyond that go on, and disclose."""
    if not seen.may_ask or not finding.data["options"]:
        return None
    return Verdict(decision="ask", why=finding.message, finding=finding)


def _ask_more(seen: Situation, finding: Finding) -> Verdict | None:
    """Ask what pays, where nothing speaks against showing: a question is the last thing that is decided."""
    if not seen.may_ask:
        return None
    return Verdict(decision="ask", why=finding.message, finding=finding)


def _finish_short(_: Situation, finding: Finding) -> Verdict:
    return Verdict(decision="finish", why=f"{finding.message} What was found until then is given.", finding=finding)


def _try_otherwise(seen: Situation, finding: Finding) -> Verdict | None:
    """Plan once more with the reason; a tool that the plan can do without is only disclosed."""
    if not finding.data["needed"]:
        return None
    if seen.may_replan:
        advice = Advice(
            "replace",
            finding.message,
            {"step": seen.record.id, "tool": seen.record.tool, "reason": finding.data["reason"]},
            intent=seen.plan.intent,
        )
        return Verdict(decision="replan", why=finding.message, advice=advice, finding=finding)
    return Verdict(decision="abstain", why=finding.message, finding=finding)


def _relax_or_abstain(seen: Situation, finding: Finding) -> Verdict:
    """Give up the least of the soft wishes; never a hard condition, and after "only" nothing but words of no item."""
    keys = softest(seen)
    if keys:
        advice = Advice("drop", f"{finding.message} It was only a wish: do without.", {"keys": keys}, seen.plan.intent)
        return Verdict(decision="relax", why=finding.message, advice=advice, finding=finding)
    return Verdict(decision="abstain", why=finding.message, finding=finding)


def _go_on(_: Situation, __: Finding) -> None:
    return None


TABLE: Mapping[FindingKind, Rule] = {
    "ambiguous": _ask,
    "doubtful": _ask,
    "budget": _finish_short,
    "unresolved": _try_otherwise,
    "failed": _try_otherwise,
    "empty": _relax_or_abstain,
    "violated": _go_on,
    "rejected": _go_on,
    "policy": _go_on,
    "too_few": _go_on,
    "open": _ask_more,
}
"""In order of precedence."""
