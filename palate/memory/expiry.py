"""When a session ends, and what of it the next one of the same thread begins with."""

from __future__ import annotations

from datetime import timedelta

from palate.memory.short_term import SessionMemory

_KEPT = ("turn", "statements", "language")
"""What is of the person, not of a request; turns are counted on, since the thread's record goes on."""


def is_over(last: float, now: float, idle: float | timedelta | None) -> bool:
    """Tell whether a session ended between a turn and now; never where `idle` is None, or the turn's time unknown (0).

    Args:
        last: when the turn was, in seconds since 1970.
        now: the time of the next turn.
        idle: how long nothing may be said, in seconds or as a `timedelta`.
    """
    seconds = idle.total_seconds() if isinstance(idle, timedelta) else idle
    return seconds is not None and last > 0 and now - last > seconds


def afresh(session: SessionMemory) -> SessionMemory:
    """Return the session that follows one that ended: no request, nothing shown, no question to be answered."""
    kept = {name: getattr(session, name) for name in _KEPT}
    return SessionMemory().model_copy(update={**kept, "items": session.items.of_the_person()})
