"""What a turn writes to memory: events of a user, and the same in words for the reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from palate.agent.provenance import stamp
from palate.agent.replies.request import conditions_in_words
from palate.agent.replies.wording import quoted, titled
from palate.agent.replies.words import phrases, say
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.understanding import Intent, Understanding
from palate.memory.change import ChangeKind, MemoryChange
from palate.memory.event import Event

_KINDS: dict[str, ChangeKind] = {"preference": "preference", "seen": "seen", "reject": "rejected", "commit": "chosen"}


def events_of(state: AgentState, turn: Workspace, understanding: Understanding) -> tuple[Event, ...]:
    """Return what a message writes to memory, in its order."""
    found = [(intent, fields) for intent in understanding.intents for fields in _facts(intent, state, turn)]
    return tuple(
        Event(
            **{
                "time": turn.time,
                "session": turn.session,
                "turn": state.session.turn + 1,
                "catalogue": turn.parts.catalog.schema.name,
                "number": number,
                "quote": intent.quote,
                **fields,
            }
        )
        for number, (intent, fields) in enumerate(found)
    )


def undo_of(state: AgentState, turn: Workspace) -> Event:
    """Return the event that undoes the memory writes of the previous turn."""
    return Event(kind="undo", time=turn.time, session=turn.session, turn=state.session.turn + 1)


def changes_of(state: AgentState, turn: Workspace, intent: Intent) -> tuple[MemoryChange, ...]:
    """Return what one intent writes to memory or takes back from it, in words."""
    taken_back = state.session.written if intent.unsaid else ()
    written = events_of(state, turn, Understanding(message=state.message, intents=(intent,)))
    return (
        *(each.model_copy(update={"kind": "withdrawn"}) for each in taken_back),
        *(_change(event, turn) for event in written if event.kind in _KINDS),
    )


def taken(intent: Intent, turn: Workspace) -> list[str]:
    """Return what is taken, but for what has to be confirmed first."""
    if intent.act != "commit":
        return []
    return [mention.item for mention in intent.about if mention.item not in turn.unconfirmed]


def _facts(intent: Intent, state: AgentState, turn: Workspace) -> Iterator[dict[str, Any]]:
    if intent.unsaid:
        yield undo_of(state, turn).model_dump(exclude_defaults=True)
    said = stamp(state, turn)
    for entry in intent.preferences:
        if entry.horizon == "long":
            quote = entry.provenance.quote or said.quote
            stamped = entry.model_copy(update={"provenance": said.model_copy(update={"quote": quote})})
            yield {"kind": "preference", "preference": stamped, "quote": quote}
    for kind, mentions in (("seen", intent.seen), ("reject", intent.reject)):
        yield from ({"kind": kind, "item": mention.item} for mention in mentions if mention.lasting)
    yield from ({"kind": "commit", "item": item} for item in taken(intent, turn))


def _change(event: Event, turn: Workspace) -> MemoryChange:
    kind, entry = _KINDS[event.kind], event.preference
    item = event.item if entry is None else entry.item
    if item is not None and turn.parts.catalog.has(item):
        how = kind if entry is None else "liked" if entry.polarity == "want" else "disliked"
        title = titled(turn.parts.catalog.item(item), turn.parts.catalog.schema)
        text = say("noted.item", how=phrases("remembered")[how], title=title)
    else:
        text = next(iter(conditions_in_words(turn, [entry] if entry is not None else [])), quoted(event.quote))
    return MemoryChange(
        kind=kind,
        text=text,
        key=None if entry is None else entry.key,
        item=event.item,
        quote=event.quote,
        kept="session" if turn.user is None else "long",
    )
