"""Items that go, and everything that is derived from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.errors import BadArgument, UnknownItem

ITEMS: list[dict[str, Any]] = [
    {"id": item, "title": f"{item.title()} Tent", "tags": tags, "price": price, "about": f"About {item}."}
    for item, tags, price in (
        ("red", "camp|red", 90),
        ("blue", "camp", 50),
        ("green", "camp|new", 70),
        ("grey", "cook", 10),
        ("black", "cook|new", 20),
    )
]
LOG: list[dict[str, Any]] = [
    {"user": user, "item": item, "rating": rating, "time": 100 + at}
    for at, (user, item, rating) in enumerate(
        (user, item, 5) for user in ("u", "v", "w") for item in ("red", "blue", "black")
    )
]


def built(path: Path, items: list[dict[str, Any]]) -> Catalog:
    known = {item["id"] for item in items}
    return Catalog.build(path, items=items, interactions=[each for each in LOG if each["item"] in known], noun="tent")


@pytest.fixture
def tents(tmp_path: Path) -> Iterator[Catalog]:
    with built(tmp_path / "tents.db", ITEMS) as catalog:
        yield catalog


def rows(catalog: Catalog) -> dict[str, list[str]]:
    """Every table of the file with its rows, positions and all, but for what a build says of itself."""
    connection = catalog.connect()
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(("sqlite_", "_sqlite", "items_fts_", "words_fts_", "meta", "words"))
    ]
    return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in tables}


def test_what_is_left_is_as_if_it_had_been_built_so(tents: Catalog, tmp_path: Path) -> None:
    assert tents.remove(["red", "green"]) == 2

    # The last ones take the places of those that go.
    with built(tmp_path / "left.db", [ITEMS[3], ITEMS[1], ITEMS[4]]) as left:
        assert rows(tents) == rows(left)
        assert tents.schema.fields == left.schema.fields
        assert tents.schema.log == left.schema.log
        assert tents.ids([0, 1, 2]) == ["grey", "blue", "black"]
        assert tents.version == 2


def test_an_unknown_id_is_told_and_nothing_goes(tents: Catalog) -> None:
    with pytest.raises(UnknownItem) as raised:
        tents.remove(["red", "gren"])

    assert str(raised.value) == (
        "`gren`: not in `tents`, so nothing was removed; the closest is `green`. Leave out what is not there."
    )
    assert (tents.schema.items, tents.version) == (5, 1)


def test_a_catalogue_keeps_an_item(tents: Catalog) -> None:
    with pytest.raises(BadArgument, match="would be left without items"):
        tents.remove([item["id"] for item in ITEMS])

    assert tents.remove([]) == 0


def test_a_text_is_one_id(tents: Catalog) -> None:
    assert tents.remove("red") == 1
    assert not tents.has("red")
