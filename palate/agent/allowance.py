"""What models spent for each user and day: kept in the agent's store, so that restarts and workers share it.

A turn adds a record of its own rather than changing a sum, so that no two workers overwrite each other's. Of turns that
run side by side none sees what the others are about to spend; each is held to its own `Budget` besides.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from palate.llm.model import Usage
from palate.memory.keys import encoded
from palate.memory.store import Record, Store
from palate.memory.traces import Traces

_NOBODY = "~"
"""Whose spending that of all unnamed users is: no name of a user is encoded so."""


@dataclass(frozen=True)
class Allowance:
    """Records of spending by user. Holds them as other holders of personal data do, and erases them."""

    store: Store

    def spent(self, user: str | None, now: float) -> Usage:
        """Return what models spent for a user on the day (UTC) of a time; unnamed users are one user together."""
        records = self.store.read("spent", _owner(user))
        today = [Usage.model_validate_json(each.data) for each in records if each.key.startswith(_day(now))]
        return sum(today, Usage())

    def add(self, user: str | None, usage: Usage, now: float) -> None:
        """Add what a turn spent, and remove the records of earlier days."""
        owner, today = _owner(user), _day(now)
        with self.store.transaction():
            old = [each.key for each in self.store.read("spent", owner) if each.key < today]
            if old:
                self.store.delete("spent", owner, old)
            self.store.put("spent", [Record(owner, f"{today}/{uuid.uuid4().hex}", now, usage.model_dump_json())])

    def erase(self, user: str) -> int:
        """Remove all that is held about one user; return how many records went."""
        return self.store.delete("spent", _owner(user))

    def forget(self, user: str, traces: Traces) -> None:
        """Keep what is held: amounts repeat nothing that was said."""


def _owner(user: str | None) -> str:
    return f"{_NOBODY}:" if user is None else encoded(user)


def _day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()
