"""What a person wants or avoids, and who said so."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Where

Polarity = Literal["want", "avoid"]
Strength = Literal["hard", "soft"]
Horizon = Literal["session", "long"]
Source = Literal["said", "guessed", "feedback", "commit", "log"]


class Provenance(BaseModel):
    """Where a preference comes from: a person's words, never what the catalogue happened to offer."""

    model_config = ConfigDict(frozen=True)

    quote: str
    """The words of the message that say it, verbatim; empty where it was an app's call (`agent.feedback`)."""
    turn: int = 0
    session: str = ""
    time: float = 0.0
    catalogue: str = ""
    source: Source = "said"
    """guessed: only a model reads it in the words; it goes once something shown under it is turned down."""


class Preference(BaseModel):
    """A condition, an item or free text that a person wants or avoids.

    Exactly one of `where`, `item` and `text` is set. A `where` is always the predicate that the *wanted* items satisfy,
    so "no horror" is `want` + `genres not_contains Horror` when hard; `avoid` with a positive predicate is how a soft
    dislike ("I'm not big on horror") is said, since it lowers a score and filters nothing.
    """

    model_config = ConfigDict(frozen=True)

    where: Where | None = None
    item: str | None = None
    text: str | None = None
    polarity: Polarity = "want"
    strength: Strength = "hard"
    horizon: Horizon = "session"
    weight: float = 1.0
    also: bool = False
    """Holds beside what is already wanted of the same field ("also romantic") instead of taking its place."""
    provenance: Provenance = Provenance(quote="")
    replaces: tuple[str, ...] = ()
    """Keys of the preferences that this one took the place of."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that its condition tests; empty for an item or text."""
        if self.where is None:
            return ()
        return tuple(dict.fromkeys(part.field for part in self.where.parts))

    @property
    def key(self) -> str:
        """What it is about, regardless of polarity and strength: equal keys are reconciled."""
        if self.where is not None:
            return self.where.model_dump_json()
        return f"item:{self.item}" if self.item is not None else f"text:{self.text}"
