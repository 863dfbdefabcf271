"""What may stand in the slots of a reply: facts, each by a name, filled from evidence."""

from __future__ import annotations

from pydantic import BaseModel

TITLE = "title"


class Cells(BaseModel, frozen=True):
    """The slots of one reply, each with its text."""

    items: tuple[dict[str, str], ...] = ()
    """Of each item that is shown, in order: its title, why it is shown, and the values that it has."""
    told: tuple[str, ...] = ()
    """Sentences that have to be said."""
    free: dict[str, str] = {}
    """What may be said beside them."""

    @property
    def texts(self) -> dict[str, str]:
        """The text of each slot, by its name: `1.title`, `2.because`, `told.1`, `count`."""
        of_items = {
            f"{place}.{name}": text for place, item in enumerate(self.items, start=1) for name, text in item.items()
        }
        return self.free | of_items | {f"told.{place}": text for place, text in enumerate(self.told, start=1)}
