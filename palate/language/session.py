"""What the reading of a message may know of the session so far."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Where
from palate.catalog.item import Item
from palate.language.pending import LeftOpen, Pending
from palate.language.preference import Preference
from palate.language.understanding import Question, Shown


class AskedFact(BaseModel):
    """What the last message asked for a fact; empty where it asked none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Question | None = None
    """"And Alien?" asks it again."""
    conditions: tuple[Preference, ...] = ()
    """The conditions of the question, which "list them" refers to."""


class SessionView(BaseModel):
    """What `understand` may know of the session so far."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: int = 0
    preferences: tuple[Preference, ...] = ()
    """The session's active constraints."""
    shown: tuple[Shown, ...] = ()
    """The items of the last reply that showed some, in the order shown."""
    shown_ids: tuple[str, ...] = ()
    """Every item shown in the session."""
    focus: tuple[Shown, ...] = ()
    """The items last spoken of, most recent first: what "it" and "that one" mean. A title of no id is not here."""
    pending: Pending | None = None
    """What the last reply left open."""
    written: tuple[str, ...] = ()
    """The words of which the last turn wrote something to memory, which "I didn't say that" takes back."""
    asked_fact: AskedFact = AskedFact()
    previous: tuple[Where, ...] = ()
    """Conditions that were withdrawn or replaced in the last turn, so that "undo that" can bring them back."""

    @property
    def left_open(self) -> LeftOpen:
        """What the last reply left open, as an object where it left nothing open, too."""
        return self.pending or LeftOpen()

    def with_choice(self, item: Item) -> SessionView:
        """Return the session after an item was chosen: it is in focus, and nothing is pending any more."""
        focus = (Shown(id=item.id, title=item.title, turn=self.turn + 1), *self.focus)
        return self.model_copy(update={"pending": None, "focus": focus})
