"""learn: commit what was understood and what happened to the session and to long-term memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.elicitation.reactions import reactions
from palate.agent.elicitation.settled import settled
from palate.agent.messages import LONGEST
from palate.agent.outcome import Choice
from palate.agent.provenance import stamp
from palate.agent.replies.section import Section
from palate.agent.replies.size import fitted
from palate.agent.reply import Recommendation, Reply
from palate.agent.state import AgentState, cleared
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Workspace
from palate.language.asked import OPEN
from palate.language.preference import Preference
from palate.language.understanding import Intent, Shown, Understanding
from palate.memory.event import Event
from palate.memory.expiry import afresh
from palate.memory.ledger import reconcile
from palate.memory.request import REQUESTS, Held
from palate.memory.short_term import SessionMemory

_MOST_FOCUS = 10
_MOST_SHOWN = 2_000
_MOST_REASONS = 100


def learn(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Say what is to be kept: the session as it now stands, the turn's record, and what is known of the person.

    All of it is written in one transaction, that of the checkpoint which LangGraph saves when the graph ends: until
    then the turn has not been.
    """
    turn, reply = runtime.context, state.reply
    assert reply is not None  # noqa: S101 - respond comes first
    understanding = state.understanding or Understanding(message=state.message)
    events = tuple(_events(state, turn, understanding))
    reply = fitted(_with_memory(reply, events if turn.user is not None else ()))
    turn.reply = reply
    turn.taken = tuple(item for intent in understanding.intents for item in _taken(intent, turn))
    session = _session(state, turn, understanding, reply)
    if understanding.is_closing:
        session = afresh(session)
    if turn.kept:
        record = Turn(number=session.turn, time=turn.time, message=state.message[:LONGEST], reply=reply)
        turn.parts.folder.keep(turn.thread, turn.user, record, events)
    return cleared(state) | {"session": session}


def _with_memory(reply: Reply, written: Sequence[Event]) -> Reply:
    """Return the reply with what was written of the person in its trace."""
    told = [{"kind": event.kind, "quote": event.quote, **_about(event)} for event in written]
    trace = reply.trace.model_copy(update={"memory": {**reply.trace.memory, "written": told}})
    return reply.model_copy(update={"trace": trace})


def _about(event: Event) -> dict[str, str]:
    if event.preference is not None:
        return {"key": event.preference.key}
    return {"item": event.item} if event.item is not None else {}


def _events(state: AgentState, turn: Workspace, understanding: Understanding) -> Iterator[Event]:
    """Yield what the message said of the person, for good."""
    common = {
        "time": turn.time,
        "session": turn.session,
        "turn": state.session.turn + 1,
        "catalogue": turn.parts.catalog.schema.name,
    }
    number = 0
    for intent in understanding.intents:
        for fields in _facts(intent, state, turn):
            yield Event(**{"quote": intent.quote, **common, "number": number, **fields})
            number += 1


def _facts(intent: Intent, state: AgentState, turn: Workspace) -> Iterator[dict[str, Any]]:
    said = stamp(state, turn)
    for entry in intent.preferences:
        if entry.horizon == "long":
            quote = entry.provenance.quote or said.quote
            yield {"kind": "preference", "preference": _stamped(entry, said, quote), "quote": quote}
    for kind, mentions in (("seen", intent.seen), ("reject", intent.reject)):
        for mention in mentions:
            yield {"kind": kind, "item": mention.item}
    for item in _taken(intent, turn):
        yield {"kind": "commit", "item": item}


def _taken(intent: Intent, turn: Workspace) -> list[str]:
    """Return what is taken, but for what has to be confirmed first."""
    if intent.act != "commit":
        return []
    return [mention.item for mention in intent.about if mention.item not in turn.unconfirmed]


def _stamped(entry: Preference, said: Any, quote: str) -> Preference:
    return entry.model_copy(update={"provenance": said.model_copy(update={"quote": quote})})


