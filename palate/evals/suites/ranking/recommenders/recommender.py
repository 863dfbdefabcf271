"""What a recommender is, and what fits one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from palate.ranking.history import History
from palate.ranking.log import Floats, LogArrays


class Recommender(Protocol):
    """Something that was fitted to a log; can be pickled."""

    def scores(self, person: History) -> Floats:
        """Return the score of every item, the higher the better.

        Args:
            person: what somebody took, each event counting its worth, which is not negative.
        """
        ...


Fit = Callable[[LogArrays, int, int], Recommender]
"""A function of a module that fits one to what people took, in the order of `LogArrays.in_order`, given the number of
items in the catalogue and a seed. The same arguments give the same recommender."""
