"""Ids of items and people: data by which rows are told apart, so that nothing is put right in them."""

from __future__ import annotations

from typing import Any

from palate.catalog.parsing.missing import is_blank, text_of
from palate.catalog.printable import is_one_line


def identity_of(cell: Any) -> str | None:
    """Return the id that a cell holds; None where it holds none, or one with characters that nobody sees."""
    if is_blank(cell) or not is_one_line(str(cell).strip()):
        return None
    return text_of(cell) or None


def unseen_in(cell: Any) -> str:
    """Return what is to be said besides of a cell that holds no id: that its characters cannot all be seen."""
    return "" if is_blank(cell) or is_one_line(str(cell).strip()) else ", of characters that can be seen"
