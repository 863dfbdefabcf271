"""What is derived from the rows of `items`: side tables of tags, full text, titles, words and vocabularies."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from palate.catalog.kinds.column import Column
from palate.catalog.layout import quote, tags_table
from palate.catalog.titles import title_keys, title_words

Advance = Callable[[int], None]
_BATCH = 5_000


def fill(connection: sqlite3.Connection, columns: Sequence[Column], advance: Advance) -> None:
    """Derive everything from all rows, into tables that are still empty."""
    counts: Counter[str] = Counter()
    for batch in _batches(_texts(connection, columns, "")):
        _write_texts(connection, batch)
        counts.update(word for row in batch for word in title_words(row[1]))
        advance(batch[-1][0])
    connection.executemany("INSERT INTO words VALUES (?, ?)", sorted(counts.items()))
    connection.execute("INSERT INTO words_fts(rowid, word) SELECT rowid, word FROM words")
    for column in columns:
        if column.kind == "tags":
            _write_tags(connection, column, "")
        if column.kind in ("tags", "category"):
            count_terms(connection, column)


def count_terms(connection: sqlite3.Connection, column: Column) -> None:
    """Count the values of one field anew."""
    connection.execute("DELETE FROM terms WHERE field = ?", (column.name,))
    source = (
        f"SELECT value FROM {tags_table(column.name)}"
        if column.kind == "tags"
        else f"SELECT {quote(column.name)} AS value FROM items WHERE {quote(column.name)} IS NOT NULL"
    )
    connection.execute(f"INSERT INTO terms SELECT ?, value, COUNT(*) FROM ({source}) GROUP BY value", (column.name,))


def withdraw(connection: sqlite3.Connection, columns: Sequence[Column], rowids: Collection[int]) -> None:
    """Take back what was derived from some rows, before they change."""
    chosen = _chosen(rowids)
    for batch in _batches(_texts(connection, columns, chosen)):
        _count_words(connection, Counter(word for row in batch for word in title_words(row[1])), -1)
    _count_values(connection, columns, chosen, -1)
    for table, key in [("items_fts", "rowid"), ("titles", "item")]:
        connection.execute(f"DELETE FROM {table} WHERE {key} IN {_list(rowids)}")
    for column in columns:
        if column.kind == "tags":
            connection.execute(f"DELETE FROM {tags_table(column.name)} WHERE item IN {_list(rowids)}")


def derive(connection: sqlite3.Connection, columns: Sequence[Column], rowids: Collection[int]) -> None:
    """Derive everything from some rows, after they changed."""
    chosen = _chosen(rowids)
    for batch in _batches(_texts(connection, columns, chosen)):
        _write_texts(connection, batch)
        _count_words(connection, Counter(word for row in batch for word in title_words(row[1])), 1)
    for column in columns:
        if column.kind == "tags":
            _write_tags(connection, column, chosen)
    _count_values(connection, columns, chosen, 1)


def _list(rowids: Collection[int]) -> str:
    return f"({','.join(map(str, map(int, rowids)))})"


def _chosen(rowids: Collection[int]) -> str:
    return f" WHERE items.rowid IN {_list(rowids)}"


def _batches(rows: Iterator[tuple[int, str, str, str]]) -> Iterator[list[tuple[int, str, str, str]]]:
    batch: list[tuple[int, str, str, str]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
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
    for row in connection.execute(f"SELECT rowid, title{selected} FROM items{chosen}"):
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
        f"FROM items, json_each(items.{quote(column.name)}) AS each{chosen}"
    )


def _count_words(connection: sqlite3.Connection, counts: Counter[str], sign: int) -> None:
    for word, count in counts.items():
        row = connection.execute("SELECT rowid, count FROM words WHERE word = ?", (word,)).fetchone()
        if row is None:
            cursor = connection.execute("INSERT INTO words VALUES (?, ?)", (word, count))
            connection.execute("INSERT INTO words_fts(rowid, word) VALUES (?, ?)", (cursor.lastrowid, word))
        elif row[1] + sign * count <= 0:
            connection.execute("DELETE FROM words WHERE rowid = ?", (row[0],))
            connection.execute("DELETE FROM words_fts WHERE rowid = ?", (row[0],))
        else:
            connection.execute("UPDATE words SET count = ? WHERE rowid = ?", (row[1] + sign * count, row[0]))


def _count_values(connection: sqlite3.Connection, columns: Sequence[Column], chosen: str, sign: int) -> None:
    for column in columns:
        if column.kind not in ("category", "tags"):
            continue
        name = quote(column.name)
        source = (
            f"SELECT each.value FROM items, json_each(items.{name}) AS each{chosen}"
            if column.kind == "tags"
            else f"SELECT items.{name} FROM items{chosen} AND items.{name} IS NOT NULL"
        )
        counts = Counter(value for (value,) in connection.execute(source))
        connection.executemany(
            "INSERT INTO terms VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(column.name, value, sign * count) for value, count in counts.items()],
        )
    if sign < 0:
        connection.execute("DELETE FROM terms WHERE count <= 0")
