"""What a session remembers from turn to turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from palate.catalog.conditions import Where
from palate.catalog.tongues import Language
from palate.language.pending import LeftOpen, Pending
from palate.language.preference import Preference
from palate.language.session import AskedFact, SessionView
from palate.language.understanding import Mention, Shown
from palate.memory.change import MemoryChange
from palate.memory.elicited import Elicited
from palate.memory.item_history import ItemHistory
from palate.memory.migration import VERSION, migrated

ConstraintScope = Literal["turn", "session", "permanent"]
"""turn: the message alone; session: the request, until it is withdrawn; permanent: the user's taste."""


@dataclass(frozen=True)
class ActiveConstraint:
    """A preference that is in force, as users and models refer to it."""

    id: str
    """`w1`, `w2` … in the order of the session's preferences, as frames name them; `p1` … for permanent ones."""
    preference: Preference
    scope: ConstraintScope


class SessionMemory(BaseModel):
    """The state of one session after its last turn. Frozen: a turn replaces it as a whole, or not at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = VERSION
    """Of this model's shape; states of older versions are migrated when they are read."""
    turn: int = 0
    """How many turns there have been."""
    time: float = 0.0
    """When the last of them was, in seconds since 1970; 0 before there is one."""
    language: Language = "en"
    """What the last reply was written in."""
    preferences: tuple[Preference, ...] = ()
    """The conditions and words of the request that is being refined."""
    statements: tuple[Preference, ...] = ()
    """What an anonymous user said of their taste in this session; that of a known one is in long-term memory."""
    like: tuple[Mention, ...] = ()
    """Items that the results should resemble."""
    previous: tuple[Where, ...] = ()
    """Conditions withdrawn or replaced in the last turn."""
    shown: tuple[Shown, ...] = ()
    """The items of the last reply that showed some, in order."""
    focus: tuple[Shown, ...] = ()
    """The items last spoken of, most recent first."""
    items: ItemHistory = ItemHistory()
    """What became of items."""
    elicited: Elicited = Elicited()
    """What was asked, and what its answers tell."""
    asked_fact: AskedFact = AskedFact()
    """What the last message asked for a fact."""
    pending: Pending | None = None
    """What the last reply left open."""
    written: tuple[MemoryChange, ...] = ()
    """What the last turn wrote to memory, which the next message may take back."""

    @model_validator(mode="before")
    @classmethod
    def _migrated(cls, data: Any) -> Any:
        return migrated(data) if isinstance(data, dict) else data

    @property
    def left_open(self) -> LeftOpen:
        """What the last reply left open, as an object where it left nothing open, too."""
        return self.pending or LeftOpen()

    @property
    def constraints(self) -> tuple[ActiveConstraint, ...]:
        """The active constraints: those of the request, then what an anonymous user said of their taste."""
        request = (ActiveConstraint(f"w{at}", each, "session") for at, each in enumerate(self.preferences, 1))
        lasting = (ActiveConstraint(f"p{at}", each, "permanent") for at, each in enumerate(self.statements, 1))
        return (*request, *lasting)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the active constraints, and of the items that the results should resemble."""
        return (*(each.preference.key for each in self.constraints), *(f"like:{each.item}" for each in self.like))

    def firm(self, held: Iterable[Preference]) -> frozenset[str]:
        """Return the keys of those of `held` that the user confirmed when a reply doubted or said them back."""
        held = tuple(held)
        stood_by = {entry.key for entry in held}.intersection(self.elicited.stood_by)
        return self.left_open.firm(held, self.preferences, turn=self.turn) | stood_by

    def view(self) -> SessionView:
        """Return what the reading of the next message may know.

        Whoever takes the first item shown speaks of it in "is it in English? It has to be", and not of what came close.
        """
        return SessionView(
            turn=self.turn,
            preferences=self.preferences,
            shown=self.shown,
            shown_ids=self.items.shown,
            focus=() if self.elicited.takes_first and not self.shown else self.focus,
            pending=self.pending,
            asked_fact=self.asked_fact,
            previous=self.previous,
            written=tuple(each.quote for each in self.written),
        )

    def taken_back(self) -> SessionMemory:
        """Return it without what the last turn wrote to memory."""
        keys = {each.key for each in self.written if each.key is not None}
        gone = {
            kind: {each.item for each in self.written if each.kind == kind} for kind in ("seen", "rejected", "chosen")
        }
        return self.model_copy(
            update={
                "statements": tuple(entry for entry in self.statements if entry.key not in keys),
                "like": tuple(mention for mention in self.like if f"item:{mention.item}" not in keys),
                "items": self.items.taken_back(**gone),
            }
        )

    def without(self, *, key: str | None = None, item: str | None = None) -> SessionMemory:
        """Return it with nothing left of one preference or one item."""

        def kept(preference: Preference) -> bool:
            return not (preference.key == key or (item is not None and preference.item == item))

        return self.model_copy(
            update={
                "preferences": tuple(filter(kept, self.preferences)),
                "statements": tuple(filter(kept, self.statements)),
                "like": tuple(each for each in self.like if each.item != item and f"like:{each.item}" != key),
                "shown": tuple(shown for shown in self.shown if shown.id != item),
                "focus": tuple(shown for shown in self.focus if shown.id != item),
                "items": self.items if item is None else self.items.without(item),
                "elicited": self.elicited if key is None else self.elicited.without(key),
                "asked_fact": AskedFact(),
                "pending": self.pending.without(key or "") if self.pending is not None else None,
                "written": (),
            }
        )
