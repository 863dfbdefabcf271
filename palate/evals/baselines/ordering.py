"""Baselines that understand nothing: they order the catalogue and show the next best at each turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.policies import positions_of
from palate.agent.reply import Recommendation, Reply, Trace
from palate.catalog.columns import FloatArray, Positions
from palate.evals.contestant import Setup
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Profile
from palate.memory.taste import build_taste
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item


@dataclass(frozen=True)
class Asked:
    """What a scorer may look at."""

    messages: tuple[str, ...]
    """The session's, oldest first."""
    taste: Taste
    """From the catalogue's log and the app's feedback, never from words."""
    seed: int


Scorer = Callable[["Catalog", Asked], FloatArray]
"""Gives each position a score, the higher the better, and -inf to what it would not show."""


@dataclass(frozen=True)
class OrderingContestant:
    """A baseline that is one scorer."""

    name: str
    about: str
    scorer: Scorer
    """A function of a module, so that it can be pickled."""

    def open(self, catalog: Catalog, setup: Setup | None = None) -> OrderingTalker:
        """Open it over a catalogue."""
        return OrderingTalker(catalog, self.scorer, setup or Setup())


@dataclass
class _Session:
    messages: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    items: ItemHistory = field(default_factory=ItemHistory)


class OrderingTalker:
    """Shows the `k` best at each turn, never one twice in a session, and keeps to the item policies."""

    def __init__(self, catalog: Catalog, scorer: Scorer, setup: Setup) -> None:
        self._catalog = catalog
        self._scorer = scorer
        self._setup = setup
        self._sessions: dict[tuple[str | None, str | None], _Session] = {}

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        """Show what comes next, whatever the message is."""
        started = time.perf_counter()
        kept = self._session(user, session)
        kept.messages.append(message)
        taste = self._taste(user, kept)
        scores = self._scorer(self._catalog, Asked(tuple(kept.messages), taste, self._setup.seed))
        chosen = self._best(scores, taste, kept)
        items = self._catalog.items(self._catalog.ids(chosen))
        kept.shown.update(item.id for item in items)
        shown = tuple(_shown(item, float(scores[at])) for item, at in zip(items, chosen.tolist(), strict=True))
        trace = Trace(seconds=time.perf_counter() - started)
        text = "; ".join(item.title for item in items) or "I have nothing to show."
        return Reply(act="recommend" if shown else "abstain", text=text, items=shown, trace=trace)

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Count an opinion in the taste; what is disliked or seen is kept out as for the agent."""
        kept = self._session(user, session)
        items = kept.items.with_ids(seen=[item] if seen else ())
        kept.items = items if value is None else items.with_opinion(item, value)

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Count what was taken."""
        kept = self._session(user, session)
        kept.items = kept.items.with_ids(committed=[item])

    def close(self) -> None:
        """Forget the sessions."""
        self._sessions.clear()

    def _session(self, user: str | None, session: str | None) -> _Session:
        return self._sessions.setdefault((user, session), _Session())

    def _taste(self, user: str | None, kept: _Session) -> Taste:
        logged = self._catalog.log_of(user) if user is not None else []
        # Nothing here has a date but the log, which counts from its own last day on.
        return build_taste(Profile(), kept.items, logged, log=self._catalog.schema.log, now=0.0)

    def _best(self, scores: FloatArray, taste: Taste, kept: _Session) -> Positions:
        left = np.array(scores, dtype=np.float64)
        for policy in self._setup.policies:
            left[policy.barred(self._catalog, taste)] = -np.inf
        left[positions_of(self._catalog, kept.shown | taste.rejected)] = -np.inf
        order = np.argsort(-left, kind="stable")[: self._setup.config.k]
        return np.asarray(order[np.isfinite(left[order])], dtype=np.int64)


def _shown(item: Item, score: float) -> Recommendation:
    return Recommendation(id=item.id, title=item.title, score=score, fields=item.fields, reasons=("next in order",))
