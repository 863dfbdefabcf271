"""Words that few items have order a list; they do not cut it short where other things were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palate import Agent, Catalog

FILMS = [
    {"id": "1", "title": "Aardvark", "genres": ["Comedy"], "year": 1990, "synopsis": "Two sisters rob a casino."},
    {"id": "2", "title": "Badger", "genres": ["Comedy"], "year": 1991, "synopsis": "A baker falls in love."},
    {"id": "3", "title": "Cheetah", "genres": ["Comedy"], "year": 1992, "synopsis": "A wedding goes wrong."},
    {"id": "4", "title": "Dingo", "genres": ["Drama"], "year": 1993, "synopsis": "A casino burns down."},
]


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Agent]:
    with (
        Catalog.build(tmp_path / "films.db", items=FILMS, noun="film") as catalog,
        Agent(catalog, state=tmp_path / "state") as made,
    ):
        yield made


def test_what_fits_all_but_the_words_comes_after_what_has_them_and_that_is_told(agent: Agent) -> None:
    reply = agent.ask("a comedy about a casino", user="u", session="s")

    assert [item.id for item in reply.items][:1] == ["1"]
    assert sorted(item.id for item in reply.items) == ["1", "2", "3"]
    assert reply.relaxed == ("“casino”",)
    assert reply.text.startswith("Here is one comedy film for “casino”, and then two without “casino”:")


@pytest.mark.parametrize(
    ("message", "ids"),
    [
        ("a film about a casino", ["1", "4"]),
        ("only a comedy about a casino", ["1"]),
        ("the newest comedy about a casino", ["1"]),
    ],
    ids=["nothing else is asked for", "only", "an order"],
)
def test_otherwise_nothing_is_added(agent: Agent, message: str, ids: list[str]) -> None:
    reply = agent.ask(message, user="u", session="s")

    assert (sorted(item.id for item in reply.items), reply.relaxed) == (ids, ())


def test_where_all_that_has_the_words_was_shown_what_lacks_them_follows(agent: Agent) -> None:
    first = agent.ask("1 comedy about a casino", user="u", session="s")
    others = agent.ask("another one", user="u", session="s")

    assert [item.id for item in first.items] == ["1"]
    assert {item.id for item in others.items} <= {"2", "3"}
    assert others.act == "recommend"
