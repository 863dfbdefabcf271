"""A catalogue of one's own, from rows as an app has them; what cannot be read is told, and it is kept current."""

from __future__ import annotations

from palate import Agent, Catalog, errors

ROWS = [
    {"sku": "j1", "name": "Trail jacket", "price": "$149.00", "colours": ["green", "black"], "in_stock": True},
    {"sku": "j2", "name": "City jacket", "price": "$89.90", "colours": ["navy"], "in_stock": True},
    {"sku": "j3", "name": "Rain jacket", "price": "$39.50", "colours": ["red"], "in_stock": False},
]
LOG = [{"user": "ann", "item": "j2"}, {"user": "bob", "item": "j2"}, {"user": "bob", "item": "j1"}]


def main() -> None:
    """Build it, ask, change it while it is used, and see what is refused."""
    with Catalog.build(":memory:", items=ROWS, interactions=LOG, noun="jacket") as catalog:
        print([f"{field.name}: {field.kind}" for field in catalog.schema.fields])
        with Agent(catalog, state=":memory:") as agent:
            print(agent.ask("under $100 and in stock").text)
            catalog.upsert([{"sku": "j3", "in_stock": True}])
            print(agent.ask("the cheapest one in stock").items[0].title)
            try:
                catalog.upsert([{"sku": "j3", "in_stok": True}])
            except errors.PalateError as error:
                print(error)


if __name__ == "__main__":
    main()
