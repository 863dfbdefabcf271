"""What a person wants or avoids, and who said so."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Where
from palate.catalog.printable import json_text
from palate.catalog.words import normal

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
    """guessed: it follows from the words by what a model knows of the world; it is disclosed and can be undone."""


class ToolCall(BaseModel):
    """A call of an app's tool that a message makes."""

    model_config = ConfigDict(frozen=True)

    tool: str
    args: dict[str, Any] = {}
    said: str = ""
    """The words that call for it."""
    lacking: tuple[str, ...] = ()
    """Required arguments that the message does not have: it cannot be called without them."""

    @property
    def key(self) -> str:
        """What it asks for: the same tool with the same arguments."""
        return f"tool:{self.tool}" + (json_text(self.args, sort_keys=True) if self.args else "")


class Preference(BaseModel):
    """A condition, an item, free text or what an app's tool gives, that a person wants or avoids.

    Exactly one of `where`, `item`, `text` and `call` is set. A `where` is always the predicate that the *wanted* items
    satisfy, so "no horror" is `want` + `genres not_contains Horror` when hard; `avoid` with a positive predicate is how
    a soft dislike ("I'm not big on horror") is said, since it lowers a score and filters nothing. To avoid a `call` is
    to leave out what the tool gives.
    """

    model_config = ConfigDict(frozen=True)

    where: Where | None = None
    item: str | None = None
    text: str | None = None
    call: ToolCall | None = None
    polarity: Polarity = "want"
    strength: Strength = "hard"
    horizon: Horizon = "session"
    weight: float = 1.0
    ranks: bool = False
    """Whether it only orders items, and filters none: what a model was told as a mere preference, or guesses."""
    also: bool = False
    """Holds beside what is already wanted of the same field ("also romantic") instead of taking its place."""
    provenance: Provenance = Provenance(quote="")
    replaces: tuple[str, ...] = ()
    """Keys of the preferences that this one took the place of."""

    @property
    def is_guess(self) -> bool:
        """Whether it is only guessed that the user wants it: by what a model knows, or as what merely orders items."""
        return self.provenance.source == "guessed" or self.ranks

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that its condition tests; empty for an item or text."""
        if self.where is None:
            return ()
        return tuple(dict.fromkeys(part.field for part in self.where.parts))

    @property
    def words(self) -> str:
        """Its text as the user says it, who need not have said what a model has looked for."""
        text, quote = self.text or "", self.provenance.quote
        return text if not quote or f" {normal(text)} " in f" {normal(quote)} " else quote

    @property
    def key(self) -> str:
        """What it is about, regardless of polarity and strength: equal keys are reconciled."""
        if self.where is not None:
            return self.where.model_dump_json()
        if self.call is not None:
            return self.call.key
        return f"item:{self.item}" if self.item is not None else f"text:{self.text}"
