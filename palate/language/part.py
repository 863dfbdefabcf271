"""Words of a message that stand for something, with the role that they are read in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from palate.catalog.grounding.matches import TitleMatch, ValueMatch
from palate.catalog.grounding.quantities import Quantity
from palate.catalog.words import Token
from palate.language.reader.reader import Sentence, Tag
from palate.language.understanding import Snap

Sure = Literal["", "surely", "likely"]
Kind = Literal["value", "number", "title", "field", "text", "pointer"]


@dataclass(frozen=True)
class Part:
    """Words of a message that stand for something, and what is said of it."""

    start: int
    end: int
    said: str
    kind: Kind
    tag: Tag
    sentence: Sentence
    values: tuple[ValueMatch, ...] = ()
    titles: tuple[TitleMatch, ...] = ()
    quantity: Quantity | None = None
    fields: tuple[str, ...] = ()
    """The fields that words are for; of a number those that words beside it name, nearest first."""
    pointer: str = ""
    """At which of the shown items it points: `1`, `last`, `it`, `all`, `other`; empty where it is none."""
    snap: Snap | None = None
    """For what its words were taken, where they are not the catalogue's own."""
    meant: Sure = ""
    """How sure it is that its words mean its value, where they are not spelt like it."""
    tool: str = ""
    """The tool of the app that its words call for."""
    unknown: bool = False
    """Whether it is a name of several words that the catalogue does not have."""
    weak: Snap | None = None
    """The nearest thing that they may mean, where that is too far to be used."""

    @property
    def role(self) -> str:
        """Its likeliest role."""
        return self.tag.role

    @property
    def is_known(self) -> bool:
        """Whether its words are the catalogue's own, a number or a tool's, and not only read as something."""
        return bool(self.tool) or self.quantity is not None or (bool(self.values or self.titles) and not self.meant)

    def has_any(self, word: Token) -> bool:
        """Tell whether a word is one of its words."""
        return self.start < word.end and word.start < self.end

    def has(self, status: str) -> bool:
        """Tell whether it has a status, such as `retracted` or `soft`."""
        return status in self.tag.statuses
