"""What is remembered of people across sessions: append-only events, a table of the agent's database."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from palate.errors import StorageError
from palate.memory.database import Database
from palate.memory.event import Event
from palate.memory.keys import encoded
from palate.memory.profile import Profile, fold
from palate.memory.traces import Traces

_TABLE = """
CREATE TABLE IF NOT EXISTS events (
    user TEXT NOT NULL, key TEXT NOT NULL, time REAL NOT NULL, event TEXT NOT NULL, PRIMARY KEY (user, key)
) WITHOUT ROWID
"""


class LongTerm:
    """Events by person. Nothing is ever overwritten; reading folds them, so that a correction wins by being later."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.transaction() as cursor:
            cursor.execute(_TABLE)

    def append(self, user: str, events: Iterable[Event]) -> None:
        """Write events of one person: all of them or none. A turn that is told again writes over itself."""
        rows = [(encoded(user), each.key, each.time, each.dumped()) for each in events]
        if rows:
            with self._database.transaction() as cursor:
                cursor.executemany("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?)", rows)

    def has(self, user: str) -> bool:
        """Tell whether anything was noted of a person."""
        with self._database.reading() as cursor:
            return (
                cursor.execute("SELECT 1 FROM events WHERE user = ? LIMIT 1", (encoded(user),)).fetchone() is not None
            )

    def events(self, user: str) -> list[Event]:
        """Return all events of one person, oldest first.

        Raises:
            StorageError: one of them is damaged.
        """
        with self._database.reading() as cursor:
            rows = cursor.execute("SELECT event FROM events WHERE user = ?", (encoded(user),)).fetchall()
        try:
            found = [Event.model_validate_json(row[0]) for row in rows]
        except ValidationError as error:
            raise StorageError(
                f"What is remembered of `{user}` is damaged and cannot be read; "
                f"`agent.memory.of({user!r}).forget()` removes it."
            ) from error
        return sorted(found, key=lambda event: (event.time, event.turn, event.number))

    def profile(self, user: str, *, catalogue: str | None = None, session: str | None = None) -> Profile:
        """Return what one person's events add up to, those of one session alone where it is named."""
        events = (event for event in self.events(user) if session is None or event.session == session)
        return fold(events, catalogue=catalogue)

    def forget(self, user: str, *, key: str | None = None, item: str | None = None) -> list[Event]:
        """Remove every event about one item or one preference, its whole history; return what went.

        What else was told in the same words stays, without the words.
        """
        with self._database.transaction() as cursor:
            events = self.events(user)
            gone = [event for event in events if event.about(key=key, item=item)]
            rows = [(encoded(user), event.key) for event in gone]
            cursor.executemany("DELETE FROM events WHERE user = ? AND key = ?", rows)
            traces = Traces.of(gone, key=key, item=item)
            left = [(event, traces.without_quotes(event)) for event in events if event not in gone]
            self.append(user, [new for old, new in left if new != old])
        return gone

    def erase(self, user: str) -> int:
        """Remove every event of one person for good, damaged ones too; return how many went."""
        with self._database.transaction() as cursor:
            return cursor.execute("DELETE FROM events WHERE user = ?", (encoded(user),)).rowcount

    def expire(self, before: float) -> int:
        """Remove what was noted of anybody before that time, in seconds since 1970; return how much."""
        with self._database.transaction() as cursor:
            return cursor.execute("DELETE FROM events WHERE time < ?", (before,)).rowcount
