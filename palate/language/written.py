"""Which words the texts of a catalogue have."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog


def is_written(words: Iterable[str], catalog: Catalog) -> bool:
    """Tell whether the texts or titles of any item have one of these words, or a form of it."""
    quoted = [f'"{word}"' for word in words]
    query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
    return bool(quoted) and catalog.connect().execute(query, (" OR ".join(quoted),)).fetchone() is not None
