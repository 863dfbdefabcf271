"""learn: commit what was understood and what happened to the session and to long-term memory."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.elicitation.reactions import reacted
from palate.agent.elicitation.settled import settled
from palate.agent.messages import LONGEST
from palate.agent.remembering import events_of, taken
from palate.agent.replies.section import Section
from palate.agent.replies.session_state import state_of
from palate.agent.replies.size import fitted
from palate.agent.reply import Recommendation, Reply
from palate.agent.state import AgentState, cleared
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Workspace
from palate.language.asked import OPEN
from palate.language.pending import Offer, Pending
from palate.language.preference import Preference
from palate.language.session import AskedFact
from palate.language.understanding import Mention, Shown, Understanding
from palate.memory.expiry import afresh
from palate.memory.item_history import ItemHistory, joined
from palate.memory.ledger import reconcile
from palate.memory.request import REQUESTS, Held
from palate.memory.short_term import SessionMemory

_MOST_FOCUS = 10
_REFINING = (*REQUESTS, "state")
"""Acts that change the request that the session holds."""


def learn(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Say what is to be kept: the session as it now stands, the turn's record, and what is known of the person.

    All of it is written in one transaction, that of the checkpoint which LangGraph saves when the graph ends: until
    then the turn has not been.
    """
    turn, reply = runtime.context, state.reply
    assert reply is not None  # noqa: S101 - respond comes first
    understanding = state.understanding or Understanding(message=state.message)
    events = events_of(state, turn, understanding)
    turn.taken = tuple(item for intent in understanding.intents for item in taken(intent, turn))
    session = _session(state, turn, understanding, reply)
    if understanding.is_closing:
        session = afresh(session)
    turn.reply = fitted(reply.model_copy(update={"state": state_of(session, turn.parts.catalog)}))
    if turn.kept:
        record = Turn(number=session.turn, time=turn.time, message=state.message[:LONGEST], reply=turn.reply)
        turn.parts.folder.keep(turn.thread, turn.user, record, events)
    return cleared(state) | {"session": session}


def _session(state: AgentState, turn: Workspace, understanding: Understanding, reply: Reply) -> SessionMemory:
    """Return the session after the turn."""
    old = state.session
    requests = [held for held, each in zip(state.held, understanding.intents, strict=False) if each.act in _REFINING]
    shown = _shown([item for section in turn.sections for item in section.items], old.turn + 1, turn)
    preferences, like = _request(state, understanding, reply)
    session = reacted(old, understanding)
    update = {
        "turn": old.turn + 1,
        "time": turn.time,
        "language": turn.language,
        "preferences": preferences,
        "statements": _statements(state, turn, understanding),
        "like": like,
        "previous": tuple(entry.where for held in requests for entry in held.replaced if entry.where is not None),
        "shown": shown or old.shown,
        "focus": _focus(old, turn, understanding.absent, shown),
        "items": _items(session.items, understanding, shown, turn, reply),
        "asked_fact": _asked_fact(understanding),
        "pending": _pending(turn.sections, understanding.message),
        "written": tuple(each for each in reply.memory_changes if each.kind != "withdrawn"),
    }
    elicited = session.elicited.model_copy(
        update={
            **_asked(old, turn.sections, reply),
            "fields": _settled_fields(old, turn.sections, requests, understanding),
            "told_again": _told_again(old, preferences, understanding),
            "stood_by": tuple(sorted(old.firm(preferences))),
            "unplaced": old.elicited.unplaced + understanding.unplaced,
            "takes_first": session.elicited.takes_first and not _takes(understanding),
        }
    )
    return session.model_copy(update={**update, "elicited": elicited})


def _request(
    state: AgentState, understanding: Understanding, reply: Reply
) -> tuple[tuple[Preference, ...], tuple[Mention, ...]]:
    """Return the request that the session goes on with.

    A constraint that was relaxed is not asked for again, and neither is a comparison that left nothing.
    """
    asking = [number for number, each in enumerate(understanding.intents) if each.act in _REFINING]
    if not asking:
        return state.session.preferences, state.session.like
    held = state.held[asking[-1]]
    impossible = held.bounds if reply.blamed and not reply.items else ()
    gone = {*state.dropped(asking[-1]), *(entry.key for entry in impossible)}
    return (
        tuple(entry for entry in held.request if entry.key not in gone),
        tuple(mention for mention in held.like if f"like:{mention.item}" not in gone),
    )


