"""The log of a synthetic shop: users of a few tastes view items in sessions, and order some of what they view.

A taste is a brand of the synthetic catalogue. A user has `TASTES` of them and a session keeps to one: its views go on
to the next item of the brand, or jump to one that is drawn by popularity. Every order follows the view of its item.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bench.synthetic import CHUNK, SEED, Ints, Progress, zipf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from palate import Catalog

EVENTS_A_USER = 50
TASTES = 3
VIEWS_A_SESSION = 6
ORDERED = 0.2
"""Share of the views that an order follows."""
NEXT = 0.5
"""Share of the views that go on to the next item of the brand."""
START, DAYS, SECONDS_A_DAY = 1_600_000_000, 500, 86_400

Row = tuple[str, int, str, None, float]


@dataclass(frozen=True)
class ShopLog:
    """Events in the order of time, as arrays of one length."""

    users: Ints
    items: Ints
    """Positions."""
    ordered: Ints
    """1 for an order, 0 for a view."""
    times: Ints

    def rows(self, *, views: bool = True) -> Iterator[Row]:
        """Yield the events as the table `interactions` has them, with or without the views."""
        for start in range(0, len(self.users), CHUNK):
            part = slice(start, start + CHUNK)
            columns = (self.users[part], self.items[part], self.ordered[part], self.times[part])
            for user, item, order, time in zip(*(column.tolist() for column in columns), strict=True):
                if views or order:
                    yield f"u{user}", item + 1, "order" if order else "view", None, float(time)


def shop_log(brands: Ints, events: int) -> ShopLog:
    """Draw a log of about `events` events.

    Args:
        brands: the brand of each item, a number from 0 on.
        events: views and orders together.
    """
    draw = np.random.default_rng(SEED + 3)
    views = round(events / (1 + ORDERED))
    sessions, users = -(-views // VIEWS_A_SESSION), max(10, events // EVENTS_A_USER)
    of_brand = np.argsort(brands, kind="stable")
    sizes = np.bincount(brands)
    starts = np.cumsum(sizes) - sizes
    tastes = brands[draw.integers(0, len(brands), (users, TASTES))]
    session = np.repeat(np.arange(sessions), VIEWS_A_SESSION)[:views]
    user = zipf(draw, users, sessions, exponent=0.4)[session]
    brand = tastes[user, draw.integers(0, TASTES, sessions)[session]]
    step = np.arange(views) % VIEWS_A_SESSION
    jumps = (step == 0) | (draw.random(views) >= NEXT)
    last = np.maximum.accumulate(np.where(jumps, np.arange(views), 0))
    # The square of a uniform number is small more often: the first items of a brand are its popular ones.
    drawn = (draw.random(views) ** 2 * sizes[brand]).astype(np.int64)
    item = of_brand[starts[brand] + (drawn[last] + np.arange(views) - last) % sizes[brand]]
    time = START + draw.integers(0, DAYS * SECONDS_A_DAY, sessions)[session] + 60 * step
    ordered = np.flatnonzero(draw.random(views) < ORDERED)
    users_, items, times = (np.concatenate([each, each[ordered]]) for each in (user, item, time))
    times[views:] += 30
    kinds = np.repeat([0, 1], [views, len(ordered)])
    order = np.argsort(times, kind="stable")
    return ShopLog(users_[order], items[order], kinds[order], times[order])


def fill(catalog: Catalog, events: int, *, progress: Progress) -> None:
    """Write a log straight into the table of a catalogue that has none, which reading a file would take minutes for.

    What ranking derives from the log is not made: training reads the log and the items alone.
    """
    from palate.catalog.measure import measure_log
    from palate.catalog.meta import read_plan, write_meta

    codes = catalog.columns.codes("brand")
    log, schema = shop_log(codes.astype(np.int64), events), catalog.schema

    def write(connection: sqlite3.Connection) -> None:
        rows, done = log.rows(), 0
        while batch := list(islice(rows, CHUNK)):
            connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?, ?)", batch)
            progress("writing the log", done := done + len(batch), len(log.users))
        plan = read_plan(connection)
        write_meta(connection, schema.model_copy(update={"log": measure_log(connection, plan, simulated=None)}), plan)

    catalog.change(write)
