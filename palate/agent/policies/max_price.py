"""The policy that keeps several items within one budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.policies.policy import Costs
from palate.agent.policies.positions import positions_of
from palate.agent.replies.wording import labelled
from palate.agent.replies.words import say
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class MaxPrice:
    """Keeps what a person takes in a session within a total: `MaxPrice(200)`.

    What was taken, by `agent.commit` or in the conversation, counts; each item shown has to fit into what is left, and
    what is shown first for several requests of one message fits together. A price that is missing, of an item taken
    too, keeps out what it could bring over the total.
    """

    total: float
    field: str = "price"

    def __post_init__(self) -> None:
        if not (math.isfinite(self.total) and self.total > 0):
            raise BadArgument(f"`total` of a `MaxPrice` is {self.total}; a number above 0 was expected.")

    @property
    def name(self) -> str:
        """`max_` and the field."""
        return f"max_{self.field}"

    @property
    def because(self) -> str:
        """What may not be passed."""
        return say("limits.total", total=f"{self.total:,g}", field=labelled(self.field))

    def check(self, schema: Schema) -> None:
        """Raise where the field is no number."""
        kind = schema.field(self.field).kind
        if kind != "number":
            raise BadArgument(f"`{self.field}` is a {kind}; a `MaxPrice` adds up a number field.")

    def costs(self, catalog: Catalog) -> Costs:
        """Return the price of each item."""
        return catalog.columns.numbers(self.field)

    def left(self, catalog: Catalog, taste: Taste) -> float:
        """Return the total without what was taken; NaN where the price of something taken is not known."""
        taken = positions_of(catalog, taste.taken)
        if len(taken) < len(set(taste.taken)):
            return math.nan
        # Cents are added up in binary: without rounding 0.1 and 0.2 would not fit into 0.3.
        return round(self.total - float(self.costs(catalog)[taken].sum()), 6)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the positions of what costs more than is left, or nobody knows how much."""
        return np.flatnonzero(~(self.costs(catalog) <= self.left(catalog, taste)))
