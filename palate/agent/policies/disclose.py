"""The policy that has something said wherever an item is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.policies.positions import nothing
from palate.agent.policies.values import as_tuple, folded, has_any
from palate.agent.replies.wording import labelled, listed, shown_value
from palate.agent.replies.words import phrases, say
from palate.catalog.conditions import Scalar
from palate.catalog.item import Item
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class Disclose:
    """Has a field's value said wherever an item is shown: `Disclose("sponsored")`, `Disclose("listing", ["ad"])`.

    Of a flag, that it is yes; of a number, what is not 0; of other fields every value, or those of `values` alone. What
    is missing is disclosed as unknown, and keeps nothing out: a catalogue that marks only what is sponsored would have
    nothing left to show.
    """

    field: str
    values: Iterable[Scalar] = ()
    saying: str = ""
    """What is said instead of the field's name and value, such as `advertisement`."""
    because: str = phrases("because")["disclose"]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", as_tuple(self.values))

    @property
    def name(self) -> str:
        """`disclose_` and the field."""
        return f"disclose_{self.field}"

    def check(self, schema: Schema) -> None:
        """Raise where the catalogue has no such field, or it could not have such values."""
        schema.field(self.field)
        if self.values:
            has_any(self.field, as_tuple(self.values), schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return nothing: what is disclosed may be shown."""
        return nothing()

    def says(self, item: Item, schema: Schema) -> str | None:
        """Return the words, such as `sponsored`, `commission: 5` or `sponsored: unknown`."""
        value, label = item.get(self.field), labelled(self.field)
        if value is None or value == []:
            return say("limits.disclosed", field=label, value=say("wording.unknown"))
        told = [each for each in (value if isinstance(value, list) else [value]) if self._tells(each)]
        if not told:
            return None
        if self.saying or value is True:
            return self.saying or label
        field = schema.field(self.field)
        return say("limits.disclosed", field=label, value=listed([shown_value(each, field) for each in told]))

    def _tells(self, value: Scalar) -> bool:
        if self.values:
            return folded(value) in map(folded, as_tuple(self.values))
        return value != 0  # As no is: a number that is nothing has nothing to tell.
