"""People's rights over what is remembered of them: to read it, to correct it, to take it along, to have it erased."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from palate.errors import BadArgument
from palate.language.preference import Preference
from palate.memory.erasable import Erasable
from palate.memory.event import Event
from palate.memory.keys import check_name
from palate.memory.long_term import LongTerm
from palate.memory.profile import as_preferences, fold
from palate.memory.traces import Traces


class SessionHolder(Erasable, Protocol):
    """Holds people's sessions."""

    def inside(self) -> AbstractContextManager[None]:
        """Keep what is held open for as long as a block runs."""
        ...

    def has(self, user: str) -> bool:
        """Tell whether a person has any."""
        ...

    def exported(self, user: str) -> list[dict[str, Any]]:
        """Return all that is held of one person's sessions, JSON-able."""
        ...

    def expire(self, days: float) -> int:
        """Remove what is older than so many days of everybody; return how many turns and events that were."""
        ...

    def scrub(self) -> None:
        """Leave nothing of what was deleted in any file."""
        ...


class People:
    """What is remembered of people: `agent.memory`."""

    def __init__(self, long_term: LongTerm, sessions: SessionHolder, holders: Sequence[Erasable] = ()) -> None:
        """Read from `long_term` and `sessions`; erase from them and from every other holder."""
        self._long_term = long_term
        self._sessions = sessions
        self._holders = (sessions, *holders)

    def of(self, user: str) -> Person:
        """Return what is remembered of one person.

        Raises:
            BadArgument: the name is none.
        """
        check_name(user, "user")
        return Person(user, self._long_term, self._sessions, self._holders)

    def expire(self, days: float) -> int:
        """Erase what is older than so many days, of everybody: sessions without a turn since, turns and events.

        `AgentConfig(keep_days=…)` does so by itself.

        Returns:
            How many turns and events went.

        Raises:
            BadArgument: `days` is negative.
            StorageError: another process is reading, so that traces stay for now.
        """
        if not days >= 0:
            raise BadArgument(f"`days` is `{days}`; 0 or more was expected.")
        return self._sessions.expire(days)

    def __repr__(self) -> str:
        return f"People({len(self._holders)} holders)"


class Person:
    """What is remembered of one person: `agent.memory.of(user)`."""

    def __init__(self, user: str, long_term: LongTerm, sessions: SessionHolder, holders: Sequence[Erasable]) -> None:
        self.user = user
        self._long_term = long_term
        self._sessions = sessions
        self._holders = holders

    @property
    def is_known(self) -> bool:
        """Whether anything is kept of them, readable or not."""
        with self._sessions.inside():
            return self._long_term.has(self.user) or self._sessions.has(self.user)

    def preferences(self) -> tuple[Preference, ...]:
        """Return what they like and dislike, the latest word counting, with where each comes from."""
        return as_preferences(fold(self.events()))

    def switched_off(self) -> tuple[Preference, ...]:
        """Return what they switched off: it is remembered, and counts for nothing."""
        return fold(self.events()).off

    def switch(self, key: str, *, on: bool) -> None:
        """Have a preference count for nothing from now on, or count again; its words stay.

        Raises:
            BadArgument: nothing that could be switched so has this key.
        """
        entry = self._held(key, self.switched_off() if on else self.preferences())
        self._note(Event(kind="preference", time=time.time(), preference=entry) if on else _event("off", key))

    def correct(self, key: str, *right: Preference) -> None:
        """Put a preference right: from now on these hold in its place.

        Raises:
            BadArgument: no preference has this key.
        """
        self._held(key, (*self.preferences(), *self.switched_off()))
        gone = _event("withdraw", key)
        said = [
            Event(kind="preference", time=gone.time, number=number, preference=entry, quote=entry.provenance.quote)
            for number, entry in enumerate(right, start=1)
        ]
        self._note(gone, *said)

    def events(self) -> list[Event]:
        """Return everything that was ever noted, oldest first."""
        with self._sessions.inside():
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
        of it, or repeat its words, go as a whole, and others lose their trace where it has any of it; from
        demonstrations, and from the history of `palate chat`. The catalogue's own interaction log is the app's, and
        stays.

        Raises:
            StorageError: another process is reading what is kept, so that traces stay in a file for now; call it again
                once that is done.
        """
        with self._sessions.inside():
            if key is None and item is None:
                count = self._long_term.erase(self.user) + sum(holder.erase(self.user) for holder in self._holders)
            else:
                gone = self._long_term.forget(self.user, key=key, item=item)
                count = len(gone)
                for holder in self._holders:
                    holder.forget(self.user, Traces.of(gone, key=key, item=item))
            self._sessions.scrub()
        return count

    def _held(self, key: str, among: Sequence[Preference]) -> Preference:
        entry = next((each for each in among if each.key == key), None)
        if entry is None:
            raise BadArgument(f"`{key}` is the key of no such preference of `{self.user}`; `preferences()` has them.")
        return entry

    def _note(self, *events: Event) -> None:
        with self._sessions.inside():
            self._long_term.append(self.user, events)

    def __repr__(self) -> str:
        return f"Person({self.user!r}, {len(self.preferences())} preferences)"


def _event(kind: Literal["off", "withdraw"], key: str) -> Event:
    return Event(kind=kind, time=time.time(), fields=(key,))
