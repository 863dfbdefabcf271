"""The catalogue's columns in memory, by position: conditions, facets and vocabularies over all items at once."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import numpy as np

from palate.catalog.column_store import BoolArray, ColumnStore, FloatArray, IntArray, Positions
from palate.catalog.layout import quote
from palate.catalog.predicates import Among, Containing, Predicate, Present, Range, predicate
from palate.catalog.schema import Field, Schema
from palate.catalog.words import fold

if TYPE_CHECKING:
    from palate.catalog.conditions import Where

__all__ = ["BoolArray", "Columns", "FloatArray", "IntArray", "Positions"]


class Columns:
    """Numpy columns of one version of a catalogue, each built from SQL when it is first asked for; thread-safe.

    Arrays are shared: do not change them.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], schema: Schema) -> None:
        self._schema = schema
        self._store = ColumnStore(connect, schema.items, schema.name)

    @property
    def size(self) -> int:
        """The number of items; positions run from 0 to `size - 1`."""
        return self._store.size

    def mask(self, where: Where) -> BoolArray:
        """Return for every item whether it satisfies a condition."""
        masks = [self._mask(predicate(part, self._schema)) for part in where.parts]
        if not masks:
            return np.zeros(self.size, dtype=np.bool_)
        return cast(BoolArray, masks[0] if len(masks) == 1 else np.logical_or.reduce(masks))

    def select(self, wheres: Sequence[Where], pool: Positions | None = None) -> Positions:
        """Return the sorted positions of `pool` (all items where it is None) that satisfy every condition."""
        kept: BoolArray | None = None
        for where in wheres:
            mask = self.mask(where)
            kept = mask if kept is None else kept & mask
        if kept is None:
            return np.arange(self.size, dtype=np.int64) if pool is None else pool
        return np.flatnonzero(kept).astype(np.int64, copy=False) if pool is None else pool[kept[pool]]

    def missing(self, field: str) -> BoolArray:
        """Return for every item whether it has no value of a field."""
        return self._store.missing(self._schema.field(field))

    def numbers(self, field: str) -> FloatArray:
        """Return a number, date or flag field as floats, NaN where missing; a date is its ordinal day."""
        return self._store.numbers(self._schema.field(field))

    def codes(self, field: str) -> IntArray:
        """Return a category or date field as codes into `values(field)`, -1 where missing."""
        return self._store.coded(self._schema.field(field)).codes

    def tags_each(self, field: str) -> IntArray:
        """Return how many values of a tags field each item has."""
        return self._store.tags_each(self._schema.field(field))

    def values(self, field: str) -> tuple[str, ...]:
        """Return the distinct values of a category, date or tags field, by code."""
        return self._store.values(self._schema.field(field))

    def postings(self, field: str, value: str) -> Positions:
        """Return the sorted positions of the items that have a value of a category or tags field, letter case aside."""
        of = self._schema.field(field)
        return np.flatnonzero(self._among(Among(of, (fold(value),)))).astype(np.int64, copy=False)

    def incidence(self, field: str) -> tuple[Positions, IntArray]:
        """Return each pair of an item and its value of a category or tags field, as position and code."""
        of = self._schema.field(field)
        if of.kind == "tags":
            postings = self._store.postings(of)
            codes = np.repeat(np.arange(len(postings.values), dtype=np.int32), np.diff(postings.starts))
            return postings.items.astype(np.int64), codes
        codes = self._store.coded(of).codes
        having = np.flatnonzero(codes >= 0)
        return having.astype(np.int64, copy=False), codes[having]

    def spellings(self, field: str, value: str) -> tuple[str, ...]:
        """Return the spellings of a folded value that a category or tags field holds."""
        of = self._schema.field(field)
        values = self._store.values(of)
        return tuple(values[code] for code in self._store.by_fold(of).get(value, ()))

    def vocabulary(self, field: str) -> Mapping[str, int]:
        """Return all values of a category or tags field with their counts, most frequent first."""
        of = self._schema.field(field)

        def build() -> Mapping[str, int]:
            query = "SELECT value, count FROM terms WHERE field = ? ORDER BY count DESC, value"
            return MappingProxyType(dict(self._store.connect().execute(query, (of.name,)).fetchall()))

        return self._store.once(("vocabulary", field), build)

    def value_counts(self, field: str, pool: Positions | None = None) -> dict[str, int]:
        """Count the values of a category or tags field among the items of `pool`, most frequent first, no zeros."""
        of = self._schema.field(field)
        if of.kind == "tags":
            counts = self._tag_counts(of, pool)
        else:
            codes = self._store.coded(of).codes
            within = codes if pool is None else codes[pool]
            counts = np.bincount(within[within >= 0])
        values = self._store.values(of)
        found = [(values[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def ids(self, positions: Iterable[int] | None = None) -> list[str]:
        """Return the ids at these positions, in their order; all ids where none are given."""
        known = self._store.once("ids", lambda: [str(value) for value in self._store.read('"id"')])
        if positions is None:
            return list(known)
        return [known[position] for position in np.asarray(positions, dtype=np.int64).tolist()]

    def _mask(self, test: Predicate) -> BoolArray:
        match test:
            case Present():
                missing = self._store.missing(test.field)
                return ~missing if test.wanted else missing
            case Range():
                return self._within(test)
            case Containing():
                found = self._containing(test)
            case Among():
                found = self._among(test)
        return ~found if test.negated else found

    def _within(self, test: Range) -> BoolArray:
        if test.field.kind == "date":
            return self._within_dates(test)
        numbers = self.numbers(test.field.name)
        masks: list[BoolArray] = []
        if test.low is not None:
            low = float(test.low)
            masks.append(numbers > low if test.low_open else numbers >= low)
        if test.high is not None:
            high = float(test.high)
            masks.append(numbers < high if test.high_open else numbers <= high)
        return masks[0] if len(masks) == 1 else masks[0] & masks[1]

    def _within_dates(self, test: Range) -> BoolArray:
        """Dates are coded in their order, which cutting them to a prefix keeps: a range is a range of codes."""
        coded = self._store.coded(test.field)
        low, high = 0, len(coded.values)
        if isinstance(test.low, str):
            low = _first_code(coded.values, test.low, after=test.low_open)
        if isinstance(test.high, str):
            high = _first_code(coded.values, test.high, after=not test.high_open)
        return (coded.codes >= low) & (coded.codes < high)

    def _among(self, test: Among) -> BoolArray:
        if test.field.kind in ("number", "flag"):
            values = np.array([float(value) for value in test.values])
            numbers = self.numbers(test.field.name)
            return numbers == values[0] if len(values) == 1 else np.isin(numbers, values)
        if test.field.kind == "date":
            ranges = [Range(test.field, str(value), str(value)) for value in test.values]
            return cast(BoolArray, np.logical_or.reduce([self._within_dates(each) for each in ranges]))
        if test.field.kind in ("id", "title", "text"):
            return self._same_text(test)
        by_fold = self._store.by_fold(test.field)
        codes = sorted({code for value in test.values for code in by_fold.get(str(value), ())})
        return self._tagged(test.field, codes) if test.field.kind == "tags" else self._coded_as(test.field, codes)

    def _coded_as(self, of: Field, wanted: list[int]) -> BoolArray:
        coded = self._store.coded(of)
        if len(wanted) == 1:
            return cast(BoolArray, coded.codes == wanted[0])
        # The last place of the table answers for code -1.
        table = np.zeros(len(coded.values) + 1, dtype=np.bool_)
        table[wanted] = True
        return table[coded.codes]

    def _tagged(self, of: Field, wanted: list[int]) -> BoolArray:
        postings = self._store.postings(of)
        mask = np.zeros(self.size, dtype=np.bool_)
        for code in wanted:
            mask[postings.items[postings.starts[code] : postings.starts[code + 1]]] = True
        return mask

    def _containing(self, test: Containing) -> BoolArray:
        mask = np.zeros(self.size, dtype=np.bool_)
        column = quote(test.field.name)
        # SQLite lowers ASCII only, so it can rule out ASCII texts alone; every other text is folded here.
        other = f"length(CAST({column} AS BLOB)) <> length({column})"
        for needle in test.needles:
            likely = f"instr(lower({column}), ?) > 0" if needle.isascii() else "? IS NULL"
            query = f"SELECT rowid - 1, {column} FROM items WHERE rowid <= ? AND ({likely} OR {other})"
            for position, text in self._store.connect().execute(query, (self.size, needle)):
                if needle in fold(str(text)):
                    mask[position] = True
        return mask

    def _same_text(self, test: Among) -> BoolArray:
        wanted = set(test.values)
        same: Callable[[str], str] = str if test.field.kind == "id" else fold
        return np.fromiter(
            (text is not None and same(str(text)) in wanted for text in self._store.read(quote(test.field.name))),
            dtype=np.bool_,
            count=self.size,
        )

    def _tag_counts(self, of: Field, pool: Positions | None) -> Positions:
        postings = self._store.postings(of)
        if pool is None:
            return np.diff(postings.starts)
        inside = np.zeros(self.size, dtype=np.bool_)
        inside[pool] = True
        sums = np.concatenate(([0], np.cumsum(inside[postings.items], dtype=np.int64)))
        return cast(Positions, sums[postings.starts[1:]] - sums[postings.starts[:-1]])


def _first_code(values: Sequence[str], prefix: str, *, after: bool) -> int:
    """Return the first code whose value, cut to the prefix's length, is at least (or with `after` above) the prefix."""
    if not after:
        return bisect_left(values, prefix)
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle][: len(prefix)] <= prefix:
            low = middle + 1
        else:
            high = middle
    return low
