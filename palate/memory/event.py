"""Something that happened between a person and the agent, as long-term memory keeps it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from palate.language.preference import Preference
from palate.memory.keys import encoded

EventKind = Literal["preference", "withdraw", "seen", "reject", "commit", "feedback", "off", "undo"]
"""undo: takes back every event of the turn before, in its session."""


class Event(BaseModel):
    """One record, never changed once written."""

    model_config = ConfigDict(frozen=True)

    kind: EventKind
    time: float
    """Seconds since 1970."""
    session: str = ""
    turn: int = 0
    """Of the session; 0 for an app's call between turns."""
    number: int = 0
    """Its place among the events of its turn."""
    catalogue: str = ""
    preference: Preference | None = None
    """preference: what was said."""
    item: str | None = None
    """seen, reject, commit, feedback: the item."""
    value: float | None = None
    """feedback: from -1 (disliked) to 1 (liked)."""
    fields: tuple[str, ...] = ()
    """withdraw: names of fields, keys of preferences, or `*`. off: keys of preferences that count no longer for now."""
    quote: str = ""

    @property
    def key(self) -> str:
        """Its name in the store: the same turn, told again after a crash, writes over itself."""
        when = f"{self.turn:06d}" if self.turn else f"app-{self.time:.6f}"
        return f"{encoded(self.session)}/{when}/{self.number:04d}/{self.kind}"

    def about(self, *, key: str | None = None, item: str | None = None) -> bool:
        """Tell whether it is about this item, or about the preference of this key."""
        mine = self.item if self.preference is None else self.preference.item
        if item is not None and (mine == item or f"item:{item}" in self.fields):
            return True
        return key is not None and (key in self.fields or (self.preference is not None and self.preference.key == key))

    def dump(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"kind": self.kind, "time": self.time}

    def dumped(self) -> str:
        """Return it as JSON."""
        return self.model_dump_json(exclude_defaults=True)
