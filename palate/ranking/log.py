"""The interaction log as arrays: who did something with what, and whether that says they liked it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from palate.catalog import schema as card
from palate.catalog.item import Interaction
from palate.catalog.storage import name_of, stored

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TAKEN = 0.5
"""What it tells of an item to have been taken and neither liked nor disliked, beside 1 for a liked one."""
LOOKED = 0.25
"""What it tells to have been looked at."""
BATCH = 50_000
_NONE: Ints = np.empty(0, dtype=np.int64)
_Row = tuple[str, int, str, float | None, float | None]
_COLUMNS = "user, item, behaviour, value, time"
_OF_ITEMS = "item IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class LogArrays:
    """One entry an interaction; users are numbered in order of appearance, items by position."""

    users: Ints
    items: Ints
    values: Floats
    """NaN where the interaction has no value."""
    consumed: Bools
    """Whether it counts for popularity: any interaction where the log tells of no behaviour but looking."""
    liked: Bools
    disliked: Bools
    taken: Bools
    """Whether a turn does not recommend the item to the user again (`Log.taking`); after a view it may."""
    times: Floats
    """Seconds since 1970; NaN where the interaction tells none."""

    def __len__(self) -> int:
        return len(self.users)

    def only(self, keep: Bools | Ints) -> LogArrays:
        """Return the entries where `keep` is true, or those at its places in their order."""
        return LogArrays(*(getattr(self, each.name)[keep] for each in fields(self)))

    @property
    def order(self) -> Ints:
        """The places of the entries that have a time, person by person, oldest first."""
        timed = np.flatnonzero(~np.isnan(self.times))
        return timed[np.lexsort((timed, self.times[timed], self.users[timed]))]

    def in_order(self) -> LogArrays:
        """Return the entries that have a time, person by person, oldest first."""
        return self.only(self.order)

    @property
    def chosen(self) -> Bools:
        """Whether the user took or liked the item, rather than only looked at it."""
        return self.taken | self.liked

    @property
    def firsts(self) -> Ints:
        """The places of the first `chosen` entry of each user and item, in order; views before it do not count."""
        chosen = np.flatnonzero(self.chosen)
        pairs = self.users[chosen] * (int(self.items.max(initial=0)) + 1) + self.items[chosen]
        return np.sort(chosen[np.unique(pairs, return_index=True)[1]])

    @property
    def worths(self) -> Floats:
        """What each entry tells of its item: 1 liked, -1 disliked, `TAKEN` consumed, `LOOKED` anything less."""
        return np.select([self.liked, self.disliked, self.consumed], [1.0, -1.0, TAKEN], LOOKED)


def read_log(
    connection: sqlite3.Connection, log: card.Log, *, advance: Callable[[int], None] | None = None
) -> LogArrays:
    """Read the whole log."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM interactions ORDER BY rowid")
    with stored(name_of(connection)):
        return _arrays(_batches(rows, advance), log)


def read_log_of_items(connection: sqlite3.Connection, log: card.Log, rowids: Collection[int]) -> LogArrays:
    """Read what was done with the items at `rowids`."""
    return _read_where(connection, log, _OF_ITEMS, rowids)


def read_log_around(connection: sqlite3.Connection, log: card.Log, rowids: Collection[int]) -> LogArrays:
    """Read what everybody did who did anything with the items at `rowids`."""
    return _read_where(connection, log, f"user IN (SELECT user FROM interactions WHERE {_OF_ITEMS})", rowids)


def arrays_of(interactions: Sequence[Interaction], log: card.Log) -> LogArrays:
    """Return interactions that are held already; the item of each is numbered by its place among them."""
    rows: list[_Row] = [
        (each.user, at + 1, each.behaviour, each.value, each.time) for at, each in enumerate(interactions)
    ]
    return _arrays([rows], log)


def _read_where(connection: sqlite3.Connection, log: card.Log, where: str, rowids: Collection[int]) -> LogArrays:
    # By `+rowid`, because the order of rowids would have the whole table gone through.
    query = f"SELECT {_COLUMNS} FROM interactions WHERE {where} ORDER BY +rowid"
    rows = connection.execute(query, (json.dumps(sorted(rowids)),))
    with stored(name_of(connection)):
        return _arrays(_batches(rows, None), log)


def _batches(rows: sqlite3.Cursor, advance: Callable[[int], None] | None) -> Iterable[list[_Row]]:
    done = 0
    while batch := rows.fetchmany(BATCH):
        yield batch
        done += len(batch)
        if advance is not None:
            advance(done)


def _arrays(batches: Iterable[list[_Row]], log: card.Log) -> LogArrays:
    people: dict[str, int] = {}
    names: dict[str, int] = {}
    users, items, kinds = [_NONE], [_NONE], [_NONE]
    worths, times = [np.empty(0)], [np.empty(0)]
    for batch in batches:
        if batch:
            who, what, how, worth, when = zip(*batch, strict=True)
            users.append(np.array([people.setdefault(user, len(people)) for user in who], dtype=np.int64))
            items.append(np.array(what, dtype=np.int64) - 1)
            kinds.append(np.array([names.setdefault(name, len(names)) for name in how], dtype=np.int64))
            worths.append(np.array(worth, dtype=np.float64))
            times.append(np.array(when, dtype=np.float64))
    values = np.concatenate(worths)
    whatever = not (log.consuming or log.against or log.unknown)
    consuming = np.array([whatever or name in log.consuming for name in names], dtype=np.bool_)
    against = np.array([name in log.against for name in names], dtype=np.bool_)
    taking = np.array([name in log.taking for name in names], dtype=np.bool_)
    kind = np.concatenate(kinds)
    consumed, disliked = consuming[kind], against[kind]
    if log.disliked_to is not None:
        disliked |= values < log.disliked_to
    return LogArrays(
        users=np.concatenate(users),
        items=np.concatenate(items),
        values=values,
        consumed=consumed,
        liked=_liked(values, consumed, log) & ~disliked,
        disliked=disliked,
        taken=taking[kind],
        times=np.concatenate(times),
    )


def _liked(values: Floats, consumed: Bools, log: card.Log) -> Bools:
    valued = ~np.isnan(values)
    if log.liked_from is None:
        return consumed
    return np.where(valued, values >= log.liked_from, consumed)
