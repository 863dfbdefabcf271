"""A question between two items: which is asked about, how it is answered, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.elicitation.pair import pair
from palate.agent.elicitation.questioner import Asking, Ground
from palate.agent.elicitation.value import ByValue
from palate.language.asked import PAIR


class Between:
    """Asks between two items, once."""

    def choose(self, ground: Ground) -> Asking | None:
        found = pair(ground) if PAIR not in ground.settled else None
        return None if found is None else Asking(PAIR, found.titles, found.items)


@pytest.fixture
def agent(tiny: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(tiny, questioner=Between(), config=AgentConfig(k=1, max_questions=3), state=tmp_path) as made:
        yield made


def ground(catalog: Catalog, *ids: str, settled: tuple[str, ...] = ()) -> Ground:
    return Ground(catalog, np.array([catalog.position(known) for known in ids]), shown=1, settled=settled, final=True)


def test_the_likeliest_is_set_against_what_shares_the_least_with_it(tiny: Catalog) -> None:
    # Of Jaws (horror), Fargo and Amélie, only Jaws has a value that tells (Horror) with Alien.
    found = pair(ground(tiny, "1", "3", "4"))

    assert found is not None
    assert (found.items, found.titles) == (("1", "4"), ("Alien", "Amélie"))
    with_alien, with_amelie = found.shares
    assert [share > 0 for share in with_alien] == [True, True, False]
    assert [share > 0 for share in with_amelie] == [False, False, True]


def test_one_item_alone_is_no_pair(tiny: Catalog) -> None:
    assert pair(ground(tiny, "1")) is None


def test_it_is_asked_in_the_catalogue_s_titles(agent: Agent) -> None:
    reply = agent.ask("something from the united states", session="s")

    assert reply.act == "ask"
    assert reply.question is not None
    assert reply.question.field == PAIR
    first, second = reply.question.options
    assert reply.text == f"Which would come closer: {first} or {second}, or neither of them?"
    assert len(reply.question.items) == 2


@pytest.mark.parametrize("said", ["{second}", "the second", "the second one", "rather {second}", "like {second}"])
def test_what_comes_closer_may_itself_be_shown_and_the_other_may_not_lead(agent: Agent, said: str) -> None:
    asked = agent.ask("something from the united states", session="s")
    assert asked.question is not None
    reply = agent.ask(said.format(second=asked.question.options[1]), session="s")

    assert reply.act == "recommend"
    assert reply.items[0].fields["country"] == "United States"
    assert reply.items[0].id != asked.question.items[0]


def test_neither_leaves_both_behind(agent: Agent) -> None:
    asked = agent.ask("something from the united states", session="s")
    assert asked.question is not None
    reply = agent.ask("neither", session="s")

    assert reply.items[0].id not in asked.question.items


def test_what_is_added_holds_as_well(agent: Agent) -> None:
    agent.ask("something from the united states", session="s")
    reply = agent.ask("the first one, but from before 1960", session="s")

    assert [item.title for item in reply.items] == ["Rear Window"]


def test_it_is_asked_once_and_not_of_those_who_named_an_item(agent: Agent) -> None:
    acts = [agent.ask("something from the united states", session="s").act for _ in range(3)]

    assert acts == ["ask", "recommend", "recommend"]
    assert agent.ask("something like alien", session="t").act == "recommend"


def test_it_is_weighed_against_the_other_questions(films: Catalog) -> None:
    order = np.arange(60)
    free = Ground(films, order, shown=1, final=True)
    settled = Ground(films, order, shown=1, final=True, settled=(PAIR,))

    sure = ByValue(cares=0.0, adds=0.0, sides=1.0)
    asked = sure.choose(free)
    assert asked is not None
    assert (asked.field, len(asked.items)) == (PAIR, 2)
    again = sure.choose(settled)
    assert again is None or again.field != PAIR
