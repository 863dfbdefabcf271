"""When a session ends, and what of it the next one of the same thread begins with."""

from __future__ import annotations

from palate.memory.short_term import SessionMemory

_KEPT = ("turn", "statements", "seen", "rejected", "committed", "opinions", "language")
"""What is of the person, not of a request; turns are counted on, since the thread's record goes on."""


def is_idle(session: SessionMemory, now: float, idle: float | None) -> bool:
    """Tell whether a session's last turn is longer ago than `idle` seconds; None for never."""
    return idle is not None and session.time > 0 and now - session.time > idle


def afresh(session: SessionMemory) -> SessionMemory:
    """Return the session that follows one that ended: no request, nothing shown, no question to be answered."""
    return SessionMemory().model_copy(update={name: getattr(session, name) for name in _KEPT})
