"""How well a few questions about items tell what a stranger likes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.datasets.movielens import PACKAGE, MovieLens, read_movielens
from palate.catalog.datasets.package import find
from palate.catalog.item import ItemId
from palate.errors import BadArgument
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.metrics.hit import hit
from palate.evals.metrics.ndcg import ndcg
from palate.evals.outcome import Outcome
from palate.evals.suite import About
from palate.evals.suites.cached import Opened, cached, say
from palate.evals.suites.cold_start.askers import ASKERS
from palate.evals.suites.cold_start.people import Answer, Stranger, strangers
from palate.evals.suites.sessions.data import FIELDS
from palate.evals.suites.sessions.people import ratings_of
from palate.evals.users.phrasings import Split
from palate.ranking.factors import posterior_of
from palate.ranking.preference import PreferenceRanker
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.columns import FloatArray

AFTER = (10, 5, 2, 0)
"""Numbers of questions after which the order is looked at."""
K = 10


@dataclass(frozen=True)
class Data:
    """The people, and the catalogue without their log."""

    people: tuple[Stranger, ...]
    catalog: Catalog
    fingerprint: str


@dataclass
class ColdStart:
    """Questions about items, and orders of the items that are not asked about."""

    split: Split = "test"
    source: Path | None = None
    """Where MovieLens-100K is; found or downloaded where None."""
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    about: ClassVar[About] = About(
        measures=(
            "How high the films that a person likes stand in an order of half of MovieLens-100K after questions "
            "about films of the other half, each answered with liked, disliked or not seen. The person is in no "
            "model; whoever asks, the same model of factors makes the order."
        ),
        cannot=(
            "What people never rated counts as not seen and as a miss. They answer everything and never err, and "
            "questions about fields or pairs of films are not asked."
        ),
        ceiling="1 for all, which no order can reach: what people like is not determined by ten answers.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        *(
            Metric(f"ndcg@{K} after {asked}", f"ndcg{asked}", f"of the order after {asked} questions, likes gain 1")
            for asked in AFTER
        ),
        *(
            Metric(f"hit@{K} after {asked}", f"hit{asked}", f"share with any like among the first {K}")
            for asked in AFTER
        ),
        Metric("answered", "answered", f"of {AFTER[0]} films that were asked about, those seen", form="number"),
        Metric(f"agent's ndcg@{K}", "agent", f"after {AFTER[0]} questions, in the order of the agent's own ranker"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = ASKERS

    @property
    def name(self) -> str:
        """`cold-start`, or `cold-start-development`."""
        return "cold-start" + "-development" * (self.split == "development")

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return a case for each person; builds the catalogue where it is not in the cache."""
        made = [
            Case(id=f"person-{each.user}", tags=(_told(len(each.answers)),), data={"number": at})
            for at, each in enumerate(self._opened().people)
        ]
        return chosen(made, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Name the films, the people and the log without them."""
        return self._opened().fingerprint

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Ask, and look at the order on the way.

        Raises:
            BadArgument: the contestant gives no order of everything.
        """
        if not isinstance(contestant, OrderingContestant):
            raise BadArgument(f"`{contestant.name}` gives no order of everything; `{self.name}` compares such alone.")
        data = self._opened()
        catalog, person = data.catalog, data.people[int(case.data["number"])]
        taste, answers = Taste(), dict[ItemId, Answer]()
        scores: dict[str, float] = {}
        for number in range(AFTER[0] + 1):
            if number:
                wanted = contestant.scorer(catalog, Asked(tuple(answers), taste, seed))
                item = _best(wanted, catalog, _others(catalog, person.askable) | answers.keys())[0]
                answers[item] = person.asked(item)
                taste = _after(taste, item, answers[item])
            if number in AFTER:
                ranked = _best(posterior_of(catalog, taste).scores, catalog, person.askable)
                scores[f"ndcg{number}"] = _ndcg(ranked, person)
                scores[f"hit{number}"] = hit(ranked, person.liked, k=K)
        scores["answered"] = float(len(taste.seen))
        scores["agent"] = _ndcg(_best(PreferenceRanker(catalog).score(taste), catalog, person.askable), person)
        said = zip(catalog.items(answers), answers.values(), strict=True)
        return Outcome(case.id, scores, note="; ".join(f"{item.title}: {answer}" for item, answer in said))

    def _opened(self) -> Data:
        return self._open.get("data", lambda: _read(read_movielens(find(PACKAGE, self.source, say)), self.split))


def _read(films: MovieLens, split: Split) -> Data:
    people = strangers(ratings_of(films.interactions), [row["item_id"] for row in films.items])
    hidden = {each.user for each in people}
    log = [row for row in films.interactions if row["user_id"] not in hidden]
    told = repr([films.items, log]).encode()

    def build(path: Path) -> None:
        users = [row for row in films.users if row["user_id"] not in hidden]
        Catalog.build(
            path,
            items=films.items,
            interactions=log,
            users=users,
            name="MovieLens-100K without strangers",
            noun="film",
            fields=FIELDS,
        ).close()

    catalog = Catalog.open(cached("cold-start", told, build))
    asked = tuple(each for each in people if each.split == split)
    halves = repr([(each.user, sorted(each.askable)) for each in asked]).encode()
    return Data(asked, catalog, hashlib.sha256(told + halves).hexdigest()[:12])


def _others(catalog: Catalog, items: Collection[ItemId]) -> set[ItemId]:
    return set(catalog.columns.ids()).difference(items)


def _best(scores: FloatArray, catalog: Catalog, without: Collection[ItemId]) -> list[ItemId]:
    """Return the `K` items that score highest, of equals those further left, without some."""
    left = np.array(scores, dtype=np.float64)
    left[catalog.positions(without)] = -np.inf
    return list(catalog.ids(np.argsort(-left, kind="stable")[:K]))


def _ndcg(ranked: Sequence[ItemId], person: Stranger) -> float:
    return ndcg(ranked, dict.fromkeys(person.liked, 1.0), k=K)


def _after(taste: Taste, item: ItemId, answer: Answer) -> Taste:
    if answer == "not seen":
        return taste
    opinions = {**(taste.likes if answer == "liked" else taste.dislikes), item: 1.0}
    seen = taste.seen | {item}
    return (
        replace(taste, likes=opinions, seen=seen) if answer == "liked" else replace(taste, dislikes=opinions, seen=seen)
    )


def _told(seen: int) -> str:
    """Return the tag for how much of what may be asked about a person has seen."""
    return "under-20" if seen < 20 else "20-to-60" if seen <= 60 else "over-60"


development = partial(ColdStart, "development")
