"""A plan as a model wrote it, under examination: what it is found to say, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from palate.language.preference import Preference, Provenance, Source
from palate.language.understanding import ItemValue, Mention, Order, Snap
from palate.planners.planner import Reading


@dataclass
class Examined:
    """A plan under examination."""

    reading: Reading
    preferences: list[Preference] = field(default_factory=list)
    like: list[Mention] = field(default_factory=list)
    bounds: list[ItemValue] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    snapped: list[Snap] = field(default_factory=list)
    limit: int | None = None
    repaired: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sources: dict[str, tuple[Mention, ...]] = field(default_factory=dict)
    """The items that a look-up is about, by step."""

    @property
    def message(self) -> str:
        """What the person wrote."""
        return self.reading.message


def as_said(preference: Preference, quote: str, made: Examined, *, source: Source = "said") -> Preference:
    """Return a preference with the words that say it; `source` tells whether only a model reads it in them."""
    catalogue = made.reading.catalog.schema.name
    said = Provenance(quote=quote, turn=made.reading.session.turn, catalogue=catalogue, source=source)
    return preference.model_copy(update={"provenance": said})
