"""The policy that keeps to what can be had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.policies.positions import not_known_to_meet
from palate.agent.policies.values import as_tuple, has_any
from palate.agent.replies.words import phrases
from palate.catalog.conditions import Condition, Scalar
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class Available:
    """Keeps out what cannot be had: `Available("stock", among=["in stock", "low stock"])`.

    Without `among` a number has to be above 0 and a flag has to be yes. An item whose value is missing is kept out.
    """

    field: str
    among: Iterable[Scalar] = ()
    because: str = phrases("because")["available"]

    def __post_init__(self) -> None:
        object.__setattr__(self, "among", as_tuple(self.among))

    @property
    def name(self) -> str:
        """`available_` and the field."""
        return f"available_{self.field}"

    def check(self, schema: Schema) -> None:
        """Raise where the field does not tell what is available."""
        self._where(schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of all items that are not known to be available."""
        return not_known_to_meet(catalog, self._where(catalog.schema))

    def _where(self, schema: Schema) -> Condition:
        kind = schema.field(self.field).kind
        if self.among:
            return has_any(self.field, as_tuple(self.among), schema)
        if kind == "number":
            return Condition(field=self.field, op=">", value=0)
        if kind == "flag":
            return Condition(field=self.field, op="=", value=True)
        raise BadArgument(
            f"`{self.field}` is a {kind}, of which nobody can tell which values mean that an item is available; "
            f"say which by `Available({self.field!r}, among=[…])`."
        )
