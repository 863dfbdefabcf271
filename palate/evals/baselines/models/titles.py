"""Titles as a model writes them, to the items that they are of; those of none were invented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from palate.catalog.item import ItemId
from palate.catalog.words import normal

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

CLOSE = 0.9
"""How sure it must be that a title is meant whose words are not just these: a slip, or one without its subtitle."""
_NUMBERS = re.compile(r"\b(?:\d+|i{1,3}|iv|vi{0,3}|ix|x)\b")
_DATED = re.compile(r"\s*\((?:1[89]|20)\d\d\)\s*$")


def item_of(title: str, catalog: Catalog) -> ItemId | None:
    """Return the item of a title: exactly but for case, accents, article and year, or closely; None where none is.

    A sequel is not close to another one, however like their titles are spelt.
    """
    found = next(iter(catalog.grounder.titles(title, limit=1)), None)
    if found is None:
        return None
    if found.how == "exact":
        return found.id
    return found.id if found.confidence >= CLOSE and _numbers(title) == _numbers(found.title) else None


def _numbers(title: str) -> list[str]:
    return _NUMBERS.findall(normal(_DATED.sub("", title)))
