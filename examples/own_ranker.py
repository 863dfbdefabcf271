"""A ranker of one's own, with the contract that its test inherits; what it cannot do, the catalogue's ranker does."""

from __future__ import annotations

from collections.abc import Sequence

from palate import Agent, Catalog, Item, ItemId, Taste


class ByMargin:
    """Puts first what earns the shop most, and what a person likes of a kind before that."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def score(self, taste: Taste, candidates: Sequence[ItemId]) -> list[float]:
        """Return a number for each candidate; higher is better."""
        liked = {item.get("kind") for item in self.catalog.items(taste.likes)}
        return [self._margin(item) + 100 * (item.get("kind") in liked) for item in self.catalog.items(candidates)]

    def _margin(self, item: Item) -> float:
        price, cost = item.get("price"), item.get("cost")
        return price - cost if isinstance(price, int | float) and isinstance(cost, int | float) else 0.0


GOODS = [
    {"id": "k1", "title": "Lyra kettle", "kind": "kettle", "price": 45, "cost": 40},
    {"id": "k2", "title": "Orion kettle", "kind": "kettle", "price": 20, "cost": 8},
    {"id": "t1", "title": "Rigel toaster", "kind": "toaster", "price": 60, "cost": 30},
]


def main() -> None:
    """Rank for a stranger, and for somebody who likes kettles."""
    catalog = Catalog.build(":memory:", items=GOODS, noun="product")
    with catalog, Agent(catalog, ranker=ByMargin(catalog), state=":memory:") as agent:
        print([item.id for item in agent.ask("recommend something").items])
        agent.feedback("k1", user="ann", value=1.0)
        print([item.id for item in agent.ask("recommend something", user="ann").items])


if __name__ == "__main__":
    main()
