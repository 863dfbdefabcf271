"""What a person's past says of each candidate: the events that share its rarest values, and what they were worth.

Of five measures (how many events, their mean worth, the share that is liked, the worth that is attended to, the time
since the latest) over two ways (`ByValues`, `ByContent`) none placed the likes held back from MovieLens-100K better
beyond chance; these two are the ones that the reasons rest on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palate.ranking.history import HALF_LATER
from palate.ranking.log import Bools, Floats
from palate.ranking.moment import Moment
from palate.ranking.retrieval import ByValues, Retrieved

MOST = 20
"""Events that are retrieved for one candidate."""


def shared_liked(moment: Moment) -> Floats:
    """Return which share of what was retrieved for each candidate was liked, NaN where nothing was."""
    found = _retrieved(moment)
    return _mean((_worths(moment, found) >= 1).astype(np.float64), found.found)


def shared_worth(moment: Moment) -> Floats:
    """Return what the retrieved events were worth, NaN where there are none.

    A softmax over what the rarest shared value tells weighs them, and `HALF_LATER` later events halve a weight.
    """
    found = _retrieved(moment)
    left = 0.5 ** ((len(moment.past) - 1 - found.events) / HALF_LATER)
    return _mean(_worths(moment, found), found.found * np.exp(found.likeness) * left)


def _retrieved(moment: Moment) -> Retrieved:
    way = ByValues(moment.known.attributes)
    return moment.once("shared", lambda: way.retrieve(moment.past, moment.candidates, MOST), of_candidates=True)


def _worths(moment: Moment, found: Retrieved) -> Floats:
    return np.asarray(np.append(moment.past.worths, 0.0)[found.events])


def _mean(values: Floats, weights: Floats | Bools) -> Floats:
    """Return the weighted mean of each row."""
    total = weights.sum(axis=1)
    summed = (values * weights).sum(axis=1)
    return np.asarray(np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0))


@dataclass(frozen=True)
class Pair:
    """A liked item, and the rarest value that it shares."""

    item: int
    """Its position."""
    value: int
    """The column of `Attributes.values`."""


def liked_alike(moment: Moment, places: Sequence[int]) -> list[list[Pair]]:
    """Return for the items at `places` the liked ones that were retrieved for each, the best first.

    An item that was disliked later is left out.
    """
    past, values = moment.past, moment.known.attributes.values
    told = np.abs(past.worths) == 1
    latest = dict(zip(past.items[told].tolist(), past.worths[told].tolist(), strict=True))
    found = ByValues(moment.known.attributes).retrieve(past, np.array(places, dtype=np.int64), MOST)
    return [
        [
            Pair(item, min({*values.of_item(place)} & {*values.of_item(item)}))
            for item in dict.fromkeys(past.items[row[row >= 0]].tolist())
            if latest.get(item) == 1
        ]
        for place, row in zip(places, found.events, strict=True)
    ]
