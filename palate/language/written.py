"""Which words the texts of a catalogue have."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog


def is_written(words: Iterable[str], catalog: Catalog, *, together: bool = False) -> bool:
    """Tell whether the texts or titles of any item have one of these words, or a form of it; all of them `together`."""
    quoted = [f'"{word}"' for word in words]
    query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
    joined = (" AND " if together else " OR ").join(quoted)
    return bool(quoted) and catalog.connect().execute(query, (joined,)).fetchone() is not None