def _items(
    old: ItemHistory, understanding: Understanding, shown: Sequence[Shown], turn: Workspace, reply: Reply
) -> ItemHistory:
    """Return what became of items, those of the reply included."""
    seen, rejected = (
        [mention.item for intent in understanding.intents for mention in mentions(intent)]
        for mentions in (attrgetter("seen"), attrgetter("reject"))
    )
    kept = old.with_ids(seen=seen, rejected=rejected, committed=turn.taken)
    return kept.with_shown((item.id for item in shown), {item.id: item.reasons for item in reply.items})


def _asked_fact(understanding: Understanding) -> AskedFact:
    """Return the question for a fact that the message ends in."""
    last = understanding.intents[-1] if understanding.intents else None
    if last is None or last.question is None:
        return AskedFact()
    return AskedFact(question=last.question, conditions=last.preferences)


def _pending(sections: Sequence[Section], message: str) -> Pending | None:
    """Return what the reply leaves open: its question, or else what it offers to leave out."""
    for section in sections:
        if section.question is not None and section.act != "abstain":
            return section.question.pending(message, keys=section.offered, either=section.either)
    keys = tuple(dict.fromkeys(key for section in sections for key in section.offered))
    return Offer(keys=keys, either=any(section.either for section in sections)) if keys else None


def _asked(old: SessionMemory, sections: Sequence[Section], reply: Reply) -> dict[str, Any]:
    """Count the question of the reply; a policy's is asked once, and does not count."""
    policy = next((section.question.policy for section in sections if section.question is not None), "")
    if policy:
        return {"confirmations": {**old.elicited.confirmations, policy: "asked"}}
    return {"questions": old.elicited.questions + (reply.act == "ask")}


def _told_again(old: SessionMemory, kept: Sequence[Preference], understanding: Understanding) -> dict[str, int]:
    """Count how often active constraints were told again after the last reply had said them back."""
    told = {entry.key for intent in understanding.intents for entry in intent.preferences}
    said_back = {entry.key for entry in old.preferences if old.left_open.checked} - set(old.left_open.offered)
    counts = {entry.key: old.elicited.told_again.get(entry.key, 0) for entry in kept}
    return {key: count + (key in told & said_back) for key, count in counts.items()}


def _settled_fields(
    old: SessionMemory, sections: Sequence[Section], requests: Sequence[Held], understanding: Understanding
) -> tuple[str, ...]:
    """Return the fields that need not be asked about again."""
    asked = next((section.question for section in sections if section.question is not None), None)
    about = () if asked is None or asked.said or asked.policy or asked.field == OPEN else (asked.field,)
    blamed = (name for section in sections if section.act == "ask" for name in section.about)
    return joined(settled(old, requests, insists=understanding.insists), (*about, *blamed))


def _takes(understanding: Understanding) -> bool:
    return any(each.act == "commit" for each in understanding.intents)


def _statements(state: AgentState, turn: Workspace, understanding: Understanding) -> tuple[Preference, ...]:
    """Return an anonymous person's statements: nobody else will ever see them, and they end with the session."""
    if turn.user is not None:
        return ()
    said = [event.preference for event in events_of(state, turn, understanding)]
    return reconcile(state.session.statements, [entry for entry in said if entry is not None]).held


def _shown(items: Sequence[Recommendation], number: int, turn: Workspace) -> tuple[Shown, ...]:
    return tuple(
        Shown(id=item.id, title=item.title, fields=_without_texts(item.fields, turn), turn=number) for item in items
    )


def _focus(old: SessionMemory, turn: Workspace, absent: Sequence[str], shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """Return the items spoken of, most recent first: what a reply names last is what "it" means.

    A title that the catalogue lacks is what it means until another item is spoken of: it has no id.
    """
    catalog, by_id, number = turn.parts.catalog, {item.id: item for item in shown}, old.turn + 1
    named = [item for section in turn.sections for item in section.spoken_of if catalog.has(item)]
    fields = [
        by_id.get(item.id) or Shown(id=item.id, title=item.title, fields=_without_texts(item.fields, turn), turn=number)
        for item in catalog.items(dict.fromkeys(named))
    ]
    missing = [Shown(id="", title=title[:LONGEST], turn=0) for title in absent[-1:]]
    rest = [item for item in old.focus if item.id and item.id not in named]
    return (*missing, *fields, *rest)[:_MOST_FOCUS] if named or missing else old.focus


def _without_texts(fields: dict[str, Any], turn: Workspace) -> dict[str, Any]:
    texts = {field.name for field in turn.parts.catalog.schema.of_kind("text")}
    return {name: value for name, value in fields.items() if name not in texts}