def _session(state: AgentState, turn: Workspace, understanding: Understanding, reply: Reply) -> SessionMemory:
    old = state.session
    asking = [number for number, each in enumerate(understanding.intents) if each.act in (*REQUESTS, "state")]
    requests = [state.held[number] for number in asking]
    kept, like = old.preferences, old.like
    if asking:  # A wish given up, and told so, is not asked for again.
        gone = state.dropped(asking[-1])
        kept = tuple(entry for entry in requests[-1].request if entry.key not in gone)
        like = tuple(mention for mention in requests[-1].like if f"like:{mention.item}" not in gone)
    asked = next((section.question for section in turn.sections if section.question is not None), None)
    policy = asked.policy if asked is not None else ""
    shown = _shown([item for section in turn.sections for item in section.items], old.turn + 1, turn)
    return old.model_copy(
        update={
            "turn": old.turn + 1,
            "time": turn.time,
            "preferences": kept,
            "statements": _statements(state, turn, understanding),
            "like": like,
            "previous": tuple(entry.where for held in requests for entry in held.replaced if entry.where is not None),
            "shown": shown or old.shown,
            "shown_ids": _joined(old.shown_ids, (item.id for item in shown))[-_MOST_SHOWN:],
            "reasons": _reasons(old, reply.items),
            "focus": _focus(old, turn, turn.sections, shown),
            "seen": _joined(old.seen, _ids(understanding, "seen")),
            "rejected": _joined(old.rejected, _ids(understanding, "reject")),
            "committed": _joined(old.committed, turn.taken),
            "offered": tuple(dict.fromkeys(key for section in turn.sections for key in section.offered)),
            "either": any(section.either for section in turn.sections),
            "doubted": any(section.act == "ask" and section.offered for section in turn.sections),
            "said_back": asked is not None and bool(asked.understood),
            "told_again": _told_again(old, kept, understanding),
            "stood_by": tuple(sorted(old.firm(kept))),
            "unplaced": old.unplaced + understanding.unplaced,
            "asked": asked.field if asked is not None and not policy else None,
            "options": _options(asked),
            "pending": understanding.message if asked is not None and (asked.said or policy) else "",
            "doubt": asked.said if asked is not None and len(asked.options) == 1 else "",
            "language": turn.language,
            "question": understanding.intents[-1].question if understanding.intents else None,
            "questioned": _questioned(understanding),
            "confirming": policy,
            "confirmations": {**old.confirmations, **({policy: "asked"} if policy else {})},
            "questions": old.questions + (reply.act == "ask" and not policy),
            "asked_about": _joined(
                _asked_about(old, asked, requests, insists=understanding.insists),
                (name for section in turn.sections if section.act == "ask" for name in section.about),
            ),
            "final": (old.final or understanding.final)
            and not any(each.act == "commit" for each in understanding.intents),
            **reactions(old, understanding),
        }
    )


def _told_again(old: SessionMemory, kept: Sequence[Preference], understanding: Understanding) -> dict[str, int]:
    """Count how often what is held was told again as it had been said back; what is held no longer is not counted."""
    told = {entry.key for intent in understanding.intents for entry in intent.preferences}
    before = {entry.key for entry in old.preferences if old.said_back and entry.key not in old.offered}
    counts = {entry.key: old.told_again.get(entry.key, 0) for entry in kept}
    return {key: count + (key in told and key in before) for key, count in counts.items()}


def _asked_about(
    old: SessionMemory, asked: Choice | None, requests: Sequence[Held], *, insists: bool
) -> tuple[str, ...]:
    """Return the fields that need not be asked about again."""
    about = () if asked is None or asked.said or asked.policy or asked.field == OPEN else (asked.field,)
    return _joined(settled(old, requests, insists=insists), about)


def _questioned(understanding: Understanding) -> tuple[Preference, ...]:
    """Return the conditions of the question that the message ends in."""
    last = understanding.intents[-1] if understanding.intents else None
    return last.preferences if last is not None and last.question is not None else ()


def _options(asked: Choice | None) -> tuple[str, ...]:
    """Return what the answers stand for; of a guess the words themselves, which a yes puts in the message's place."""
    if asked is None or asked.policy:
        return ()
    return asked.options if asked.said and len(asked.options) == 1 else asked.values


def _statements(state: AgentState, turn: Workspace, understanding: Understanding) -> tuple[Preference, ...]:
    """Return an anonymous person's statements: nobody else will ever see them, and they end with the session."""
    if turn.user is not None:
        return ()
    said = stamp(state, turn)
    new = [
        _stamped(entry, said, entry.provenance.quote)
        for intent in understanding.intents
        for entry in intent.preferences
        if entry.horizon == "long"
    ]
    return reconcile(state.session.statements, new).held


def _shown(items: Sequence[Recommendation], number: int, turn: Workspace) -> tuple[Shown, ...]:
    return tuple(
        Shown(id=item.id, title=item.title, fields=_without_texts(item.fields, turn), turn=number) for item in items
    )


def _reasons(old: SessionMemory, items: Sequence[Recommendation]) -> dict[str, tuple[str, ...]]:
    new = {item.id: item.reasons for item in items}
    kept = [(known, why) for known, why in old.reasons.items() if known not in new]
    return dict([*kept, *new.items()][-_MOST_REASONS:])


def _focus(
    old: SessionMemory, turn: Workspace, sections: Sequence[Section], shown: Sequence[Shown]
) -> tuple[Shown, ...]:
    """Return the items spoken of, most recent first: what a reply names last is what "it" means."""
    catalog, by_id = turn.parts.catalog, {item.id: item for item in shown}
    named = [item for section in sections for item in section.spoken_of if catalog.has(item)]
    if not named:
        return old.focus
    fields = [
        by_id.get(item.id) or Shown(id=item.id, title=item.title, fields=_without_texts(item.fields, turn))
        for item in catalog.items(dict.fromkeys(named))
    ]
    rest = [item for item in old.focus if item.id not in named]
    return (*fields, *rest)[:_MOST_FOCUS]


def _without_texts(fields: dict[str, Any], turn: Workspace) -> dict[str, Any]:
    texts = {field.name for field in turn.parts.catalog.schema.of_kind("text")}
    return {name: value for name, value in fields.items() if name not in texts}


def _ids(understanding: Understanding, what: str) -> Iterator[str]:
    return (mention.item for intent in understanding.intents for mention in getattr(intent, what))


def _joined(old: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*old, *new]))
