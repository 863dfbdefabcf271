"""The table that turns findings into a verdict: a function of them and of what is allowed, and of nothing else.

Findings are taken in the order of `TABLE`; the first whose rule decides something other than going on decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from palate.agent.reflection.finding import Finding, FindingKind, Verdict
from palate.planners.planner import Advice


@dataclass(frozen=True)
class Allowance:
    """What may still be done about a finding."""

    over: bool
    """Whether the plan has come to its end."""
    may_ask: bool
    """Whether the session has a question left."""
    may_replan: bool
    """Whether the plan may be made anew."""
    may_reread: bool = False
    """Whether a model read the message, and may read it again."""


Rule = Callable[[Finding, Allowance], Verdict | None]
"""Returns a verdict, or None to go on."""


def decide(findings: Sequence[Finding], allowance: Allowance) -> Verdict:
    """Return what is to happen after a step."""
    for kind, rule in TABLE.items():
        for finding in findings:
            verdict = rule(finding, allowance) if finding.kind == kind else None
            if verdict is not None:
                return verdict
    if allowance.over:
        return Verdict(decision="finish", why="The plan has come to its end.")
    return Verdict(decision="next", why="The plan goes on.")


def _ask(finding: Finding, allowance: Allowance) -> Verdict | None:
    """Ask while the session has a question left; beyond that go on, and disclose."""
    if not allowance.may_ask or not finding.data["options"]:
        return None
    return Verdict(decision="ask", why=finding.message, finding=finding)


def _ask_first(finding: Finding, _: Allowance) -> Verdict | None:
    """Ask where a policy wants to, whatever else could be done: nothing is given up for what a yes would let show."""
    if finding.data.get("decision") != "ask":
        return None
    return Verdict(decision="ask", why=finding.message, finding=finding)


def _ask_more(finding: Finding, allowance: Allowance) -> Verdict | None:
    """Ask what pays, where nothing speaks against showing: a question is the last thing that is decided."""
    return Verdict(decision="ask", why=finding.message, finding=finding) if allowance.may_ask else None


def _finish_short(finding: Finding, _: Allowance) -> Verdict:
    return Verdict(decision="finish", why=finding.message, finding=finding)


def _try_otherwise(finding: Finding, allowance: Allowance) -> Verdict | None:
    """Plan once more without the tool; one that the plan can do without is only disclosed."""
    if not finding.data["needed"]:
        return None
    if not allowance.may_replan:
        return _abstain(finding, allowance)
    about = {name: finding.data[name] for name in ("step", "tool", "reason")}
    advice, rereads = Advice("replace", finding.message, about, intent=finding.intent), allowance.may_reread
    return Verdict(decision="replan", why=finding.message, advice=advice, rereads=rereads, finding=finding)


def _read_again(finding: Finding, allowance: Allowance) -> Verdict | None:
    """Have the model that read the message read it again, with the finding and what is to blame for it."""
    if not allowance.may_reread:
        return None
    blamed = finding.data.get("blamed", ())
    cause = f"{finding.message} To blame: {'; '.join(blamed)}." if blamed else finding.message
    advice = Advice("reread", cause, intent=finding.intent)
    return Verdict(decision="replan", why=finding.message, advice=advice, rereads=True, finding=finding)


def _look_for(finding: Finding, allowance: Allowance) -> Verdict | None:
    """Plan once more, and look for the words that a critic names; a wish like any other, which can be given up."""
    if not allowance.may_replan:
        return None
    advice = Advice("search", finding.message, {"text": finding.data["quote"]}, intent=finding.intent)
    return Verdict(decision="replan", why=finding.message, advice=advice, finding=finding)


def _relax_or_abstain(finding: Finding, allowance: Allowance) -> Verdict:
    """Give up the least of the soft wishes; never a hard condition, and after "only" nothing but words of no item."""
    keys = finding.data["softest"]
    if not keys:
        return _read_again(finding, allowance) or _abstain(finding, allowance)
    advice = Advice("drop", f"{finding.message} It was only a wish: do without.", {"keys": keys}, finding.intent)
    return Verdict(decision="relax", why=finding.message, advice=advice, finding=finding)


def _abstain(finding: Finding, _: Allowance) -> Verdict:
    return Verdict(decision="abstain", why=finding.message, finding=finding)


TABLE: Mapping[FindingKind, Rule] = {
    "ambiguous": _ask,
    "doubtful": _ask,
    "budget": _finish_short,
    "unresolved": _try_otherwise,
    "failed": _try_otherwise,
    "contradictory": _abstain,
    "policy": _ask_first,
    "empty": _relax_or_abstain,
    "rowless": _read_again,
    "equal": _read_again,
    "critic": _look_for,
    "open": _ask_more,
}
"""In order of precedence; a kind without a row decides nothing."""
