"""The proof that a simulated person kept their part: the target was never named, nor its year told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from palate.catalog.item import Item
from palate.catalog.words import normal
from palate.evals.users.facts import names

Breach = Literal["title", "year", "only"]


def breaches(messages: Iterable[str], target: Item) -> list[Breach]:
    """Return what the messages of one conversation gave away; empty for an honest one.

    title: its words stand in a row in some message. year: the exact year does, unless a decade that begins with it
    (`1990s`) is meant. only: the word "only" does, which would keep an agent from widening.
    """
    year = target.get("year")
    exact = str(int(year)) if isinstance(year, int | float) else None
    found: list[Breach] = []
    for message in messages:
        words = normal(message).split()
        if names(message, target.title):
            found.append("title")
        if exact is not None and exact in words:
            found.append("year")
        if "only" in words:
            found.append("only")
    return found
