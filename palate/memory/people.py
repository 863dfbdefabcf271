"""People's rights over what is remembered of them: to read it, to correct it, to take it along, to have it erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from palate.language.preference import Preference
from palate.memory.erasable import Erasable
from palate.memory.event import Event
from palate.memory.long_term import LongTerm
from palate.memory.profile import as_preferences, fold


class SessionHolder(Erasable, Protocol):
    """Holds people's sessions."""

    def exported(self, user: str) -> list[dict[str, Any]]:
        """Return all that is held of one person's sessions, JSON-able."""
        ...

    def forget(
        self, user: str, said_in: set[tuple[str, int]], *, key: str | None = None, item: str | None = None
    ) -> None:
        """Leave nothing of one preference or item."""
        ...


class People:
    """What is remembered of people: `agent.memory`."""

    def __init__(self, long_term: LongTerm, sessions: SessionHolder, holders: Sequence[Erasable] = ()) -> None:
        """Read from `long_term` and `sessions`; erase from them and from every other holder."""
        self._long_term = long_term
        self._sessions = sessions
        self._holders = (long_term, sessions, *holders)

    def of(self, user: str) -> Person:
        """Return what is remembered of one person."""
        return Person(user, self._long_term, self._sessions, self._holders)

    def __repr__(self) -> str:
        return f"People({len(self._holders)} holders)"


class Person:
    """What is remembered of one person: `agent.memory.of(user)`."""

    def __init__(self, user: str, long_term: LongTerm, sessions: SessionHolder, holders: Sequence[Erasable]) -> None:
        self.user = user
        self._long_term = long_term
        self._sessions = sessions
        self._holders = holders

    def preferences(self) -> tuple[Preference, ...]:
        """Return what they like and dislike, the latest word counting, with where each comes from."""
        return as_preferences(fold(self._long_term.events(self.user)))

    def events(self) -> list[Event]:
        """Return everything that was ever noted, oldest first."""
        return self._long_term.events(self.user)

    def export(self) -> dict[str, Any]:
        """Return all that is remembered, JSON-able: what was said, and every session with its turns."""
        return {
            "user": self.user,
            "preferences": [entry.model_dump(mode="json") | {"key": entry.key} for entry in self.preferences()],
            "events": [event.dump() for event in self.events()],
            "sessions": self._sessions.exported(self.user),
        }

    def forget(self, *, key: str | None = None, item: str | None = None) -> int:
        """Erase everything, or all about one preference (`key`) or one item; return how many records went.

        It is gone for good from memory, from the sessions' checkpoints and from their logs, where the turns that told
        of it go as a whole. The catalogue's own interaction log is the app's, and stays.
        """
        if key is None and item is None:
            return sum(holder.erase(self.user) for holder in self._holders)
        gone = self._long_term.forget(self.user, key=key, item=item)
        said_in = {(event.session, event.turn) for event in gone}
        self._sessions.forget(self.user, said_in, key=key, item=item)
        return len(gone)

    def __repr__(self) -> str:
        return f"Person({self.user!r}, {len(self.preferences())} preferences)"
