"""Baselines: each does its one thing, keeps to the policies, and never shows an item twice."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from palate import AgentConfig, Catalog
from palate.agent.reply import Reply
from palate.evals.among import Among
from palate.evals.baselines import (
    AGENT,
    BASELINES,
    CONTESTANTS,
    NEIGHBOURS,
    NO_MEMORY,
    NO_QUESTIONS,
    NO_RECALL,
    NO_REFLECTION,
    NO_REPLANS,
    POPULARITY,
    RANDOM,
    SEARCH,
    UNDERSTANDING_POPULARITY,
)
from palate.evals.baselines.agents import AgentContestant
from palate.evals.contestant import Contestant, Setup, Talker
from palate.evals.outcome import Conversation
from palate.evals.registry import load_suite
from palate.ranking.popularity import popularity_of


def setup(k: int = 3, **options: object) -> Setup:
    return Setup(config=AgentConfig(k=k), **options)  # type: ignore[arg-type]


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda each: each.name)
def test_each_opens_answers_and_keeps_to_the_policies(contestant: Contestant, tiny: Catalog) -> None:
    asked = setup(k=8, policies=(Among(["1", "3", "6"]),))

    with closing(contestant.open(tiny, asked)) as talker:
        assert isinstance(talker, Talker)
        conversation = Conversation(talker, user="zoe")
        reply = conversation.say("horror")

    assert reply.items
    assert set(ids(reply)) <= {"1", "3", "6"}


def test_names_differ() -> None:
    assert len({contestant.name for contestant in CONTESTANTS}) == len(CONTESTANTS) == 13
    assert BASELINES[0] is AGENT


def test_popularity_shows_the_most_popular_first_and_then_the_next(tiny: Catalog) -> None:
    order = tiny.ids(np.argsort(-popularity_of(tiny).score, kind="stable"))

    with closing(POPULARITY.open(tiny, setup())) as talker:
        shown = [ids(talker.ask("anything", session="s")) for _ in range(4)]

    assert shown == [order[:3], order[3:6], order[6:], []]


def test_what_was_consumed_or_disliked_is_not_shown(tiny: Catalog) -> None:
    with closing(POPULARITY.open(tiny, setup(k=8))) as talker:
        talker.feedback("8", user="ann", session="s", value=-1.0)
        talker.feedback("2", user="ann", session="s", seen=True)
        talker.commit("3", user="ann", session="s")
        shown = ids(talker.ask("anything", user="ann", session="s"))

    assert sorted(shown) == ["5", "6"]


def test_neighbours_know_the_taste_and_popularity_does_not(tiny: Catalog) -> None:
    # bob likes 1, 3 and 7: to one who likes 3, the others of his come first.
    first: dict[str, list[str]] = {}
    for contestant in (NEIGHBOURS, POPULARITY):
        with closing(contestant.open(tiny, setup(k=2))) as talker:
            talker.feedback("3", user="new", session="s", value=1.0)
            first[contestant.name] = ids(talker.ask("anything", user="new", session="s"))

    assert sorted(first["neighbours"]) == ["1", "7"]
    assert sorted(first["popularity"]) != ["1", "7"]


def test_search_knows_the_words_alone(tiny: Catalog) -> None:
    with closing(SEARCH.open(tiny, setup(k=8))) as talker:
        assert sorted(ids(talker.ask("dune", session="s"))) == ["6", "7"]
        assert talker.ask("zzz", session="t").act == "abstain"


def test_chance_is_drawn_with_the_seed(tiny: Catalog) -> None:
    shown = []
    for seed in (1, 1, 2):
        with closing(RANDOM.open(tiny, setup(k=8, seed=seed))) as talker:
            shown.append(ids(talker.ask("anything")))

    assert shown[0] == shown[1] != shown[2]


def test_the_same_understanding_is_ranked_by_popularity(tiny: Catalog) -> None:
    conversations = {}
    for contestant in (AGENT, UNDERSTANDING_POPULARITY):
        with closing(contestant.open(tiny, setup())) as talker:
            conversations[contestant.name] = talker.ask("a comedy like Clueless", user="bob", session="s").trace.steps

    steps = {name: [(step["tool"], step["args"].get("by")) for step in each] for name, each in conversations.items()}
    assert steps["agent"] == [("filter", None), ("similar", None), ("rank", "similarity")]
    assert steps["understanding+popularity"] == [("filter", None), ("rank", "popularity")]


def test_ablations_change_one_thing() -> None:
    config = AgentConfig(k=2)

    changes: dict[AgentContestant, dict[str, object]] = {
        NO_REPLANS: {"budget": {**config.budget.model_dump(), "replans": 0}},
        NO_QUESTIONS: {"max_questions": 0},
        NO_REFLECTION: {"reflection": False},
        NO_RECALL: {"recall": False},
    }
    for each, changed in changes.items():
        assert each.configured is not None
        assert each.configured(config).model_dump() == {**config.model_dump(), **changed}
    assert NO_MEMORY.anonymous


def test_without_recall_the_log_counts_and_what_was_said_elsewhere_does_not(tiny: Catalog) -> None:
    shown = {}
    for contestant in (AGENT, NO_RECALL):
        with closing(contestant.open(tiny, setup(k=8))) as talker:
            talker.feedback("6", user="ann", session="before", value=-1.0)
            shown[contestant.name] = ids(talker.ask("science fiction", user="ann", session="now"))

    # ann has seen 1 and 7.
    assert shown == {"agent": [], "no-recall": ["6"]}


def test_without_memory_the_log_is_not_read(tiny: Catalog) -> None:
    shown = {}
    for contestant in (AGENT, NO_MEMORY):
        with closing(contestant.open(tiny, setup(k=8))) as talker:
            shown[contestant.name] = sorted(ids(talker.ask("science fiction", user="ann", session="s")))

    # ann has seen 1 and 7.
    assert shown == {"agent": ["6"], "no-memory": ["1", "6", "7"]}


@pytest.mark.parametrize(
    ("suite", "ablations"),
    [
        ("plans", {"no-reflection", "no-recall"}),
        ("sessions", {"no-reflection", "no-memory"}),
        ("sessions-chatty", {"no-reflection", "no-memory"}),
        ("one-turn", {"no-reflection", "no-memory"}),
    ],
)
def test_ablations_run_where_they_can_show_something(suite: str, ablations: set[str]) -> None:
    names = [contestant.name for contestant in load_suite(suite).contestants]

    assert {name for name in names if name.startswith("no-")} == ablations
    assert names[0] == "agent"
