"""What the texts of items mean, by the encoder of meanings: made while a catalogue is built, compared by `search`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from palate.catalog.catalog import Catalog
from palate.catalog.indexes import Progress, silent
from palate.catalog.layout import quote
from palate.catalog.schema import Schema
from palate.language.reader.meanings import encoder
from palate.ranking.per_version import held
from palate.tools.candidates import Positions
from palate.tools.ordering import Floats

MOST_TEXTS = 20_000
"""Texts above which a build leaves their meanings out: one takes about five milliseconds."""
_BATCH = 512
_STORED = np.float16


class TextMeaningsIndex:
    """Keeps the meaning of each item's texts (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = True

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Encode all texts, but for those whose meaning is kept from before, inside the caller's transaction."""
        tell = progress or silent
        known = dict(connection.execute("SELECT text, meaning FROM text_meanings"))
        connection.execute("DELETE FROM text_meanings")
        if lacking(schema) is None:
            _write(connection, _texts(connection, schema, "IS NOT NULL"), known, schema.items, tell)

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Encode the texts of the items at the rowids `touched`."""
        if lacking(schema) is not None:
            connection.execute("DELETE FROM text_meanings")
            return
        chosen = f"IN ({','.join(map(str, map(int, touched)))})"
        known = dict(connection.execute(f"SELECT text, meaning FROM text_meanings WHERE item {chosen}"))
        connection.execute(f"DELETE FROM text_meanings WHERE item {chosen}")
        _write(connection, _texts(connection, schema, chosen), known, len(touched), silent)

    @staticmethod
    def renumber(connection: sqlite3.Connection, schema: Schema) -> None:
        """Have each meaning follow its text; none has to be made anew."""
        TextMeaningsIndex.build(connection, schema)


def lacking(schema: Schema) -> str | None:
    """Return why texts of a catalogue have no meanings, as a clause; None where they have."""
    if not schema.of_kind("text"):
        return "no column has texts"
    if schema.items > MOST_TEXTS:
        return f"texts are compared by meaning for up to {MOST_TEXTS:,} items"
    return None


@dataclass(frozen=True)
class Likeness:
    """How near the texts of items are to some words in meaning."""

    positions: Positions
    """Sorted."""
    near: Floats


def likeness(catalog: Catalog, words: str) -> Likeness | None:
    """Return how near every item's texts are to words; None where the meanings of texts are not known."""
    rows = held.get(catalog.columns, "text_meanings", lambda: _read(catalog))
    if rows is None:
        return None
    said = encoder().of([words])[0]
    return Likeness(rows.positions, (rows.meanings @ said).astype(np.float64))


@dataclass(frozen=True)
class _Rows:
    positions: Positions
    meanings: npt.NDArray[np.float32]


def _read(catalog: Catalog) -> _Rows | None:
    """Read all meanings; those of another version's encoder cannot be compared with what this one makes of words."""
    connection = catalog.connect()
    found = connection.execute("SELECT item - 1, meaning FROM text_meanings ORDER BY item").fetchall()
    first = connection.execute("SELECT item, text FROM text_meanings ORDER BY item LIMIT 1").fetchone()
    if first is None or first[1] != _print(next(_texts(connection, catalog.schema, f"= {first[0]}"))[1]):
        return None
    meanings = np.frombuffer(b"".join(each for _, each in found), _STORED).astype(np.float32)
    return _Rows(np.array([at for at, _ in found], np.int64), meanings.reshape(len(found), -1))


def _texts(connection: sqlite3.Connection, schema: Schema, chosen: str) -> Iterator[tuple[int, str]]:
    """Yield the rowid and the words of each item that has texts: its title, and they."""
    names = ", ".join(quote(field.name) for field in schema.of_kind("text"))
    # Read to its end batch by batch while others write: a rowid scan sees each row once.
    for rowid, title, *texts in connection.execute(f"SELECT rowid, title, {names} FROM items WHERE rowid {chosen}"):
        if any(texts):
            yield rowid, "\n".join([title, *filter(None, texts)])


def _write(
    connection: sqlite3.Connection,
    texts: Iterator[tuple[int, str]],
    known: dict[bytes, bytes],
    total: int,
    progress: Progress,
) -> None:
    done = 0
    while some := list(islice(texts, _BATCH)):
        prints = {rowid: _print(text) for rowid, text in some}
        new = {prints[rowid]: text for rowid, text in some if prints[rowid] not in known}
        with ThreadPoolExecutor(os.cpu_count()) as several:
            known |= zip(new, several.map(_meaning, new.values()), strict=True)
        rows = ((rowid, each, known[each]) for rowid, each in prints.items())
        connection.executemany("INSERT INTO text_meanings VALUES (?, ?, ?)", rows)
        done += len(some)
        progress("reading what texts mean", done, total)


def _meaning(text: str) -> bytes:
    """Return what a text means: by itself, since what is encoded with it would change the last digits."""
    return bytes(encoder().of([text])[0].astype(_STORED).tobytes())


def _print(text: str) -> bytes:
    """Return what tells a text, and the encoder that reads it, from others."""
    return blake2b(f"{encoder().digest}\n{text}".encode(), digest_size=12).digest()
