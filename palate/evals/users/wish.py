"""What a person wants of an item, when they tell it, and in which temper."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from palate.catalog.conditions import Where

Reveal = Literal["volunteered", "asked", "hidden"]
"""When a wish is told: at once, when it is asked for or breached by what is shown, or never in words."""
Temper = Literal["cooperative", "terse", "rambling", "self-correcting"]
TEMPERS: tuple[Temper, ...] = ("cooperative", "terse", "rambling", "self-correcting")


class Wish(BaseModel, frozen=True, extra="forbid"):
    """One predicate that what is taken has to meet."""

    where: Where
    reveal: Reveal = "volunteered"
    hinted: bool = False
    """hidden: whether a rejection names the field."""
    instead: Where | None = None
    """What a person who corrects themselves says first: as `where`, with another value."""

    @property
    def field(self) -> str:
        """The field that it is about."""
        return self.where.parts[0].field
