"""A catalogue file made by hand, table by table, so that conditions and grounding are tested apart from the build."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from palate.catalog.columns import Columns
from palate.catalog.condition_sql import add_functions
from palate.catalog.grounding.grounder import Grounder
from palate.catalog.item import Item
from palate.catalog.layout import quote, tags_table
from palate.catalog.schema import Field, Kind, Schema
from palate.catalog.words import normal

_TYPES = {"number": "REAL", "flag": "INTEGER"}


@dataclass
class Handmade:
    """The file's path and schema, and what reads them."""

    path: str
    schema: Schema
    items: list[Item]
    _local: threading.local = field(default_factory=threading.local)

    def connect(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
            add_functions(self._local.connection)
        connection: sqlite3.Connection = self._local.connection
        return connection

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.connect, self.schema)

    @cached_property
    def grounder(self) -> Grounder:
        return Grounder(self.connect, self.schema, self.columns)

    def close(self) -> None:
        if hasattr(self._local, "connection"):
            self._local.connection.close()


def handmade(
    path: str,
    rows: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, Kind],
    *,
    noun: str = "item",
    **fields: dict[str, Any],
) -> Handmade:
    """Write `rows` (each with `id`, `title` and the fields of `kinds`) to a new file; `fields` adds roles and units."""
    schema = Schema(
        name="handmade",
        noun=noun,
        version=1,
        items=len(rows),
        fields=(
            Field(name="id", kind="id"),
            Field(name="title", kind="title"),
            *(_field(name, kind, rows, fields.get(name, {})) for name, kind in kinds.items()),
        ),
    )
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    columns = ", ".join(f"{quote(name)} {_TYPES.get(kind, 'TEXT')}" for name, kind in kinds.items())
    connection.execute(
        f"CREATE TABLE items(id TEXT PRIMARY KEY, title TEXT NOT NULL{', ' if columns else ''}{columns})"
    )
    marks = ", ".join("?" * (2 + len(kinds)))
    stored = [
        [row["id"], row["title"], *(_stored(row.get(name), kind) for name, kind in kinds.items())] for row in rows
    ]
    connection.executemany(f"INSERT INTO items VALUES ({marks})", stored)
    for name, kind in kinds.items():
        if kind == "tags":
            _add_tags(connection, name, rows)
    _add_terms(connection, rows, kinds)
    _add_titles(connection, rows, kinds)
    connection.commit()
    connection.close()
    return Handmade(
        path,
        schema,
        [Item(row["id"], row["title"], {n: row.get(n) or _none(row.get(n)) for n in kinds}) for row in rows],
    )


def _none(value: Any) -> Any:
    return None if value == [] else value


def _field(name: str, kind: Kind, rows: Sequence[Mapping[str, Any]], known: dict[str, Any]) -> Field:
    values: list[Any] = [row.get(name) for row in rows if row.get(name) not in (None, [])]
    if kind in ("number", "date") and values:
        ordered = sorted(values)
        known = {"minimum": ordered[0], "median": ordered[len(ordered) // 2], "maximum": ordered[-1]} | known
        if kind == "number":
            known = {"integral": all(float(value).is_integer() for value in values)} | known
    return Field(name=name, kind=kind, present=len(values), missing=len(rows) - len(values), **known)


def _stored(value: Any, kind: Kind) -> Any:
    if kind == "tags":
        return json.dumps(value, ensure_ascii=False) if value else None
    return int(value) if kind == "flag" and value is not None else value


def _add_tags(connection: sqlite3.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    side = tags_table(name)
    connection.execute(f"CREATE TABLE {side}(item INTEGER, value TEXT)")
    pairs = [(place, value) for place, row in enumerate(rows, 1) for value in row.get(name) or ()]
    connection.executemany(f"INSERT INTO {side} VALUES (?, ?)", pairs)
    connection.execute(f"CREATE INDEX {quote(f'{name}.value')} ON {side}(value, item)")


def _add_terms(connection: sqlite3.Connection, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> None:
    connection.execute("CREATE TABLE terms(field TEXT, value TEXT, count INTEGER, PRIMARY KEY(field, value))")
    for name, kind in kinds.items():
        if kind in ("category", "tags"):
            lists = [row.get(name) for row in rows]
            counts = Counter(
                value for each in lists if each is not None for value in (each if isinstance(each, list) else [each])
            )
            connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", [(name, *pair) for pair in counts.items()])


def _add_titles(connection: sqlite3.Connection, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> None:
    connection.executescript(
        """
        CREATE TABLE titles(key TEXT, item INTEGER); CREATE INDEX titles_key ON titles(key);
        CREATE TABLE words(word TEXT PRIMARY KEY, count INTEGER);
        CREATE VIRTUAL TABLE words_fts USING fts5(word, tokenize='trigram');
        CREATE VIRTUAL TABLE items_fts USING fts5(
            title, text, terms, tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
        );
        """
    )
    counts: Counter[str] = Counter()
    for place, row in enumerate(rows, 1):
        keys = _keys(row["title"])
        connection.executemany("INSERT INTO titles VALUES (?, ?)", [(key, place) for key in keys])
        counts.update(normal(row["title"]).split())
        texts = " ".join(str(row.get(name) or "") for name, kind in kinds.items() if kind == "text")
        terms = " ".join(
            " ".join(value) if isinstance(value := row.get(name) or "", list) else str(value)
            for name, kind in kinds.items()
            if kind in ("category", "tags")
        )
        connection.execute(
            "INSERT INTO items_fts(rowid, title, text, terms) VALUES (?, ?, ?, ?)", (place, row["title"], texts, terms)
        )
    connection.executemany("INSERT INTO words VALUES (?, ?)", counts.items())
    connection.executemany("INSERT INTO words_fts(word) VALUES (?)", [(word,) for word in counts])


def _keys(title: str) -> set[str]:
    bare = re.sub(r"\s*\(\d{4}\)$", "", title)
    moved = re.sub(r"^(.*), (The|A|An)$", r"\2 \1", bare)
    keys = {normal(title), normal(bare), normal(moved)}
    return {each for key in keys for each in (key, re.sub(r"^(the|a|an) ", "", key)) if each}
