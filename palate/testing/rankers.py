"""What every ranker has to do; its tests inherit this and give it a `ranker` of the catalogue `goods()`."""

from __future__ import annotations

from palate.agent.agent import Agent
from palate.ranking.ranker import Ranker, read_scores
from palate.ranking.taste import Taste
from palate.testing.goods import goods

_IDS = ["k1", "k2", "k3", "t1", "t2"]


class RankerContract:
    """Whether a ranker keeps to the protocol."""

    def test_it_scores_every_candidate_of_anybody(self, ranker: Ranker) -> None:
        for taste in (Taste(), Taste(likes={"k1": 1.0}, dislikes={"t1": 1.0}, seen=frozenset({"k1"}))):
            for candidates in (_IDS, _IDS[:1], _IDS[::-1]):
                assert len(read_scores(ranker.score(taste, list(candidates)), len(candidates))) == len(candidates)

    def test_it_says_the_same_twice_and_changes_nothing(self, ranker: Ranker) -> None:
        taste, candidates = Taste(likes={"k1": 1.0}), list(_IDS)
        first, again = (read_scores(ranker.score(taste, candidates), 5).tolist() for _ in range(2))

        assert first == again
        assert (taste, candidates) == (Taste(likes={"k1": 1.0}), _IDS)

    def test_it_orders_a_reply(self, ranker: Ranker) -> None:
        with goods() as catalog, Agent(catalog, ranker=ranker, state=":memory:") as agent:
            reply = agent.ask("a kettle")

        assert {item.id for item in reply.items} == {"k1", "k2", "k3"}
        assert not any("is passed over" in step["summary"] for step in reply.trace.steps)
