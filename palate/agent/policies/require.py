"""The policy that keeps to a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.policies.positions import not_known_to_meet
from palate.agent.replies.words import phrases
from palate.catalog.conditions import Where
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class Require:
    """Keeps out whatever is not known to meet a condition: `Require(Condition(field="stock", op=">", value=0))`.

    An item whose value is missing is kept out too, whatever the operator: nobody can say that it meets the rule.
    """

    where: Where
    because: str = phrases("because")["require"]

    @property
    def name(self) -> str:
        """`require_` and the fields that are tested, such as `require_stock`."""
        return "_".join(["require", *dict.fromkeys(part.field for part in self.where.parts)])

    def check(self, schema: Schema) -> None:
        """Raise where the condition means nothing in a catalogue."""
        self.where.check_against(schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of all items that fail the condition or lack a value that it tests."""
        return not_known_to_meet(catalog, self.where)
