"""What an item policy is, and what it may do besides keeping items out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from palate.catalog.item import Item
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Schema
    from palate.tools.context import ToolContext

Costs = npt.NDArray[np.float64]


class Named(Protocol):
    """Has a name."""

    @property
    def name(self) -> str:
        """Its name in traces and in `ToolContext.barred`."""
        ...


@runtime_checkable
class ItemPolicy(Named, Protocol):
    """Keeps items out of replies. All that a policy need have; the protocols below are abilities besides."""

    @property
    def because(self) -> str:
        """Why an item is kept out, as a clause after "because": `you have seen it`."""
        ...

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the positions of the items that may not be shown to this person now."""
        ...


@runtime_checkable
class PersonalPolicy(Named, Protocol):
    """Keeps items out by who asks: it has `barred_for` in the place of an `ItemPolicy`'s `barred`."""

    @property
    def because(self) -> str:
        """Why an item is kept out, as a clause after "because"."""
        ...

    def barred_for(self, context: ToolContext[Any]) -> Positions:
        """Return the positions of the items that may not be shown: by the user, the session and the app's `deps`."""
        ...


@runtime_checkable
class Checked(Protocol):
    """Can tell, when an agent is made, that it does not suit the catalogue."""

    def check(self, schema: Schema) -> None:
        """Raise an error of one sentence where it does not, such as `UnknownField`."""
        ...


@runtime_checkable
class Limiting(Named, Protocol):
    """Limits how many items a reply holds."""

    @property
    def items_a_reply(self) -> int:
        """How many they may be, over all requests of a message."""
        ...


@runtime_checkable
class Choosing(Named, Protocol):
    """Looks at what an item would be shown beside."""

    def admits(self, item: Item, beside: Sequence[Item]) -> bool:
        """Tell whether an item may be in a reply beside those."""
        ...


@runtime_checkable
class Sharing(Named, Protocol):
    """Has the items that a person may take share a total: what was taken, and one for each request of a message."""

    @property
    def field(self) -> str:
        """The number field that is added up."""
        ...

    def costs(self, catalog: Catalog) -> Costs:
        """Return what each item takes of the total, by position; NaN where nobody knows."""
        ...

    def left(self, catalog: Catalog, taste: Taste) -> float:
        """Return what is left of the total; NaN where nobody knows."""
        ...


@runtime_checkable
class Disclosing(Named, Protocol):
    """Has something said of an item wherever it is shown."""

    def says(self, item: Item, schema: Schema) -> str | None:
        """Return what has to be said, as a few words that stand in brackets behind the title; None for nothing."""
        ...


@runtime_checkable
class Confirming(Named, Protocol):
    """Can be lifted for the session by the person, who is asked once, where what it bars would be shown."""

    @property
    def field(self) -> str:
        """The field that the question is about."""
        ...

    def question(self, schema: Schema) -> str:
        """Return the question, to be answered by yes or no."""
        ...
