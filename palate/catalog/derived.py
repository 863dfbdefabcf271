"""What is derived from the rows of `items`: side tables of tags, full text, titles, words and vocabularies."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from palate.catalog.kinds.column import Column
from palate.catalog.layout import quote, tags_table
from palate.catalog.titles import title_keys, title_words

Advance = Callable[[int], None]
_BATCH = 5_000
_ADDED = "ON CONFLICT DO UPDATE SET count = count + excluded.count"


def derive(
    connection: sqlite3.Connection,
    columns: Sequence[Column],
    rowids: Collection[int] | None = None,
    advance: Advance | None = None,
) -> None:
    """Derive everything from all rows, or from some after they changed; `advance` is told the last row of a batch."""
    chosen = "IS NOT NULL" if rowids is None else _list(rowids)
    counts: Counter[str] = Counter()
    for batch in _batches(_texts(connection, columns, chosen)):
        _write_texts(connection, batch)
        counts.update(word for row in batch for word in title_words(row[1]))
        if advance is not None:
            advance(batch[-1][0])
    _count_words(connection, counts)
    for column in columns:
        if column.kind == "tags":
            _write_tags(connection, column, chosen)
    _count_values(connection, columns, chosen, 1)


def withdraw(connection: sqlite3.Connection, columns: Sequence[Column], rowids: Collection[int]) -> None:
    """Take back what was derived from some rows, before they change."""
    chosen = _list(rowids)
    counts: Counter[str] = Counter()
    for batch in _batches(_texts(connection, columns, chosen)):
        counts.subtract(word for row in batch for word in title_words(row[1]))
    _count_words(connection, counts)
    _count_values(connection, columns, chosen, -1)
    connection.execute("DELETE FROM words_fts WHERE rowid IN (SELECT rowid FROM words WHERE count <= 0)")
    connection.execute("DELETE FROM words WHERE count <= 0")
    connection.execute("DELETE FROM terms WHERE count <= 0")
    tables = [tags_table(column.name) for column in columns if column.kind == "tags"]
    for table, key in [("items_fts", "rowid"), ("titles", "item"), *((table, "item") for table in tables)]:
        connection.execute(f"DELETE FROM {table} WHERE {key} {chosen}")


def _list(rowids: Collection[int]) -> str:
    return f"IN ({','.join(map(str, map(int, rowids)))})"


def _batches(rows: Iterator[tuple[int, str, str, str]]) -> Iterator[list[tuple[int, str, str, str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _texts(
    connection: sqlite3.Connection, columns: Sequence[Column], chosen: str
) -> Iterator[tuple[int, str, str, str]]:
    """Yield (rowid, title, all texts, all terms) of rows."""
    texts = [column.name for column in columns if column.kind == "text"]
    named = [column for column in columns if column.kind in ("category", "tags")]
    selected = "".join(f", {quote(name)}" for name in [*texts, *(column.name for column in named)])
    split = 2 + len(texts)
    # A cursor of its own, read to its end batch by batch while others write, sees each row of a rowid scan once.
    for row in connection.execute(f"SELECT rowid, title{selected} FROM items WHERE rowid {chosen}"):
        terms: list[str] = []
        for column, cell in zip(named, row[split:], strict=True):
            if cell is not None:
                terms.extend(json.loads(cell) if column.kind == "tags" else [cell])
        yield row[0], row[1], "\n".join(text for text in row[2:split] if text), "\n".join(terms)


def _write_texts(connection: sqlite3.Connection, batch: list[tuple[int, str, str, str]]) -> None:
    connection.executemany("INSERT INTO items_fts(rowid, title, text, terms) VALUES (?, ?, ?, ?)", batch)
    keys = ((key, row[0]) for row in batch for key in title_keys(row[1]))
    connection.executemany("INSERT INTO titles VALUES (?, ?)", keys)


def _write_tags(connection: sqlite3.Connection, column: Column, chosen: str) -> None:
    connection.execute(
        f"INSERT INTO {tags_table(column.name)} SELECT items.rowid, each.value "
        f"FROM items, json_each(items.{quote(column.name)}) AS each WHERE items.rowid {chosen}"
    )


def _count_words(connection: sqlite3.Connection, counts: Counter[str]) -> None:
    """Add to the counts of words; those that are new are known by their pieces too."""
    last = connection.execute("SELECT ifnull(MAX(rowid), 0) FROM words").fetchone()[0]
    connection.executemany(f"INSERT INTO words VALUES (?, ?) {_ADDED}", sorted(counts.items()))
    connection.execute("INSERT INTO words_fts(rowid, word) SELECT rowid, word FROM words WHERE rowid > ?", (last,))


def _count_values(connection: sqlite3.Connection, columns: Sequence[Column], chosen: str, sign: int) -> None:
    for column in columns:
        if column.kind == "tags":
            value, source = "value", f"{tags_table(column.name)} WHERE item {chosen}"
        elif column.kind == "category":
            value = quote(column.name)
            source = f"items WHERE rowid {chosen} AND {value} IS NOT NULL"
        else:
            continue
        counted = f"SELECT ?, {value}, ? * COUNT(*) FROM {source} GROUP BY {value}"
        connection.execute(f"INSERT INTO terms {counted} {_ADDED}", (column.name, sign))
