"""What is remembered of people across sessions: append-only events in the agent's store."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from palate.errors import StorageError
from palate.memory.event import Event
from palate.memory.keys import encoded
from palate.memory.profile import Profile, fold
from palate.memory.store import Record, Store
from palate.memory.traces import Traces


class LongTerm:
    """Events by person. Nothing is ever overwritten; reading folds them, so that a correction wins by being later."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, user: str, events: Iterable[Event]) -> None:
        """Write events of one person: all of them or none. A turn that is told again writes over itself."""
        records = [Record(encoded(user), each.key, each.time, each.dumped()) for each in events]
        if records:
            with self._store.transaction():
                self._store.put("event", records)

    def has(self, user: str) -> bool:
        """Tell whether anything was noted of a person."""
        return bool(self._store.read("event", encoded(user)))

    def events(self, user: str) -> list[Event]:
        """Return all events of one person, oldest first.

        Raises:
            StorageError: one of them is damaged.
        """
        try:
            found = [Event.model_validate_json(each.data) for each in self._store.read("event", encoded(user))]
        except ValidationError as error:
            raise StorageError(
                f"What is remembered of `{user}` is damaged and cannot be read; "
                f"`agent.memory.of({user!r}).forget()` removes it."
            ) from error
        return sorted(found, key=lambda event: (event.time, event.turn, event.number))

    def profile(
        self, user: str, *, catalogue: str | None = None, session: str | None = None, then: Iterable[Event] = ()
    ) -> Profile:
        """Return what one person's events add up to, and `then`: those of one session alone where it is named."""
        events = (event for event in self.events(user) if session is None or event.session == session)
        return fold([*events, *then], catalogue=catalogue)

    def forget(self, user: str, *, key: str | None = None, item: str | None = None) -> list[Event]:
        """Remove every event about one item or one preference, its whole history; return what went.

        What else was told in the same words stays, without the words.
        """
        with self._store.transaction():
            events = self.events(user)
            gone = [event for event in events if event.about(key=key, item=item)]
            self._store.delete("event", encoded(user), [event.key for event in gone])
            traces = Traces.of(gone, key=key, item=item)
            left = [(event, traces.without_quotes(event)) for event in events if event not in gone]
            self.append(user, [new for old, new in left if new != old])
        return gone

    def erase(self, user: str) -> int:
        """Remove every event of one person for good, damaged ones too; return how many went."""
        return self._store.delete("event", encoded(user))
