"""The end of a session, and the state that the next session of the same thread starts with."""

from __future__ import annotations

from datetime import timedelta

from palate.memory.short_term import SessionMemory

_KEPT = ("turn", "statements", "language")
"""Fields that survive the end of a session. `turn` does, because the record of the thread continues."""


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
    """Return the initial state of the session after one that ended: no constraints, items shown or pending question."""
    kept = {name: getattr(session, name) for name in _KEPT}
    return SessionMemory().model_copy(update={**kept, "items": session.items.of_the_person()})
