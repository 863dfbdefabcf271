"""What a person prefers: by the app's own ranker where there is one, by the catalogue's else.

What somebody else's ranker answers is checked, and it has a thread of its own that is left behind when it takes too
long: the catalogue's ranker then stands in, and the summary of `rank` says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from palate.errors import BadArgument
from palate.llm.deadline import LeftBehind, in_thread
from palate.ranking.learned.ranker import LearnedRanker, Reordered
from palate.ranking.preference import PreferenceRanker, Reading
from palate.ranking.ranker import MOST_SCORED, Ranker, read_scores
from palate.ranking.reordering import reordered
from palate.tools.candidates import Positions
from palate.tools.context import ToolContext
from palate.tools.failures import full_text, kind
from palate.tools.ordering import Floats, best

MOST_SECONDS = 3.0
"""How long a ranker may take, and no longer than half of what the turn has left: a turn may rank several times."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preferred:
    """How much of a pool a person would like."""

    scores: Floats
    reading: Reading | Reordered
    """What reasons are made of."""
    note: str = ""
    """Why the ranker that should have ordered them did not."""
    log: str = ""
    """What it raised, in full."""


def prefer(context: ToolContext, pool: Positions) -> Preferred:
    """Score the items of `pool`."""
    if context.ranker is None or not len(pool):
        return _by_catalogue(context, pool)
    try:
        return _by_own(context.ranker, context, pool)
    except Exception as error:
        name = type(context.ranker).__name__
        log = "" if isinstance(error, BadArgument | LeftBehind) else full_text(error, name)
        if log:
            _LOG.warning("%s", log)
        told = f"The ranker `{name}` is passed over: {_why(error)}"
        instead = _by_catalogue(context, pool)
        return replace(instead, note=f"{told} {instead.note}".rstrip(), log=log)


def _by_catalogue(context: ToolContext, pool: Positions) -> Preferred:
    ranker = LearnedRanker(context.catalog)
    reading = ranker.read(context.taste)
    return Preferred(reading.score(pool), reading, ranker.unusable or "")


def _by_own(ranker: Ranker, context: ToolContext, pool: Positions) -> Preferred:
    reading = PreferenceRanker(context.catalog).read(context.taste)
    first = best(reading.score(pool), MOST_SCORED)
    ids = context.catalog.ids(pool[first])
    scores = in_thread(_asking(ranker, context, ids), min(MOST_SECONDS, context.left() / 2))
    order = first[np.argsort(-scores, kind="stable")]
    known = reading.known(pool)
    if not np.ptp(known):  # Nothing is known of the items, as without a log: then their places say how far apart.
        known[order] = 1 / np.log2(np.arange(len(order)) + 2)
    return Preferred(reordered(known, order) + reading.said(pool), reading)


def _asking(ranker: Ranker, context: ToolContext, ids: list[str]) -> Callable[[], Floats]:
    # What is returned is read in the same thread: it may be an object of theirs.
    return lambda: read_scores(ranker.score(context.taste, list(ids)), len(ids))


def _why(error: BaseException) -> str:
    if isinstance(error, LeftBehind):
        return "it took too long, and was left behind."
    return str(error) if isinstance(error, BadArgument) else f"{kind(error)}."
