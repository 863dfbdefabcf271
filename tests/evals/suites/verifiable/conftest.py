"""A catalogue of 240 lamps in which every combination of shape, colour and size occurs, at three prices and more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from palate import Catalog

SHAPES = ("round", "square", "tall", "flat")
COLOURS = ("red", "green", "blue", "white", "black")
SIZES = ("S", "M", "L", "XL")
STYLES = ("modern", "rustic", "playful")


@pytest.fixture(scope="session")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    rows = [
        {
            "id": f"l{number}",
            "title": f"Lamp {number}",
            "shape": shape,
            "colour": colour,
            "size": size,
            "styles": [style, *(STYLES[:1] if number % 4 == 0 and style != STYLES[0] else ())],
            "price": f"${10 + (number * 37) % 190}",
            "in_stock": number % 10 != 0,
        }
        for number, (shape, colour, size, style) in enumerate(product(SHAPES, COLOURS, SIZES, STYLES))
    ]
    with Catalog.build(tmp_path_factory.mktemp("lamps") / "lamps.db", items=rows, name="lamps", noun="lamp") as catalog:
        yield catalog
