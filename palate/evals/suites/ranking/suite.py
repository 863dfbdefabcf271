"""How high the next liked item stands in orders of everything that a person has not had."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from palate.errors import BadArgument
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.outcome import Outcome
from palate.evals.suite import About
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.evals.suites.ranking.data import Data, read_data
from palate.evals.suites.ranking.deep import DEEP
from palate.evals.suites.ranking.measures import METRICS, measured
from palate.evals.suites.ranking.models import MODELS
from palate.evals.suites.ranking.people import Protocol, tag_of
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Profile
from palate.memory.taste import build_taste


@dataclass
class Ranking:
    """Orders of all items for people whose next like is known."""

    protocol: Protocol = "leave-last"
    db: Path | None = None
    """The catalogue whose log is cut; MovieLens-100K where None."""
    source: Path | None = None
    """Where MovieLens-100K is; found or downloaded where None."""
    deep: bool = False
    """Whether the deep models are among those that are compared."""
    _data: Data | None = field(default=None, init=False, repr=False)
    _ready: set[str] = field(default_factory=set, init=False, repr=False)
    """Who has ordered something in this process."""

    @property
    def name(self) -> str:
        """`ranking`, or `ranking-in-time`."""
        return "ranking" + "-in-time" * (self.protocol == "in-time")

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        cut = (
            "everybody's log is cut before the last item that they liked, and models are fitted to the rest"
            if self.protocol == "leave-last"
            else "models are fitted to what everybody did before one moment, and the last like after it is looked for"
        )
        left_out = "".join(f" `{name}` is left out: {why}." for name, why in self.left_out.items())
        return About(
            measures=f"How high an item that a person liked stands in an order of all that they have not had: {cut}.",
            cannot=(
                "People were shown some items and not others: what they never met counts as a miss. "
                + (
                    "What other people did later is known to the models, as in most papers."
                    if self.protocol == "leave-last"
                    else "People who came after the moment are strangers to the models, so this is harder."
                )
                + left_out
            ),
            ceiling="1 for all, which no order can reach: what is liked next is not determined by what was liked.",
        )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Hits over everything, the sampled protocol, what kind of items come first, and what it costs."""
        return METRICS

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """The models that there are and whose libraries are here."""
        models = (*MODELS, *DEEP) if self.deep else MODELS
        return tuple(each for each in models if each.missing is None)

    @property
    def left_out(self) -> Mapping[str, str]:
        """The models whose libraries are missing, and why they cannot run."""
        return {each.name: each.missing for each in MODELS if each.missing is not None}

    def cases(
        self,
        *,
        limit: int | None = None,
        seed: int = 0,
        filter: str | None = None,  # noqa: A002
    ) -> Sequence[Case]:
        """Return a case for each person; builds the catalogue where it is not in the cache."""
        people = self._opened().people
        made = [
            Case(id=f"person-{each.user}", tags=(tag_of(each.liked),), data={"number": at, "target": each.target})
            for at, each in enumerate(people)
        ]
        return chosen(made, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Name the catalogue and what models may see of its log."""
        return self._opened().fingerprint

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Look where the target stands.

        Raises:
            BadArgument: the contestant gives no order of everything.
        """
        if not isinstance(contestant, OrderingContestant):
            raise BadArgument(f"`{contestant.name}` gives no order of everything; `{self.name}` compares such alone.")
        data = self._opened()
        person, catalog = data.people[int(case.data["number"])], data.catalog
        taste = build_taste(Profile(), ItemHistory(), person.before, log=catalog.schema.log, now=0.0)
        costs = {}
        if isinstance(contestant, RankingContestant) and contestant.seconds is not None:
            costs["training"] = contestant.seconds(catalog)
        if contestant.name not in self._ready:
            # What is read once is no part of what an order costs.
            contestant.scorer(catalog, Asked((), taste, seed))
            self._ready.add(contestant.name)
        started = time.perf_counter()
        scores = np.array(contestant.scorer(catalog, Asked((), taste, seed)), dtype=np.float64)
        costs["ms"] = 1000 * (time.perf_counter() - started)
        had = catalog.positions(taste.seen)
        outcome = measured(case.id, scores, catalog, person.target, had, seed=seed)
        told = {name: cost for name, cost in costs.items() if cost is not None}
        return replace(outcome, scores={**outcome.scores, **told})

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is open: another process opens its own."""
        return {**self.__dict__, "_data": None, "_ready": set()}

    def _opened(self) -> Data:
        if self._data is None:
            self._data = read_data(self.name, self.protocol, db=self.db, source=self.source)
        return self._data


in_time = partial(Ranking, "in-time")
