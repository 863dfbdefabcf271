"""Two items that a bandit draws: when they are asked about, and that draws are the seed's."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from palate import Agent, AgentConfig, Catalog
from palate.agent.elicitation.questioner import Ground, Questioner
from palate.agent.elicitation.thompson import Thompson
from palate.agent.elicitation.value import ByValue
from palate.language.asked import PAIR
from palate.ranking.taste import Taste

NOTHING = Taste()


def ground(catalog: Catalog, *, settled: tuple[str, ...] = (), final: bool = True, taste: Taste = NOTHING) -> Ground:
    order = np.arange(catalog.columns.size)
    return Ground(catalog, order, shown=1, settled=settled, final=final, taste=taste)


def test_it_asks_between_two_items_as_its_seed_says(films: Catalog) -> None:
    asked = [Thompson(seed).choose(ground(films)) for seed in range(8)]

    assert isinstance(Thompson(), Questioner)
    assert all(each is not None and each.field == PAIR and len(set(each.items)) == 2 for each in asked)
    assert asked == [Thompson(seed).choose(ground(films)) for seed in range(8)]
    assert len({each.items for each in asked if each is not None}) > 1


def test_it_draws_from_what_the_person_likes(films: Catalog) -> None:
    likes = dict.fromkeys(films.columns.ids()[:5], 1.0)

    known = Thompson().choose(ground(films, taste=Taste(likes=likes)))

    assert known != Thompson().choose(ground(films))


def test_it_asks_about_what_is_in_play_alone(films: Catalog) -> None:
    two = Ground(films, np.array([3, 7]), shown=1, final=True)

    asked = [Thompson(seed).choose(two) for seed in range(8)]

    assert [set(each.items) for each in asked if each is not None] == [set(films.ids(two.order))] * 8


def test_it_asks_when_and_then_what_the_value_of_an_answer_says(films: Catalog) -> None:
    settled = ground(films, settled=(PAIR,))

    assert Thompson().choose(ground(films, final=False)) is None
    assert Thompson().choose(settled) == ByValue().choose(settled)


def test_without_a_log_the_value_of_an_answer_says_all(tmp_path: Path) -> None:
    items = [{"id": str(number), "title": f"Film {number}", "year": 1950 + number} for number in range(8)]
    with Catalog.build(tmp_path / "none.db", items=items) as catalog:
        assert Thompson().choose(ground(catalog)) == ByValue().choose(ground(catalog))


def test_the_agent_asks_it_once(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, questioner=Thompson(), config=AgentConfig(k=1, max_questions=3), state=tmp_path) as agent:
        first = agent.ask("something from the united states. I'll go with the first one you name", session="s")
        second = agent.ask("neither", session="s")

    assert first.question is not None
    assert first.question.field == PAIR
    assert first.text.startswith("Which would come closer: ")
    assert second.question is None or second.question.field != PAIR
