"""Writing down what became of a plan that has come to its end."""

from __future__ import annotations

from itertools import combinations

from palate.agent.outcome import Choice, Outcome
from palate.agent.reflection.finding import Finding, Verdict
from palate.agent.reflection.situation import Situation
from palate.agent.replies.request import in_words
from palate.agent.replies.wording import quoted, titled
from palate.agent.replies.words import say
from palate.agent.selection.shortage import Shortage
from palate.language.pending import Confirmation
from palate.memory.ledger import is_negative
from palate.tools.result import ToolResult

_ENDS = ".!?;:\n"


def conclude(seen: Situation, verdict: Verdict, result: ToolResult) -> Outcome:
    """Return the outcome of a verdict that ends a plan."""
    intent = seen.plan.intent
    relaxed = given_up(seen)
    if verdict.decision == "ask" and verdict.finding is not None:
        return asked(verdict.finding, intent).model_copy(update={"relaxed": relaxed})
    if verdict.decision == "abstain":
        return _abstained(seen, verdict, result)
    short = verdict.finding is not None and verdict.finding.kind == "budget"
    if not (short or seen.turn.parts.config.reflection) and result.status == "failed":
        return _unexplained(seen, result)
    if seen.plan.kind == "answer":
        return Outcome(intent=intent, kind="answer", incomplete=short)
    if seen.selection is None or not seen.selection.items:
        return _abstained(seen, verdict, result).model_copy(update={"incomplete": short})
    explains = seen.turn.parts.config.reflection and not short and len(seen.selection.items) < seen.wanted
    return Outcome(
        intent=intent,
        kind="show",
        items=seen.selection.ids,
        scores=tuple(seen.selection.scores),
        wanted=seen.wanted,
        added=seen.selection.added,
        left=max(0, seen.turn.candidates.total - len(seen.selection.items) + seen.selection.added),
        blamed=seen.shortage.blamed if explains else (),
        freed=seen.shortage.freed if explains else 0,
        relaxed=relaxed,
        incomplete=short,
    )


def asked(finding: Finding, intent: int) -> Outcome:
    """Return the outcome of an intent that waits for an answer."""
    return Outcome(intent=intent, kind="ask", question=Choice.model_validate(finding.data))


def given_up(seen: Situation) -> tuple[str, ...]:
    """Return what was relaxed for this intent, in words."""
    return tuple(_in_words(seen, key) for key in seen.state.dropped(seen.plan.intent))


def _in_words(seen: Situation, key: str) -> str:
    catalog = seen.turn.parts.catalog
    for entry in seen.held.preferences:
        if entry.key == key:
            return in_words(entry, catalog.schema)
    if key.startswith("text:"):
        return quoted(key.removeprefix("text:"))
    return say("request.resembling", titles=titled(catalog.item(key.removeprefix("like:")), catalog.schema))


def _unexplained(seen: Situation, result: ToolResult) -> Outcome:
    """Say that there is nothing, and of a failure its reason: what is to blame is not looked for."""
    return Outcome(intent=seen.plan.intent, kind="abstain", why=result.reason or "")


def _may_be_wrong(seen: Situation, shortage: Shortage) -> bool:
    """Tell whether to ask first if what is to blame was misunderstood; once of each, and not after a plain no."""
    session = seen.state.session
    tells = any(intent.preferences or intent.bounds for intent in seen.understanding.intents)
    plain_no = isinstance(session.pending, Confirmation) and not tells and not seen.intent.lapsed
    asked = plain_no or session.firm(seen.held.hard).issuperset(shortage.keys)
    # Who turned down all that fits wants something else than what was understood.
    final = session.elicited.takes_first or seen.understanding.final
    unsure = seen.unsure or final or shortage.turned_down or _is_said_twice(seen, shortage.fields)
    return unsure and bool(shortage.keys) and seen.allowance.may_ask and not asked


def _is_said_twice(seen: Situation, blamed: tuple[str, ...]) -> bool:
    """Tell whether two sentences of one message want something of a field that is to blame: one may be taken back."""
    message = seen.understanding.message
    told = [entry for entry in seen.held.hard if set(entry.fields) & set(blamed) and not is_negative(entry)]
    return any(
        one.fields == other.fields and _stand_apart(one.provenance.quote, other.provenance.quote, message)
        for one, other in combinations(told, 2)
    )


def _stand_apart(one: str, other: str, message: str) -> bool:
    """Tell whether a sentence ends between two quotes of a message: "an animated western" is one wish."""
    places = sorted((message.find(quote), quote) for quote in (one, other))
    (start, first), (end, _) = places
    return start >= 0 and any(mark in message[start + len(first) : end] for mark in _ENDS)


def _abstained(seen: Situation, verdict: Verdict, result: ToolResult) -> Outcome:
    """Say which conditions are to blame and what comes closest; of a failure, its reason."""
    intent, finding = seen.plan.intent, verdict.finding
    if not seen.turn.parts.config.reflection:
        return _unexplained(seen, result)
    if finding is not None and finding.kind == "contradictory":
        return _contradicted(seen, finding)
    if finding is not None and finding.kind in ("failed", "unresolved"):
        return Outcome(intent=intent, kind="abstain", why=str(finding.data["reason"] or finding.message))
    rule = _rule(seen, result) or seen.shortage.rule
    # Where a rule cannot be checked, nothing that is left out helps; what a tool did not say in time is not to blame.
    unasked = finding is not None and finding.kind == "budget" and any(entry.call for entry in seen.held.hard)
    shortage = seen.shortage if rule not in seen.turn.failures and not unasked else Shortage()
    return Outcome(
        intent=intent,
        kind="abstain",
        blamed=shortage.blamed,
        about=shortage.fields,
        offered=shortage.keys,
        near=shortage.near,
        unsure=_may_be_wrong(seen, shortage),
        why=f"rule:{rule}" if rule is not None else "",
        relaxed=given_up(seen),
    )


def _rule(seen: Situation, result: ToolResult) -> str | None:
    """Return the rule that took the most out of a result of which nothing is left."""
    removed: dict[str, int] | None = result.evidence.get("removed")
    if not removed or not result.before or seen.turn.candidates:
        return None
    return max(removed, key=lambda name: removed[name])


def _contradicted(seen: Situation, finding: Finding) -> Outcome:
    """Blame both of two conditions that exclude each other, and offer to leave them out."""
    near = tuple(miss for miss in seen.shortage.near if len(set(miss.breaks) - set(finding.data["blamed"])) == 0)
    return Outcome(
        intent=seen.plan.intent,
        kind="abstain",
        blamed=tuple(finding.data["blamed"]),
        about=(finding.data["field"],),
        offered=tuple(finding.data["keys"]),
        contradictory=True,
        unsure=seen.allowance.may_ask and not isinstance(seen.state.session.pending, Confirmation),
        near=near,
        relaxed=given_up(seen),
    )
