"""What needs no question any more: what was asked about, and everything once the person had nothing to add."""

from __future__ import annotations

from collections.abc import Iterable

from palate.language.asked import OPEN
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory


def settled(session: SessionMemory, requests: Iterable[Held]) -> tuple[str, ...]:
    """Return the fields that were asked about, and `OPEN` where a message answers an open question with nothing new.

    Args:
        session: Before the message.
        requests: What holds for the requests of the message.
    """
    known = {entry.key for entry in session.preferences}
    added = any(entry.key not in known for held in requests for entry in held.request)
    nothing = (OPEN,) if session.asked == OPEN and not added else ()
    return tuple(dict.fromkeys([*session.asked_about, *nothing]))
