"""A message without what its catalogue knows, so that messages over different catalogues compare by their form."""

from __future__ import annotations

from palate.catalog.catalog import Catalog
from palate.language.link import link

NUMBERS = ("number", "money", "time", "year")
"""Kinds of linked words that are one in a masked message."""


def masked(message: str, catalog: Catalog) -> str:
    """Return a message with each part that the linker finds as its kind: `a [value] under [number]`."""
    pieces, at = [], 0
    for each in link(message, catalog):
        kind = "number" if each.kind in NUMBERS else each.kind
        pieces += [message[at : each.start], f"[{kind}]"]
        at = each.end
    return "".join([*pieces, message[at:]])
