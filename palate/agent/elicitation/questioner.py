"""What a question is, what it is chosen from, and who chooses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from palate.catalog.columns import Positions
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Field

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """What a question would be about: the items in play, and what is known of the person's wishes."""

    catalog: Catalog
    order: Positions
    """The items in play, the likeliest first."""
    shown: int
    """How many the reply would show."""
    settled: Collection[str] = ()
    """Fields that need no question: the person spoke of them, memory knows, or they were asked about. `OPEN` among
    them where the person had nothing to add."""
    final: bool = False
    """Whether the first item shown is taken, right or wrong."""
    tells: float = 1.0
    """How often the person says why, when they turn something down."""
    taste: Taste = field(default_factory=Taste)
    """What is known of the person."""

    @cached_property
    def chances(self) -> Floats:
        """How likely each item is the one that is taken, which falls with its place; they sum to 1."""
        weights: Floats = 1.0 / np.sqrt(np.arange(len(self.order), dtype=np.float64) + 1.0)
        return np.asarray(weights / weights.sum())

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that may be asked about."""
        shaped = self.catalog.schema.of_kind("category", "tags", "number", "flag")
        return tuple(field for field in shaped if field.name not in self.settled)

    @property
    def accepted(self) -> float:
        """The chance that what is taken is among what would be shown now."""
        return float(self.chances[: self.shown].sum())


@dataclass(frozen=True)
class Answers:
    """What may be answered to a question about one field."""

    field: Field
    options: tuple[str, ...]
    """The most frequent values, as people read them; of a number, what is about in the middle."""
    shares: Mapping[str, Floats]
    """For each answer, how much of each item's chance goes with it."""


@dataclass(frozen=True)
class Asking:
    """A question that pays."""

    field: str
    """`OPEN` for one that names none."""
    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Ids of the items that it is between, where it is between items; `options` are their titles."""
    gain: float = 0.0
    """By how much it is expected to raise the chance that what is shown is taken."""


@runtime_checkable
class Questioner(Protocol):
    """Chooses a question."""

    def choose(self, ground: Ground) -> Asking | None:
        """Return what to ask; None where showing is better."""
        ...
