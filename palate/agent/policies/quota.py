"""The policy that keeps a reply from being more of the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.policies.positions import not_known_to_meet
from palate.agent.policies.values import as_tuple, distinct, folded, has_any
from palate.agent.replies.wording import labelled
from palate.agent.replies.words import say
from palate.catalog.conditions import Condition, Scalar
from palate.catalog.item import Item
from palate.catalog.tongues import tongue
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class Quota:
    """Lets at most `most` items of a reply share a value: `Quota("brand", 2)`, `Quota("sponsored", 1, [True])`.

    The next best take the place of those passed over. With `values`, only those are counted. What a person asks for is
    no exception: one comedy is shown for "comedies" where one may share a genre. An item whose value is missing is kept
    out: nobody can say that it shares none.
    """

    field: str
    most: int
    values: Iterable[Scalar] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", as_tuple(self.values))
        if self.most < 1:
            raise BadArgument(f"`most` of a `Quota` is {self.most}; 1 or more was expected. `Require` keeps items out.")

    @property
    def name(self) -> str:
        """`quota_` and the field."""
        return f"quota_{self.field}"

    @property
    def because(self) -> str:
        """How many may share a value."""
        return say("limits.quota", most=tongue().number(self.most), field=labelled(self.field))

    def check(self, schema: Schema) -> None:
        """Raise where the catalogue has no such field, no two items could share a value, or it has no such values."""
        kind = schema.field(self.field).kind
        if kind in ("id", "title", "text"):
            raise BadArgument(
                f"`{self.field}` is a field of kind {kind}, which no two items share; a `Quota` counts categories, "
                "tags, flags, numbers or dates."
            )
        if self.values:
            has_any(self.field, as_tuple(self.values), schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of the items that have no value of the field."""
        return not_known_to_meet(catalog, Condition(field=self.field, op="exists", value=True))

    def admits(self, item: Item, beside: Sequence[Item]) -> bool:
        """Tell whether fewer than `most` of those share each of the item's values that are counted."""
        values = distinct(item.get(self.field))
        if self.values:
            values &= {folded(each) for each in as_tuple(self.values)}
        shared = [distinct(other.get(self.field)) for other in beside]
        return all(sum(value in other for other in shared) < self.most for value in values)
