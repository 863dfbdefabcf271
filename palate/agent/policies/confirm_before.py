"""The policy that asks a person before it lets something be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.policies.positions import not_known_to_meet
from palate.agent.policies.values import as_tuple, has_any
from palate.agent.replies.wording import labelled, listed, shown_value
from palate.agent.replies.words import phrases, say
from palate.catalog.conditions import Condition, Scalar
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema


@dataclass(frozen=True)
class ConfirmBefore:
    """Keeps items of these values out until the person confirms in this session: `ConfirmBefore("age_rating", ["18"])`.

    Where such an item would come first, or nothing else fits, the reply asks, once a session; yes lets them be shown,
    anything else keeps them out. An item whose value is missing needs the confirmation too.
    """

    field: str
    values: Iterable[Scalar]
    ask: str = ""
    """The question, such as `Are you 18 or older?`; one that names field and values by default."""
    because: str = phrases("because")["confirm_before"]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", as_tuple(self.values))
        if not self.values:
            raise BadArgument(
                f"`values` of `ConfirmBefore({self.field!r}, …)` is empty; say which need a confirmation."
            )

    @property
    def name(self) -> str:
        """`confirm_`, the field and the values, such as `confirm_age_rating_18`."""
        return "_".join(["confirm", self.field, *map(str, as_tuple(self.values))])

    def check(self, schema: Schema) -> None:
        """Raise where the catalogue has no such field, or it could not have such values."""
        has_any(self.field, as_tuple(self.values), schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of all items that have such a value, or none that is known."""
        return not_known_to_meet(catalog, Condition(field=self.field, op="not_in", value=list(as_tuple(self.values))))

    def question(self, schema: Schema) -> str:
        """Return what is asked."""
        if self.ask:
            return self.ask
        field = schema.field(self.field)
        values = listed([shown_value(each, field) for each in as_tuple(self.values)], last="or")
        key = "confirmation.go_on_with_or_unknown" if field.missing else "confirmation.go_on_with"
        return say(key, field=labelled(self.field), values=values)
