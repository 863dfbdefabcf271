"""What one item is called where nobody says it: the plural that the items' file is named by, in the singular."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column
from palate.catalog.tongues.chinese import Chinese
from palate.catalog.words import WIDE, is_plural, normal, singular

_ANY = "item"
_LOOKED_AT = 500
"""Items whose texts are looked at for a word."""


def noun_of(stem: str, connection: sqlite3.Connection, columns: Sequence[Column]) -> str:
    """Return the noun of a file called `stem`.

    `gadgets` are gadgets where the catalogue itself writes "gadget" anywhere, or its columns do, or where it is a usual
    noun; `starbucks` and `clothes`, of which nothing writes a singular, stay as they are.
    """
    if WIDE.fullmatch(stem[:1]) and stem.isalpha():
        return stem
    for word in names.words(stem):
        if not is_plural(word):
            continue
        single = singular(word)[0]
        named = any(single in names.words(column.source) for column in columns)
        return single if named or Chinese().has(single) or writes(connection, single) else word
    return _ANY


def writes(connection: sqlite3.Connection, word: str) -> bool:
    """Tell whether any title, text or value has a word in this form; the index knows forms alike by their stem."""
    query = "SELECT title, text, terms FROM items_fts WHERE items_fts MATCH ? LIMIT ?"
    rows = connection.execute(query, (f'"{word}"', _LOOKED_AT))
    return any(word in normal(text).split() for row in rows for text in row if text)
