"""A table of links, `item, links`: those of an item are one value, sorted by what they lead to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.catalog.columns import Columns
from palate.ranking.links import Linked, Row
from palate.ranking.log import Ints
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_HELD = 20_000
"""Items whose links stay in memory, about 30 MB."""
_LINK = np.dtype([("position", "<i4"), ("weight", "<f4")])


@dataclass(frozen=True)
class StoredLinks:
    """Links in a table; those of an item are read when they are first asked for."""

    connection: sqlite3.Connection
    table: str
    size: int
    """Of the version that is looked at: links to later items are left out."""
    rows: dict[int, Row] = field(default_factory=dict)
    """By position what was read, at most `MOST_HELD`."""

    @classmethod
    def of_version(cls, connection: sqlite3.Connection, table: str, columns: Columns) -> StoredLinks:
        """Return those of a table, with what was read of it before for one version of a catalogue."""
        return cls(connection, table, columns.size, held.get(columns, f"links of {table}", dict))

    def of(self, positions: Ints) -> Linked:
        """Return the links of the items at `positions`."""
        rows = list(self._read(positions.tolist()).values())
        wanted = [rows[at] for at in np.unique(positions, return_inverse=True)[1]]
        if not wanted:
            return Linked(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
        owners = np.repeat(np.arange(len(wanted)), [len(row.positions) for row in wanted])
        items, weights = (np.concatenate([getattr(row, name) for row in wanted]) for name in ("positions", "weights"))
        return Linked(owners, items, weights)

    def by_item(self, positions: Iterable[int]) -> dict[int, Row]:
        """Return the links of each item; one without any is left out."""
        return {at: row for at, row in self._read(positions).items() if len(row.positions)}

    def _read(self, positions: Iterable[int]) -> dict[int, Row]:
        """Return the links of each item by its position, sorted."""
        wanted = sorted(set(positions))
        found = {at: self.rows[at] for at in wanted if at in self.rows}
        if missing := [at for at in wanted if at not in found]:
            found |= self._stored(missing)
            if len(self.rows) > MOST_HELD:
                self.rows.clear()
            self.rows.update(found)
        return {at: found[at] for at in wanted}

    def _stored(self, positions: Sequence[int]) -> dict[int, Row]:
        rows = read_links(self.connection, self.table, positions)
        return {at: row.only(row.positions < self.size) for at, row in rows.items()}


def read_links(connection: sqlite3.Connection, table: str, positions: Sequence[int]) -> dict[int, Row]:
    """Return the links of each item at `positions`, none of one that the table does not have."""
    query = f'SELECT item, links FROM "{table}" WHERE item IN (SELECT value FROM json_each(?))'
    stored = dict(connection.execute(query, (json.dumps([at + 1 for at in positions]),)).fetchall())
    links = {at: np.frombuffer(stored.get(at + 1, b""), dtype=_LINK) for at in positions}
    return {at: Row(each["position"].astype(np.int64), each["weight"].astype(np.float64)) for at, each in links.items()}


def write_links(connection: sqlite3.Connection, table: str, blocks: Iterable[csr_array]) -> None:
    """Make a table anew of the rows of a matrix, which come some at a time."""
    connection.execute(f'DELETE FROM "{table}"')
    before = 0
    for links in blocks:
        links.sort_indices()
        packed = _packed(links.indices, links.data)
        ends = links.indptr.tolist()
        filled = np.flatnonzero(np.diff(links.indptr)).tolist()
        rows = ((before + at + 1, packed[ends[at] : ends[at + 1]].tobytes()) for at in filled)
        connection.executemany(f'INSERT INTO "{table}" VALUES (?, ?)', rows)
        before += links.shape[0]


def replace_links(connection: sqlite3.Connection, table: str, rows: Mapping[int, Row]) -> None:
    """Write the links of some items anew."""
    written = ((position + 1, _packed(row.positions, row.weights).tobytes()) for position, row in rows.items())
    connection.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES (?, ?)', written)


def _packed(positions: npt.ArrayLike, weights: npt.ArrayLike) -> npt.NDArray[np.void]:
    packed = np.empty(len(np.asarray(positions)), dtype=_LINK)
    packed["position"], packed["weight"] = positions, weights
    return packed
