"""One request, one reply: recall over everything, and the order of the target among sampled negatives."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from palate.agent.config import AgentConfig
from palate.agent.policies import ItemPolicy, NotSeen
from palate.evals.among import Among
from palate.evals.case import Case
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics import ndcg, recall
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About
from palate.evals.suites.sessions.suite import Sessions
from palate.evals.users.facts import breaches
from palate.evals.users.phrasings import phrasings

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

K = 5
NEGATIVES = 19
POOL = NEGATIVES + 1


@dataclass
class OneTurn(Sessions):
    """The people and targets of `sessions`, who ask once for a genre and a decade."""

    metrics: ClassVar[tuple[Metric, ...]] = (
        Metric(f"recall@{K}", "recall", f"share of people whose target is among the first {K} over everything"),
        Metric(
            f"ndcg@{POOL}",
            "ndcg",
            f"1 / log2(place + 1) of the target among {NEGATIVES} negatives; 0 where the reply leaves it out",
            worst=0.0,
        ),
        Metric(
            "given away",
            "given_away",
            "share of requests that named the target or its year: 0, or the suite is broken",
            better="neither",
        ),
    )

    @property
    def name(self) -> str:
        """Such as `one-turn` or `one-turn-development`."""
        return "one-turn" + "-development" * (self.split == "development")

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        return About(
            measures=(
                f"From a person's log and one request for a genre and a decade: whether their next liked film is among "
                f"the first {K} over everything, and how high it stands among {NEGATIVES} films that they never rated."
                f"{self._chosen_on}"
            ),
            cannot=(
                "Negatives are drawn from all films, of which many break the request, so the order among them is far "
                "easier than the one over everything; and films that nobody asked for may still have been liked."
            ),
            ceiling="1 for both, which no ranking can reach; a random order of the twenty gives NDCG .352.",
        )

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Ask once over everything, and once among the target and its negatives."""
        chance = random.Random(seed)  # noqa: S311
        catalog, target, user = self._opened(), str(case.data["target"]), str(case.data["user"])
        message = self._request(case, chance)
        pool = pool_of(catalog, user, target, chance)
        ask = partial(_asked, contestant, catalog, user, message, seed)
        everything, order = ask(k=K), ask(k=POOL, policies=(NotSeen(), Among(pool)))
        found = [item["id"] for item in everything.turns[0].reply["items"]]
        ranked = [item["id"] for item in order.turns[0].reply["items"]]
        scores = {
            "recall": recall(found, {target}, k=K),
            "ndcg": ndcg(ranked, {target: 1.0}, k=POOL),
            "given_away": float(bool(breaches([message], catalog.item(target)))),
        }
        missed = not scores["recall"]
        note = f"not shown: {case.data['title']} ({target})" if missed else ""
        return Outcome(case.id, scores, everything.turns, note=note, failed=missed)

    def _request(self, case: Case, chance: random.Random) -> str:
        words = phrasings(self.split)
        genre = chance.choice([fact["value"] for fact in case.data["facts"] if fact["slot"] == "genre"])
        decade = next(fact["value"] for fact in case.data["facts"] if fact["slot"] == "decade")
        return chance.choice(words.request).format(
            genre=words.genre_words(genre, chance), decade=words.decade_words(decade, chance)
        )

    def _can(self, case: Case) -> bool:
        """Tell whether a person can name a genre and a decade."""
        return {"genre", "decade"} <= {fact["slot"] for fact in case.data["facts"]}


def pool_of(catalog: Catalog, user: str, target: str, chance: random.Random) -> frozenset[str]:
    """Return the target and `NEGATIVES` items that the person has nothing to do with."""
    known = {target, *(entry.item for entry in catalog.log_of(user))}
    others = [item for item in catalog.ids(range(catalog.schema.items)) if item not in known]
    return frozenset([target, *chance.sample(others, min(NEGATIVES, len(others)))])


def _asked(
    contestant: Contestant,
    catalog: Catalog,
    user: str,
    message: str,
    seed: int,
    *,
    k: int,
    policies: Sequence[ItemPolicy] = (NotSeen(),),
) -> Conversation:
    setup = Setup(config=AgentConfig(k=k), policies=policies, seed=seed)
    with closing(contestant.open(catalog, setup)) as talker:
        talk = Conversation(talker, user=user)
        talk.say(message)
    return talk


development = partial(OneTurn, "development")
