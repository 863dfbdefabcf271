"""A wish with two readings is asked about before an item is shown that is taken, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.catalog.conditions import Condition
from palate.language import understand as understanding_of
from palate.language.understanding import Intent, Understanding

FIRST = "I'll take the first film you show me."
NOT_HORROR = Condition(field="genres", op="not_contains", value="Horror")


@pytest.fixture
def agent(films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agent]:
    """Return an agent to which "horror" may mean no horror, where the word stands by itself."""
    read = understanding_of.understand

    def doubting(message: str, *args: Any, **kwargs: Any) -> Understanding:
        meant = read(message, *args, **kwargs)
        return meant.model_copy(update={"intents": tuple(_doubted(each) for each in meant.intents)})

    monkeypatch.setattr(understanding_of, "understand", doubting)
    with Agent(films, config=AgentConfig(k=1, max_questions=4), state=tmp_path) as made:
        yield made


def _doubted(intent: Intent) -> Intent:
    horror = Condition(field="genres", op="contains", value="Horror")
    entries = [
        each.model_copy(update={"otherwise": NOT_HORROR}) if each.where == horror else each
        for each in intent.preferences
    ]
    return intent.model_copy(update={"preferences": tuple(entries)})


def _asked(agent: Agent) -> None:
    agent.ask(f"Horror, from before 1980. {FIRST}", session="s")
    reply = agent.ask("nothing else", session="s")

    assert (reply.act, reply.text) == ("ask", "Just to be sure before I pick: “Horror” or “not Horror”?")
    assert reply.question is not None
    assert reply.question.field == "genres"


@pytest.mark.parametrize(
    ("said", "is_horror"),
    [
        ("horror", True),
        ("no horror", False),
        ("the first", True),
        ("the second", False),
        ("as I said, horror it is", True),
        ("hm", True),
    ],
)
def test_what_is_answered_counts_and_what_says_nothing_of_it_leaves_it(
    agent: Agent, said: str, *, is_horror: bool
) -> None:
    _asked(agent)
    (item,) = agent.ask(said, session="s").items

    assert ("Horror" in item.fields["genres"]) is is_horror  # type: ignore[operator]
    assert item.fields["year"] < 1980  # type: ignore[operator]


def test_another_value_takes_its_place(agent: Agent) -> None:
    _asked(agent)
    reply = agent.ask("a comedy", session="s")

    assert reply.text.startswith("One film (Comedy) before 1980:")


def test_who_can_turn_things_down_is_not_asked(agent: Agent) -> None:
    assert agent.ask("Horror, from before 1980.", session="s").act == "recommend"


def test_one_who_may_be_asked_no_more_is_shown_what_was_read(films: Catalog, agent: Agent) -> None:
    del films
    agent.ask(f"Horror. {FIRST}", session="s")
    for said in ("before 1980", "under two hours", "in English"):
        agent.ask(said, session="s")

    assert agent.ask("nothing else", session="s").act == "recommend"
