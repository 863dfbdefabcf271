"""Rules of one's own that no reply breaks: one that keeps items out, and one that a person has to confirm."""

from __future__ import annotations

from palate import Agent, Catalog, Item, Taste, policies
from palate.catalog.columns import Positions
from palate.catalog.schema import Schema


class InSeason:
    """Shows only what is sold in this month, and says how long it still is."""

    name = "in_season"
    because = "it is not sold in this month"

    def __init__(self, month: int) -> None:
        self.month = month

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the positions of what may not be shown."""
        until = catalog.columns.numbers("until")
        return (~(until >= self.month)).nonzero()[0]

    def says(self, item: Item, schema: Schema) -> str | None:
        """Return what stands behind the title."""
        return "last month" if item.get("until") == self.month else None


GOODS = [
    {"id": "a", "title": "Peaches", "kind": "fruit", "until": 8, "spirit": False},
    {"id": "b", "title": "Apples", "kind": "fruit", "until": 11, "spirit": False},
    {"id": "c", "title": "Cherries", "kind": "fruit", "until": 7, "spirit": False},
    {"id": "d", "title": "Plum brandy", "kind": "drink", "until": 12, "spirit": True},
]


def main() -> None:
    """Ask in August; a drink needs a yes."""
    rules: list[policies.ItemPolicy] = [
        InSeason(8),
        policies.ConfirmBefore("spirit", [True], ask="Are you 18 or older?"),
    ]
    catalog = Catalog.build(":memory:", items=GOODS, noun="product")
    with catalog, Agent(catalog, policies=rules, state=":memory:") as agent:
        for message in ("fruit", "a drink", "yes"):
            print(f"> {message}\n{agent.ask(message, session='visitor').text}")


if __name__ == "__main__":
    main()
