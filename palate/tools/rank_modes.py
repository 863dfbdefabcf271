"""What `rank` is for beside accuracy: the best items in another order, unless a person asked for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palate.ranking.diversity import FIRST, Mode, rearranged
from palate.tools.candidates import Positions, within
from palate.tools.context import ToolContext


@dataclass(frozen=True)
class Arrangement:
    """How the best items are put anew."""

    mode: Mode = "accuracy"
    novelty: float = 0.0

    @classmethod
    def of(cls, context: ToolContext, mode: Mode | None, novelty: float | None) -> Arrangement:
        """Return what a step says, and what the agent is made for where it does not."""
        return cls(mode or context.mode, context.novelty if novelty is None else novelty)

    @property
    def said(self) -> str:
        """What it does, as the end of a clause; empty where it does nothing."""
        parts = ["for diversity"] * (self.mode == "diversity") + [f"for novelty {self.novelty:g}"] * (self.novelty > 0)
        return f", the first {FIRST} again {' and '.join(parts)}" if parts else ""

    def apply(self, context: ToolContext, chosen: Positions) -> Positions:
        """Return items in order with the first of them put anew; what is kept for want of a value stays behind."""
        if not self.said:
            return chosen
        first = chosen[:FIRST]
        sure = first[~within(first, context.candidates.unsure)]
        anew = rearranged(context.catalog, sure, mode=self.mode, novelty=self.novelty)
        return np.concatenate((anew, chosen[len(sure) :]))
