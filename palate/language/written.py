"""Which words the texts of a catalogue have."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog


def is_written(words: Iterable[str], catalog: Catalog, *, together: bool = False, told: bool = False) -> bool:
    """Tell whether the titles, texts or values of any item have one of these words, or a form of it.

    All of them if `together`; no values if `told`.
    """
    quoted = [f'"{word}"' for word in words]
    query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
    joined = (" AND " if together else " OR ").join(quoted)
    match = f"{{title text}} : ({joined})" if told else joined
    return bool(quoted) and catalog.connect().execute(query, (match,)).fetchone() is not None
