"""How high the next liked item stands in orders of everything that a person has not had."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.datasets.movielens import PACKAGE, read_movielens
from palate.catalog.datasets.package import find
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.errors import BadArgument
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.outcome import Outcome
from palate.evals.suite import About
from palate.evals.suites.cached import cached, say
from palate.evals.suites.ranking.models import MODELS
from palate.evals.suites.ranking.people import Person, Protocol, ordered, split, told
from palate.evals.suites.sessions.data import FIELDS
from palate.memory.profile import Profile
from palate.memory.short_term import SessionMemory
from palate.memory.taste import build_taste
from palate.ranking.learned.model import versions
from palate.ranking.learned.train import retrain
from palate.ranking.popularity import popularity_of

if TYPE_CHECKING:
    from palate.catalog.columns import FloatArray

FEW, K = 5, 10
SAMPLED = 100
"""Items that nobody took, among which the sampled protocol looks for the target."""


@dataclass(frozen=True)
class Data:
    """The people, and the catalogue with what models may see."""

    people: tuple[Person, ...]
    catalog: Catalog
    fingerprint: str


@dataclass
class Ranking:
    """Orders of all items for people whose next like is known."""

    protocol: Protocol = "leave-last"
    db: Path | None = None
    """The catalogue whose log is cut; MovieLens-100K where None."""
    source: Path | None = None
    """Where MovieLens-100K is; found or downloaded where None."""
    _data: Data | None = field(default=None, init=False, repr=False)

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
        return About(
            measures=f"How high an item that a person liked stands in an order of all that they have not had: {cut}.",
            cannot=(
                "People were shown some items and not others: what they never met counts as a miss. "
                + (
                    "What other people did later is known to the models, as in most papers."
                    if self.protocol == "leave-last"
                    else "People who came after the moment are strangers to the models, so this is harder."
                )
            ),
            ceiling="1 for all, which no order can reach: what is liked next is not determined by what was liked.",
        )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """NDCG and hits over everything, the sampled protocol, what kind of items come first, and what it costs."""
        return (
            Metric(f"ndcg@{K}", f"ndcg{K}", f"1 / log2(place + 1) of the target among the first {K} of all, else 0"),
            Metric(f"hr@{K}", f"hr{K}", f"share of people whose target is among the first {K} of all"),
            Metric(f"ndcg@{FEW}", f"ndcg{FEW}", f"the same among the first {FEW}"),
            Metric(f"hr@{FEW}", f"hr{FEW}", f"the same among the first {FEW}"),
            Metric(
                f"hr@{K} of {SAMPLED + 1}",
                "sampled",
                f"the target among {SAMPLED} items never taken: for comparison with papers that report it",
            ),
            Metric(
                "novelty",
                "novelty",
                f"mean of -log2 of the share of people who took each of the first {K}",
                better="neither",
                form="number",
            ),
            Metric("ms", "ms", "milliseconds to order everything", better="neither", form="number"),
        )

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """The models that there are."""
        return MODELS

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
            Case(id=f"person-{each.user}", tags=(told(each.liked),), data={"number": at, "target": each.target})
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
        taste = build_taste(Profile(), SessionMemory(), person.before, log=catalog.schema.log, now=0.0)
        started = time.perf_counter()
        scores = np.array(contestant.scorer(catalog, Asked((), taste, seed)), dtype=np.float64)
        seconds = time.perf_counter() - started
        had = catalog.positions({each.item for each in person.before})
        scores[had] = -np.inf
        return Outcome(case.id, self._scores(scores, catalog, person.target, had, seed) | {"ms": 1000 * seconds})

    def _scores(
        self, scores: FloatArray, catalog: Catalog, target: str, had: np.ndarray, seed: int
    ) -> dict[str, float]:
        at = catalog.position(target)
        place = _place(scores, at, np.arange(len(scores)))
        others = np.setdiff1d(np.arange(len(scores)), [*had.tolist(), at])
        drawn = np.random.default_rng(seed).choice(others, min(SAMPLED, len(others)), replace=False)
        first = np.argsort(-scores, kind="stable")[:K]
        people = np.maximum(popularity_of(catalog).people[first], 1)
        return {
            **{f"ndcg{k}": 1 / math.log2(place + 1) if place <= k else 0.0 for k in (FEW, K)},
            **{f"hr{k}": float(place <= k) for k in (FEW, K)},
            "sampled": float(_place(scores, at, drawn) <= K),
            "novelty": float(np.mean(-np.log2(people / max(catalog.schema.log.users, 1)))),
        }

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is open: another process opens its own."""
        return {**self.__dict__, "_data": None}

    def _opened(self) -> Data:
        if self._data is None:
            self._data = self._read()
        return self._data

    def _read(self) -> Data:
        if self.db is None:
            films = read_movielens(find(PACKAGE, self.source, say))
            items, users, log = films.items, films.users, _interactions(films.interactions)
            name, noun, fields = "MovieLens-100K", "film", FIELDS
            card = Log(consuming=("rating",), liked_from=4.0)
        else:
            with Catalog.open(self.db) as whole:
                items = [
                    {"id": each.id, "title": each.title, **each.fields} for each in whole.items(whole.columns.ids())
                ]
                users, name, noun, fields, card = None, whole.schema.name, whole.schema.noun, None, whole.schema.log
                log = _log_of(whole)
        kept, people = split(ordered(log), card, self.protocol)
        told = hashlib.sha256(repr([items, kept]).encode()).hexdigest()[:12]

        def build(path: Path) -> None:
            say(f"training a ranker for `{self.name}`")
            rows = _rows(kept)
            with Catalog.build(
                path, items=items, interactions=rows, users=users, name=name, noun=noun, fields=fields
            ) as catalog:
                if not versions(catalog.connect()):
                    retrain(catalog)

        path = cached(self.name, told.encode(), build)
        return Data(tuple(people), Catalog.open(path), told)


def _place(scores: FloatArray, at: int, among: np.ndarray) -> int:
    """Return the place of a target, 1 for the first; of equals the one further left comes first."""
    higher = scores[among] > scores[at]
    equal = (scores[among] == scores[at]) & (among < at)
    return 1 + int(higher.sum()) + int(equal.sum())


def _interactions(rows: Sequence[dict[str, Any]]) -> list[Interaction]:
    return [
        Interaction(row["user_id"], row["item_id"], "rating", float(row["rating"]), float(row["timestamp"]))
        for row in rows
    ]


def _rows(log: Sequence[Interaction]) -> list[dict[str, Any]]:
    return [
        {
            "user_id": each.user,
            "item_id": each.item,
            "behaviour": each.behaviour,
            "rating": each.value,
            "timestamp": each.time,
        }
        for each in log
    ]


def _log_of(catalog: Catalog) -> list[Interaction]:
    query = """SELECT user, items.id, behaviour, value, time FROM interactions JOIN items ON items.rowid = item
        ORDER BY interactions.rowid"""
    return [Interaction(*row) for row in catalog.connect().execute(query)]


def in_time() -> Ranking:
    """Return `ranking-in-time`."""
    return Ranking("in-time")
