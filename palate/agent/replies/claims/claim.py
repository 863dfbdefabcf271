"""Something that a reply says and that nothing bears out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClaimKind = Literal[
    "title",
    "name",
    "value",
    "number",
    "count",
    "superlative",
    "comparison",
    "items",
    "disclosure",
    "markup",
]
"""What it claims.

title: that an item is spoken of.
name: anything else in capitals, such as a person.
value: that an item has a value of a category, tags or flag field, or lacks it.
number: an amount, a year or a price.
count: how many there are.
superlative, comparison: how items stand to each other.
items: that all that was chosen is shown, in order.
disclosure: what has to be said as it is.
markup: what is no prose.
"""


@dataclass(frozen=True)
class Claim:
    """One claim that does not bind."""

    kind: ClaimKind
    said: str
    """The words that make it, or that are missing."""
    why: str
    """One sentence."""
