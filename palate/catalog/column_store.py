"""The catalogue's columns as they are read from SQL into numpy arrays, each once, when it is first asked for."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from palate.catalog.layout import quote, tags_table
from palate.catalog.schema import Field
from palate.catalog.storage import stored
from palate.catalog.words import fold

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]

T = TypeVar("T")


@dataclass(frozen=True)
class Coded:
    """A text column as codes into its distinct values; -1 where it is missing. Dates are coded in their order."""

    values: tuple[str, ...]
    codes: IntArray


@dataclass(frozen=True)
class Postings:
    """A tags column: the items of value `v` are `items[starts[v]:starts[v + 1]]`, in order."""

    values: tuple[str, ...]
    starts: Positions
    items: IntArray


class ColumnStore:
    """The raw columns of one version of a catalogue; thread-safe, and every array is built once and shared."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], size: int, name: str) -> None:
        """`name` is the catalogue's, for messages."""
        self.size = size
        self.name = name
        self.connect = connect
        self._built: dict[Hashable, Any] = {}
        self._lock = threading.RLock()

    def once(self, key: Hashable, build: Callable[[], T]) -> T:
        """Return what `build` returned when it was first called for `key`."""
        if key not in self._built:
            with self._lock, stored(self.name):
                if key not in self._built:
                    self._built[key] = build()
        return cast(T, self._built[key])

    def read(self, expression: str) -> Iterator[Any]:
        """Yield an SQL expression's value for every item, by position."""
        # Items that arrived after this version lie beyond its size.
        query = f"SELECT {expression} FROM items WHERE rowid <= ? ORDER BY rowid"
        return map(itemgetter(0), self.connect().execute(query, (self.size,)))

    def numbers(self, of: Field) -> FloatArray:
        """Return a number or flag column, NaN where missing, or the ordinal days of a date column."""
        return self.once(("numbers", of.name), lambda: self._days(of) if of.kind == "date" else self._numbers(of))

    def coded(self, of: Field) -> Coded:
        """Return a category or date column."""
        return self.once(("codes", of.name), lambda: self._coded(of))

    def postings(self, of: Field) -> Postings:
        """Return a tags column."""
        return self.once(("postings", of.name), lambda: self._postings(of))

    def tags_each(self, of: Field) -> IntArray:
        """Return how many values of a tags column each item has."""

        def build() -> IntArray:
            return np.bincount(self.postings(of).items, minlength=self.size).astype(np.int32)

        return self.once(("tags each", of.name), build)

    def values(self, of: Field) -> tuple[str, ...]:
        """Return the distinct values of a category, date or tags column, by code."""
        return self.postings(of).values if of.kind == "tags" else self.coded(of).values

    def by_fold(self, of: Field) -> dict[str, list[int]]:
        """Return, for each folded value of a category or tags column, the codes of its spellings."""

        def build() -> dict[str, list[int]]:
            codes: dict[str, list[int]] = {}
            for code, value in enumerate(self.values(of)):
                codes.setdefault(fold(value), []).append(code)
            return codes

        return self.once(("fold", of.name), build)

    def missing(self, of: Field) -> BoolArray:
        """Return where any column has no value."""
        if of.kind == "tags":
            return self.once(("missing", of.name), lambda: self._without_tags(of))
        if of.kind in ("category", "date"):
            return self.coded(of).codes < 0
        if of.kind in ("number", "flag"):
            return np.isnan(self.numbers(of))
        return self.once(("missing", of.name), lambda: self._nulls(of))

    def _numbers(self, of: Field) -> FloatArray:
        # No number is infinite, so infinity can stand for a missing one on the way here.
        numbers = np.fromiter(self.read(f"ifnull({quote(of.name)}, 9e999)"), dtype=np.float64, count=self.size)
        numbers[np.isinf(numbers)] = np.nan
        return numbers

    def _days(self, of: Field) -> FloatArray:
        coded = self.coded(of)
        days = np.array([_ordinal(value) for value in coded.values] + [np.nan])
        return days[coded.codes]

    def _nulls(self, of: Field) -> BoolArray:
        return np.fromiter(self.read(f"{quote(of.name)} IS NULL"), dtype=np.bool_, count=self.size)

    def _without_tags(self, of: Field) -> BoolArray:
        mask = np.ones(self.size, dtype=np.bool_)
        mask[self.postings(of).items] = False
        return mask

    def _coded(self, of: Field) -> Coded:
        column = list(self.read(quote(of.name)))
        distinct = [value for value in dict.fromkeys(column) if value is not None]
        values = sorted(distinct) if of.kind == "date" else distinct
        codes: dict[str | None, int] = {None: -1} | {value: code for code, value in enumerate(values)}
        return Coded(tuple(values), np.fromiter(map(codes.__getitem__, column), dtype=np.int32, count=self.size))

    def _postings(self, of: Field) -> Postings:
        side = tags_table(of.name)
        with self._one_state() as connection:
            counted = f"SELECT value, count(*) FROM {side} WHERE item <= ? GROUP BY value ORDER BY value"
            counts = connection.execute(counted, (self.size,)).fetchall()
            rows = connection.execute(f"SELECT item - 1 FROM {side} WHERE item <= ? ORDER BY value, item", (self.size,))
            items = np.fromiter(map(itemgetter(0), rows), dtype=np.int32)
        starts = np.cumsum([0, *(count for _, count in counts)], dtype=np.int64)
        return Postings(tuple(str(value) for value, _ in counts), starts, items)

    @contextmanager
    def _one_state(self) -> Iterator[sqlite3.Connection]:
        """Give a connection on which several statements see one state of the file, whoever writes meanwhile."""
        connection = self.connect()
        began = not connection.in_transaction
        if began:
            connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if began:
                connection.execute("ROLLBACK")


def _ordinal(value: str) -> float:
    year, month, day = value[:4], value[5:7] or "01", value[8:10] or "01"
    try:
        return float(date(int(year), int(month), int(day)).toordinal())
    except ValueError:
        return float("nan")
