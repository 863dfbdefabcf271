"""recall: understand the message against the session, and fetch what is known of the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.bars import bars
from palate.agent.doubt import answered
from palate.agent.drafting import drafted
from palate.agent.messages import LONGEST
from palate.agent.reflection.finding import Finding
from palate.agent.state import AgentState, cleared
from palate.agent.workspace import Workspace
from palate.catalog.item import Interaction
from palate.language.preference import Provenance
from palate.language.understand import LONGEST as MOST_WORDS
from palate.language.understanding import Understanding
from palate.memory.profile import Profile
from palate.memory.request import Held, hold
from palate.memory.taste import build_taste
from palate.ranking.taste import Taste

KNOWN = 5
"""Liked items that are enough to go by."""


def recall(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Make the turn's understanding, what holds for each intent, and the person's taste."""
    turn = runtime.context
    left_over = {name: empty for name, empty in cleared(state).items() if name != "message"}
    understanding, found = drafted(state, turn, _read(state, turn))
    turn.profile = _profile(state, turn)
    held = hold(
        understanding,
        state.session,
        turn.profile.preferences,
        catalog=turn.parts.catalog,
        stamp=stamp(state, turn),
    )
    turn.recalled = tuple({entry.key: entry for each in held for entry in each.remembered}.values())
    logged = turn.parts.catalog.log_of(turn.user) if turn.user is not None else []
    turn.tastes = tuple(_taste(state, turn, understanding, each, logged) for each in held)
    held = tuple(_by_taste(each, taste) for each, taste in zip(held, turn.tastes, strict=True))
    turn.barred = tuple(
        bars(intent, each, state.session, taste, policies=turn.parts.policies, catalog=turn.parts.catalog)
        for intent, each, taste in zip(understanding.intents, held, turn.tastes, strict=True)
    )
    return left_over | {
        "understanding": understanding,
        "held": held,
        "findings": (*found, *_unread(state.message), *_asides(understanding)),
    }


def _unread(message: str) -> tuple[Finding, ...]:
    """Tell of a message too long to be read to its end."""
    words = len(message.split())
    if len(message) <= LONGEST and words <= MOST_WORDS:
        return ()
    return (
        Finding(
            kind="unread",
            severity="warning",
            message=f"Your message is long; I read only its beginning (at most {MOST_WORDS} words).",
            data={"characters": len(message), "words": words},
        ),
    )


def _by_taste(held: Held, taste: Taste) -> Held:
    """Leave likeness to the taste of somebody of whom enough is known, where they only told what else they like."""
    told = {mention.item for mention in held.like if mention.how == "taste"}
    if not told or len(taste.likes.keys() - told) < KNOWN:
        return held
    return held.model_copy(update={"like": tuple(mention for mention in held.like if mention.item not in told)})


def _asides(understanding: Understanding) -> tuple[Finding, ...]:
    """Note what was passed over, for the trace; a reply need not speak of it."""
    return tuple(
        Finding(kind="aside", severity="info", message=f"“{said}” was taken for something said besides.")
        for said in understanding.asides
    )


def stamp(state: AgentState, turn: Workspace) -> Provenance:
    """Return the provenance of what this turn's message says."""
    return Provenance(
        quote=state.message,
        turn=state.session.turn + 1,
        session=turn.session,
        time=turn.time,
        catalogue=turn.parts.catalog.schema.name,
    )


def _read(state: AgentState, turn: Workspace) -> Understanding:
    parts, session = turn.parts, state.session
    message = answered(state.message[:LONGEST], session, noun=parts.catalog.schema.noun)
    called = parts.toolbox.cued(message, parts.catalog.schema)
    return parts.read(message, session.view(), parts.catalog, called=called)


def _profile(state: AgentState, turn: Workspace) -> Profile:
    if turn.user is None:
        return Profile(preferences=state.session.statements)
    session = None if turn.parts.config.recall else turn.session
    return turn.parts.long_term.profile(turn.user, catalogue=turn.parts.catalog.schema.name, session=session)


def _taste(
    state: AgentState, turn: Workspace, understanding: Understanding, held: Held, logged: Sequence[Interaction]
) -> Taste:
    """Return the person's taste for one intent, what the whole message tells of it included."""
    intents = understanding.intents
    session = state.session.model_copy(
        update={
            "seen": (*state.session.seen, *(mention.item for intent in intents for mention in intent.seen)),
            "rejected": (*state.session.rejected, *(mention.item for intent in intents for mention in intent.reject)),
        }
    )
    return build_taste(
        turn.profile,
        session,
        logged,
        log=turn.parts.catalog.schema.log,
        held=(*held.request, *held.remembered),
        now=turn.time,
    )
