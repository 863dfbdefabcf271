"""recall: understand the message against the session, and fetch what is known of the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.drafting import drafted
from palate.agent.gate.bars import bars
from palate.agent.gate.calls import RuledOut, ruled_out
from palate.agent.gate.confirmation import confirmed, unasked, unconfirmed
from palate.agent.idling import idled
from palate.agent.messages import LONGEST, MOST_REQUESTS
from palate.agent.narration import telling
from palate.agent.outside import Comparisons, PartFailed, outside, stood_in
from palate.agent.provenance import stamp
from palate.agent.reflection.finding import Finding
from palate.agent.remembering import undo_of
from palate.agent.replies.words import say
from palate.agent.state import AgentState, cleared
from palate.agent.workspace import Workspace
from palate.catalog.conditions import Condition
from palate.catalog.item import Interaction
from palate.errors import BadArgument
from palate.language.applying import understanding_of
from palate.language.embedder import comparing
from palate.language.frame import Frames
from palate.language.understand import read
from palate.language.understanding import Intent, Understanding
from palate.llm.traced import tracing
from palate.memory.event import Event
from palate.memory.expiry import afresh
from palate.memory.profile import Profile
from palate.memory.request import REQUESTS, Held, hold
from palate.memory.reread import reread
from palate.memory.taste import build_taste
from palate.ranking.taste import Taste, Wish

KEPT = 100.0
"""Weight of the items of a list that stay when others of it are turned down: nothing outweighs it."""
SUGGESTED = 3.0
"""How much it counts that a model knows an item to fit; a wish that was said counts 1."""
KNOWN = 5
"""Liked items that are enough to go by."""
_LAST = 4
"""Of a message too long, so many of the last words that were read are told."""


def recall(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Make the turn's understanding, what holds for each intent, and the person's taste."""
    turn = runtime.context
    if turn.reading is not None:
        return _recall_again(state, turn, runtime)
    ended = idled(state.session, turn)
    if ended is not None:
        state = state.model_copy(update={"session": afresh(state.session)})
    if turn.parts.config.first_is_final:
        elicited = state.session.elicited.model_copy(update={"takes_first": True})
        state = state.model_copy(update={"session": state.session.model_copy(update={"elicited": elicited})})
    left_over = {name: empty for name, empty in cleared(state).items() if name != "message"}
    session, answered = confirmed(state.session, state.message[:LONGEST], turn.parts.catalog)
    state = state.model_copy(update={"session": session})
    turn.profile = _profile(state, turn)
    by = None if turn.parts.embedded is None else Comparisons(turn.parts.embedded, turn)
    with tracing(telling("recall", runtime)), comparing(by):
        offline, unread = _read(state, turn)
        whole, found = drafted(state, turn, offline)
    understanding = whole.model_copy(update={"intents": whole.intents[:MOST_REQUESTS]})
    if any(intent.unsaid for intent in understanding.intents):
        state = state.model_copy(update={"session": state.session.taken_back()})
        turn.profile = _profile(state, turn, then=(undo_of(state, turn),))
    turn.unasked = unasked(turn.parts.policies, state.session) if turn.parts.config.reflection else frozenset()
    held, kept_out = _taken_up(state, turn, understanding)
    return left_over | {
        "session": state.session,
        "understanding": understanding,
        "held": held,
        "findings": (
            *((ended,) if ended is not None else ()),
            *unread,
            *(() if by is None else by.found),
            *found,
            *_unread(state.message, whole),
            *_unanswered(whole),
            *_passed_over(understanding),
            *answered,
            *kept_out,
        ),
    }


