"""One item of a catalogue, and one interaction with it, as the rest of Palate reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

ItemId = Annotated[str, "item id"]
"""A text for type checkers; what reads annotations, of tools, tells it from any other text."""
FieldValue = str | int | float | bool | list[str] | None
"""A field's value: a list of strings for tags, ISO text for a date, True or False for a flag, None where missing."""


@dataclass(frozen=True)
class Item:
    """A row that can be recommended."""

    id: ItemId
    title: str
    fields: dict[str, FieldValue]
    """Every column of the row but `id` and `title`, by the source's names, in the source's order."""

    def get(self, name: str) -> FieldValue:
        """Return the value of any column, `id` and `title` among them."""
        if name == "id":
            return self.id
        return self.title if name == "title" else self.fields.get(name)


@dataclass(frozen=True)
class Interaction:
    """Somebody did something with an item."""

    user: str
    item: ItemId
    behaviour: str = "rating"
    value: float | None = None
    time: float | None = None
    """Seconds since 1970."""
