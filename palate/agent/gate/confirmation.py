"""What item policies ask a person to confirm, and what the person answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from palate.agent.gate.calls import PolicyFailed, barred_by, because_of, question_of
from palate.agent.outcome import Choice
from palate.agent.policies.policy import Confirming, ItemPolicy, Named
from palate.agent.reflection.finding import Finding
from palate.agent.replies.section import Section
from palate.agent.replies.words import say
from palate.language.pending import PolicyConfirmation
from palate.memory.short_term import SessionMemory
from palate.tools.candidates import within
from palate.tools.context import ToolContext

if TYPE_CHECKING:
    from palate.agent.workspace import Workspace
    from palate.catalog.catalog import Catalog

OPTIONS: tuple[Literal["yes", "no"], ...] = ("yes", "no")


def confirmed(session: SessionMemory, message: str, catalog: Catalog) -> tuple[SessionMemory, tuple[Finding, ...]]:
    """Return the session with the answer to the question of an item policy, if one is pending, and what it tells."""
    pending = session.pending
    said = pending.answer(message, catalog) if isinstance(pending, PolicyConfirmation) else None
    if not isinstance(pending, PolicyConfirmation) or said is None:
        return session, ()
    told = f"The person said {said} to the question of the policy `{pending.policy}`."
    data = {"rule": pending.policy, "decision": "confirmed" if said == "yes" else "refused"}
    session = session.model_copy(update={"elicited": session.elicited.confirming(pending.policy, said)})
    return session, (Finding(kind="policy", severity="info", message=told, data=data),)


def unasked(policies: Iterable[Named], session: SessionMemory) -> frozenset[str]:
    """Return the policies whose question may still be asked in a session."""
    names = [policy.name for policy in policies if isinstance(policy, Confirming)]
    return frozenset(name for name in names if name not in session.elicited.confirmations)


def unconfirmed(
    items: Collection[str], policies: Iterable[Named], session: SessionMemory, catalog: Catalog
) -> Mapping[str, ItemPolicy]:
    """Return which of some items have to be confirmed first, each with the policy that wants it."""
    known = [item for item in dict.fromkeys(items) if catalog.has(item)]
    found: dict[str, ItemPolicy] = {}
    if not known:
        return found
    positions = catalog.positions(known)
    for policy in policies:
        if (
            not (isinstance(policy, ItemPolicy) and isinstance(policy, Confirming))
            or policy.name in session.elicited.confirmed
        ):
            continue
        try:
            wanting = within(positions, barred_by(policy, ToolContext(catalog))).tolist()
        except PolicyFailed:
            wanting = [True] * len(known)
        found |= {item: policy for item, wants in zip(known, wanting, strict=True) if wants and item not in found}
    return found


def confirm_first(turn: Workspace, wanting: ItemPolicy) -> Section:
    """Ask for a confirmation without which a message is not answered; where it was asked for before, say so."""
    if isinstance(wanting, Confirming) and wanting.name in turn.unasked:
        choice = Choice(field=wanting.field, options=OPTIONS, values=OPTIONS, policy=wanting.name)
        return Section(act="ask", text=asked_by(turn, choice), question=choice)
    because = because_of([wanting], wanting.name)
    return Section(act="abstain", text=say("confirmation.may_not", because=because))


def asked_first(sections: Iterable[Section]) -> Iterator[Finding]:
    """Yield what the trace tells of a question that the reply asks for an item policy."""
    for section in sections:
        if section.question is not None and section.question.policy:
            rule = section.question.policy
            message = f"The reply asks the question of the policy `{rule}`."
            yield Finding(kind="policy", severity="info", message=message, data={"rule": rule, "decision": "asked"})


def asked_by(turn: Workspace, choice: Choice) -> str:
    """Return the text of a policy's question."""
    asking = next(policy for policy in turn.parts.policies if policy.name == choice.policy)
    return question_of(asking, turn.parts.catalog.schema)
