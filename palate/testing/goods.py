"""A small catalogue to test with."""

from __future__ import annotations

from palate.catalog.catalog import Catalog

_GOODS = [
    {"id": "k1", "title": "Lyra kettle", "kind": "kettle", "colour": "red", "price": 45},
    {"id": "k2", "title": "Orion kettle", "kind": "kettle", "colour": "blue", "price": 20},
    {"id": "k3", "title": "Vega kettle", "kind": "kettle", "colour": "white", "price": 30},
    {"id": "t1", "title": "Rigel toaster", "kind": "toaster", "colour": "red", "price": 60},
    {"id": "t2", "title": "Mira toaster", "kind": "toaster", "colour": "blue", "price": 25},
]
_LOG = [
    {"user": user, "item": item, "time": at}
    for at, (user, item) in enumerate([("ann", "k1"), ("ann", "t1"), ("bob", "k1"), ("bob", "k2"), ("cat", "t2")])
]


def goods() -> Catalog:
    """Return five kettles and toasters, with a log, in memory."""
    return Catalog.build(":memory:", items=_GOODS, interactions=_LOG, noun="product")
