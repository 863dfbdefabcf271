"""What is known of items at one moment: what generators and features look things up in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import Columns
from palate.ranking.attributes import Attributes
from palate.ranking.cooccurrence import likes_of, neighbours_among
from palate.ranking.linear import RIDGE, LinearModel, LinearRows, fitted
from palate.ranking.links import Linked, entries, stacked
from palate.ranking.log import Ints, LogArrays
from palate.ranking.popularity import Popularity, count_popularity, popularity_of
from palate.ranking.sequence import beside
from palate.ranking.tables.linear import linear_of
from palate.ranking.tables.links import StoredLinks


@dataclass(frozen=True)
class Knowledge:
    """What the log up to a moment says of items, and what the catalogue says of them at any."""

    size: int
    linear: Callable[[Ints], LinearRows]
    """Gives the linear model's rows of some items."""
    sequence: Callable[[Ints], Linked]
    """Gives what is taken beside some items."""
    near: Callable[[Ints], Linked]
    """Gives the neighbours of some items."""
    popularity: Popularity
    attributes: Attributes

    @classmethod
    def fitted(cls, log: LogArrays, size: int, attributes: Attributes, share: float = 1.0) -> Knowledge:
        """Fit everything to a log in memory.

        Args:
            log: the log, or what a sample of its users did.
            size: how many items there are.
            attributes: of these items.
            share: of the users that are in the sample. What is counted and what is shrunk has the scale of the whole
                log then, which is what a turn looks up.
        """
        counted = count_popularity(log, size)
        liked = log.only(log.liked)
        likes = likes_of(liked.users, liked.items, counted.liked, int(log.users.max(initial=-1)) + 1, share)
        popularity = replace(counted, people=_whole(counted.people, share), liked=_whole(counted.liked, share))
        near = partial(entries, neighbours_among(likes))
        sequence = partial(entries, stacked(beside(log, size, share), size))
        return cls(size, fitted(log, RIDGE * share).rows, sequence, near, popularity, attributes)

    @classmethod
    def stored(cls, catalog: Catalog, columns: Columns) -> Knowledge:
        """Look everything up in a catalogue's tables."""
        connection, size = catalog.connect(), columns.size

        def linear(items: Ints) -> LinearRows:
            return linear_of(connection, items.tolist(), columns) or LinearModel.empty().rows(items)

        return cls(
            size,
            linear,
            StoredLinks.of_version(connection, "sequence", columns).of,
            StoredLinks.of_version(connection, "neighbours", columns).of,
            popularity_of(catalog, columns),
            Attributes.of(columns, catalog.schema),
        )


def _whole(counts: Ints, share: float) -> Ints:
    """Return what counts in a sample amount to in the whole log."""
    return np.rint(counts / share).astype(np.int64)
