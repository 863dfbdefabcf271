"""A shop whose people like things of one colour each."""

from __future__ import annotations

from typing import Any

import numpy as np

PEOPLE, ITEMS, EACH = 240, 60, 14


def goods() -> list[dict[str, Any]]:
    return [
        {"id": f"i{at:02}", "title": f"Thing {at}", "color": ("red", "blue")[at % 2], "price": 5 + at, "tags": ["all"]}
        for at in range(ITEMS)
    ]


def actions(seed: int = 3) -> list[dict[str, Any]]:
    """Everybody likes things of one colour, and takes a few of the other without liking them."""
    draw = np.random.default_rng(seed)
    rows = []
    for person in range(PEOPLE):
        own = draw.permutation(np.arange(person % 2, ITEMS, 2))[:EACH]
        others = draw.permutation(np.arange(1 - person % 2, ITEMS, 2))[:3]
        told = [(int(item), 5) for item in own] + [(int(item), 2) for item in others]
        for at in draw.permutation(len(told)).tolist():
            item, rating = told[at]
            when = 1_000_000 + int(draw.integers(0, 10_000_000))
            rows.append({"user": f"p{person}", "item": f"i{item:02}", "rating": rating, "timestamp": when})
    return rows
