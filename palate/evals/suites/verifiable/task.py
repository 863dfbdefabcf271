"""One task: what a person wants of a catalogue, what of it they say when, and what nobody may show them."""

from __future__ import annotations

from pydantic import BaseModel

from palate.catalog.conditions import Where
from palate.evals.users.wish import Reveal, Temper, Wish


class Reference(BaseModel, frozen=True, extra="forbid"):
    """What a solver reaches that understands every word and knows how tasks are drawn."""

    preview: float
    """Whether it is accepted within the person's patience."""
    previews: int
    """How many items it shows until then."""

    @property
    def first_pick(self) -> float:
        """Whether the first item that it shows is right, after all was asked that is told."""
        return float(self.previews <= 1)


class Task(BaseModel, frozen=True, extra="forbid"):
    """What is put to a contestant; the same for every mode and paraphrase."""

    catalogue: str
    wishes: tuple[Wish, ...]
    impossible: bool = False
    """Whether nothing meets all wishes, though something would without any one of them."""
    temper: Temper = "cooperative"
    consumed: tuple[str, ...] = ()
    """Ids that the app says the person has seen or bought."""
    liked: tuple[str, ...] = ()
    """Those of them that they liked."""
    policy: Where | None = None
    """What every item shown must meet, whatever the person says; a missing value does not."""
    solver: Reference = Reference(preview=1.0, previews=1)

    def of(self, *reveals: Reveal) -> tuple[Wish, ...]:
        """Return the wishes that are told in one of these ways, in their order."""
        return tuple(wish for wish in self.wishes if wish.reveal in reveals)
