"""What is remembered of people across sessions: append-only events behind LangGraph's `BaseStore`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from palate.memory.event import Event
from palate.memory.keys import encoded
from palate.memory.profile import Profile, fold

if TYPE_CHECKING:
    from langgraph.store.base import BaseStore

_PAGE = 500


class LongTerm:
    """Events by person. Nothing is ever overwritten; reading folds them, so that a correction wins by being later."""

    def __init__(self, store: BaseStore, *, scrub: Callable[[], None] | None = None) -> None:
        """Keep events in `store`; `scrub` is called after an erasure to leave no trace in files."""
        self._store = store
        self._scrub = scrub or (lambda: None)

    def append(self, user: str, events: Iterable[Event]) -> int:
        """Write events of one person, in one transaction; return how many."""
        from langgraph.store.base import PutOp

        operations = [PutOp(_namespace(user), event.key, event.dump()) for event in events]
        if operations:
            self._store.batch(operations)
        return len(operations)

    def events(self, user: str) -> list[Event]:
        """Return all events of one person, oldest first."""
        found = (Event.model_validate(value) for _, value in self._entries(user))
        return sorted(found, key=lambda event: (event.time, event.turn, event.number))

    def profile(self, user: str, *, catalogue: str | None = None, session: str | None = None) -> Profile:
        """Return what one person's events add up to, those of one session alone where it is named."""
        events = (event for event in self.events(user) if session is None or event.session == session)
        return fold(events, catalogue=catalogue)

    def forget(self, user: str, *, key: str | None = None, item: str | None = None) -> list[Event]:
        """Remove every event about one item or one preference, its whole history; return what went."""
        entries = [(name, Event.model_validate(value)) for name, value in self._entries(user)]
        gone = [(name, event) for name, event in entries if event.about(key=key, item=item)]
        self._delete(user, (name for name, _ in gone))
        return [event for _, event in gone]

    def erase(self, user: str) -> int:
        """Remove every event of one person for good; return how many went."""
        return self._delete(user, [name for name, _ in self._entries(user)])

    def _delete(self, user: str, names: Iterable[str]) -> int:
        from langgraph.store.base import PutOp

        operations = [PutOp(_namespace(user), name, None) for name in names]
        if operations:
            self._store.batch(operations)
        self._scrub()
        return len(operations)

    def _entries(self, user: str) -> Iterator[tuple[str, dict[str, object]]]:
        namespace, offset = _namespace(user), 0
        while True:
            page = self._store.search(namespace, limit=_PAGE, offset=offset)
            yield from ((entry.key, entry.value) for entry in page if tuple(entry.namespace) == namespace)
            if len(page) < _PAGE:
                return
            offset += _PAGE


def _namespace(user: str) -> tuple[str, ...]:
    return ("palate", "events", encoded(user) or "%")  # a label may not be empty; no name is encoded to `%`