def _recall_again(state: AgentState, turn: Workspace, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Have the message read again, and go by that from the request on that came to nothing.

    What was answered before stays, and no stated `must` is lost; otherwise the first reading stands.
    """
    first, reading, advice = state.understanding, turn.reading, state.verdict.advice if state.verdict else None
    assert first is not None and advice is not None  # noqa: S101, PT018 - a plan was sent back
    with tracing(telling("recall", runtime)):
        again, found = drafted(state, turn, first, finding=advice.message)
    if again is first:
        return {"findings": (*state.findings, *found)}
    at = advice.intent
    again = again.model_copy(update={"intents": (*first.intents[:at], *again.intents[at:])[:MOST_REQUESTS]})
    snaps = reread(first, again, state.held, _hold(state, turn, again))
    if isinstance(snaps, str):
        turn.reading = reading
        told = Finding(kind="plan", severity="info", message=f"The first reading stands: {snaps}", intent=at)
        return {"findings": (*state.findings, told)}
    held, kept_out = _taken_up(state, turn, again)
    return {
        "understanding": again.model_copy(update={"snapped": (*again.snapped, *snaps)}),
        "held": held,
        "findings": (*(each for each in state.findings if each.kind not in ("read", "differs")), *found, *kept_out),
        "advice": tuple(each for each in state.advice if each.intent < at),
        "outcomes": tuple(each for each in state.outcomes if each.intent < at),
    }


def _taken_up(
    state: AgentState, turn: Workspace, understanding: Understanding
) -> tuple[tuple[Held, ...], Iterable[Finding]]:
    """Have the turn go by an understanding; return what holds for each intent, and what policies keep out."""
    held = _hold(state, turn, understanding)
    turn.recalled = tuple({entry.key: entry for each in held for entry in each.remembered}.values())
    logged = turn.parts.catalog.log_of(turn.user) if turn.user is not None else []
    turn.unconfirmed = unconfirmed(_taken(understanding), turn.parts.policies, state.session, turn.parts.catalog)
    turn.tastes = tuple(
        _with_suggestions(_taste(state, turn, understanding, each, logged), intent)
        for intent, each in zip(understanding.intents, held, strict=True)
    )
    held = tuple(_by_taste(each, taste) for each, taste in zip(held, turn.tastes, strict=True))
    ruled = [
        ruled_out(turn.parts.policies, turn.setting(understanding, taste), lifted=state.session.elicited.confirmed)
        for taste in turn.tastes
    ]
    for text in (text for each in ruled for text in each.log):
        turn.failed(text)
    turn.failures = {name: why for each in ruled for name, why in each.failures.items()}
    turn.barred = tuple(
        bars(intent, each, state.session, taste, policies=out.positions, catalog=turn.parts.catalog)
        for intent, each, taste, out in zip(understanding.intents, held, turn.tastes, ruled, strict=True)
    )
    return held, _ruled_out(understanding, ruled, turn)


def _hold(state: AgentState, turn: Workspace, understanding: Understanding) -> tuple[Held, ...]:
    known, catalog = turn.profile.preferences, turn.parts.catalog
    return hold(understanding, state.session, known, catalog=catalog, stamp=stamp(state, turn))


def _ruled_out(understanding: Understanding, ruled: Sequence[RuledOut], turn: Workspace) -> Iterator[Finding]:
    """Note for each request what each item policy keeps out, and which of them failed."""
    size = turn.parts.catalog.columns.size
    for number, (intent, out) in enumerate(zip(understanding.intents, ruled, strict=True)):
        for name, why in out.failures.items():
            failed = {"rule": name, "decision": "failed"}
            yield Finding(kind="policy", severity="error", message=why, data=failed, intent=number)
        for name, positions in out.positions.items() if intent.act in REQUESTS else ():
            if len(positions):
                message = f"The policy `{name}` keeps out {len(positions):,} of {size:,}."
                data = {"rule": name, "decision": "barred", "count": len(positions)}
                yield Finding(kind="policy", severity="info", message=message, data=data, intent=number)


def _taken(understanding: Understanding) -> list[str]:
    """Return what the message says is taken."""
    return [mention.item for intent in understanding.intents if intent.act == "commit" for mention in intent.about]


def _unread(message: str, understanding: Understanding) -> tuple[Finding, ...]:
    """Tell of a message too long to be read to its end."""
    left = understanding.unread + message[LONGEST:]
    if not left.strip():
        return ()
    read = understanding.message[: len(understanding.message) - len(understanding.unread)]
    return (
        Finding(
            kind="unread",
            severity="warning",
            message=say("findings.long_message", last=" ".join(read.split()[-_LAST:])),
            data={"characters": len(message), "unread": len(left)},
        ),
    )


def _unanswered(whole: Understanding) -> tuple[Finding, ...]:
    """Tell of more requests than one turn can answer."""
    count = len(whole.intents)
    if count <= MOST_REQUESTS:
        return ()
    return (
        Finding(
            kind="unread",
            severity="warning",
            message=say("findings.many_requests", count=count, most=MOST_REQUESTS),
            data={"requests": count},
        ),
    )


def _by_taste(held: Held, taste: Taste) -> Held:
    """Leave likeness to the taste of somebody of whom enough is known, where they only told what else they like."""
    told = {mention.item for mention in held.like if mention.how == "taste"}
    if not told or len(taste.likes.keys() - told) < KNOWN:
        return held
    return held.model_copy(update={"like": tuple(mention for mention in held.like if mention.item not in told)})


def _passed_over(understanding: Understanding) -> tuple[Finding, ...]:
    """Note what was passed over, for the trace; a reply need not speak of it."""
    return tuple(
        Finding(kind="aside", severity="info", message=f"“{said}” was taken for something said besides.")
        for said in understanding.asides
    )


def _read(state: AgentState, turn: Workspace) -> tuple[Understanding, tuple[Finding, ...]]:
    """Return what the message means; where the app's reader fails, by Palate's own, with why."""
    parts, session, found = turn.parts, state.session.view(), []
    message = state.session.left_open.heard(state.message[:LONGEST], parts.catalog)
    called = parts.toolbox.called(message, parts.catalog.schema)
    given = message, session, parts.catalog
    frames, names = None, None
    if parts.read is not read:
        try:
            frames = outside(lambda: _checked(parts.read(*given, called=called)), parts.read, turn)
        except PartFailed as error:
            found.append(stood_in("reader", error))
    if frames is None:
        frames, names = read(*given, called=called), ()  # which uses no part of an unknown name
    understood, differences = understanding_of(frames, *given, tools=parts.toolbox.callable, names=names)
    found += (Finding(kind="differs", severity="info", message=each) for each in differences)
    return understood, tuple(found)


def _checked(read: Any) -> Frames:
    if not isinstance(read, Frames):
        raise BadArgument(f"It returned `{read!r:.60}`; `Frames` were expected.")
    return read


def _with_suggestions(taste: Taste, intent: Intent) -> Taste:
    """Return a taste for the items that a model knows to fit: they outweigh habit, and what is only guessed."""
    if not intent.suggested:
        return taste
    named = Condition(field="id", op="in", value=list(intent.suggested))
    weight = KEPT if intent.reject else SUGGESTED
    return replace(taste, wishes=(*taste.wishes, Wish(named, weight)))


def _profile(state: AgentState, turn: Workspace, then: Sequence[Event] = ()) -> Profile:
    if turn.user is None:
        return Profile(preferences=state.session.statements)
    session = None if turn.parts.config.recall else turn.session
    known, name = turn.parts.folder.long_term, turn.parts.catalog.schema.name
    return known.profile(turn.user, catalogue=name, session=session, then=then)


def _taste(
    state: AgentState, turn: Workspace, understanding: Understanding, held: Held, logged: Sequence[Interaction]
) -> Taste:
    """Return the person's taste for one intent, what the whole message tells of it included."""
    intents = understanding.intents
    taken = [item for item in _taken(understanding) if item not in turn.unconfirmed]
    items = state.session.items.with_ids(
        seen=(mention.item for intent in intents for mention in intent.seen),
        rejected=(mention.item for intent in intents for mention in intent.reject),
        committed=taken,
    )
    return build_taste(
        turn.profile,
        items,
        logged,
        log=turn.parts.catalog.schema.log,
        held=(*held.request, *held.remembered),
        now=turn.time,
    )
