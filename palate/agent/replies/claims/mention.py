"""Words of a reply that name items."""

from __future__ import annotations

from dataclasses import dataclass

from palate.catalog.item import Item


@dataclass(frozen=True)
class Mention:
    """Words that name an item: `tokens[start:end]`."""

    start: int
    end: int
    items: tuple[Item, ...]
    """Which it can be: several of one title, none where the year beside the title is that of no such item.
    "The last two" are all of them."""
    strange: bool = False
    """Whether it is an item that the evidence does not have."""
    related: bool = False
    """Whether it is what another is compared with or related to ("liked by people who liked Alien")."""
    short: bool = False
    """Whether it is no title, and tells an item only for those who have seen its title: "the hoodie"."""

    placed: bool = False
    """Whether it is a place in the list, "the second", by which no item is introduced."""

    @property
    def titled(self) -> bool:
        """Whether it is the item's title, or the beginning of it."""
        return not (self.short or self.placed)

    @property
    def several(self) -> bool:
        """Whether it is a name of several items at once, which stands in no list with others: "the last two"."""
        return self.short and len(self.items) > 1
