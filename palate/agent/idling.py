"""Ending a session in which nothing was said for longer than the config allows."""

from __future__ import annotations

from palate.agent.reflection.finding import Finding
from palate.agent.replies.request import likeness_in_words, wanted
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.memory.expiry import is_over
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def idled(session: SessionMemory, turn: Workspace) -> Finding | None:
    """Return the finding that a session ended, a warning where it held a request; None where it goes on."""
    if not is_over(session.time, turn.time, turn.parts.config.idle):
        return None
    seconds, schema = turn.time - session.time, turn.parts.catalog.schema
    request = [entry for entry in session.preferences if all(map(schema.has, entry.fields))]
    like = likeness_in_words(turn, Held(like=session.like))
    message = f"The session was idle for {seconds:.0f} seconds, so a fresh one began."
    if request or like:
        message = say("afresh.started", what=wanted(turn, request, "some", like=like), ago=_ago(seconds))
    return Finding(kind="idle", severity="warning" if request or like else "info", message=message)


def _ago(seconds: float) -> str:
    """Return how long ago something was; a unit is used from two of it on."""
    if seconds < 2 * _MINUTE:
        return say("afresh.moment")
    if seconds < 2 * _HOUR:
        return say("afresh.minutes", count=int(seconds // _MINUTE))
    if seconds < 2 * _DAY:
        return say("afresh.hours", count=int(seconds // _HOUR))
    return say("afresh.days", count=int(seconds // _DAY))
