"""What is turned down without a reason, and which items are likelier to be taken after that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.elicitation.belief import MOST, likeliest
from palate.agent.sessions import Named
from palate.language.understand import understand
from palate.language.understanding import SessionView, Shown
from palate.memory.short_term import TurnedDown

_COLOURS = ["red"] * 11 + ["blue"] * 10


def after(catalog: Catalog, order: list[str], *turned_down: TurnedDown) -> list[str]:
    return catalog.ids(likeliest(catalog, catalog.positions(order), turned_down))


def test_what_is_as_most_of_what_is_left_are_comes_first(films: Catalog) -> None:
    """Nothing was turned down, or what the catalogue no longer has: three westerns and a comedy are left."""
    order = ["clueless-1995", "high-noon-1952", "the-searchers-1956", "rio-bravo-1959"]

    assert after(films, order)[0] != "clueless-1995"
    assert after(films, order, TurnedDown(item="gone")) == after(films, order)


def test_before_anything_was_turned_down_the_ranking_decides_between_equals_alone(tmp_path: Path) -> None:
    """What is as barely more of them are comes first, wherever it ranks; and equals stay in the order they had."""
    items = [{"id": f"{at}-{colour}", "title": f"Thing {at}", "colour": colour} for at, colour in enumerate(_COLOURS)]
    ids = [str(each["id"]) for each in items]
    blue, red = (sorted((each for each in ids if colour in each), reverse=True) for colour in ("blue", "red"))

    with Catalog.build(tmp_path / "things.db", items=items) as catalog:
        assert after(catalog, [*blue, *red]) == [*red, *blue]


def test_what_counts_is_who_may_wish_for_a_value_and_not_how_many_values_an_item_has(tmp_path: Path) -> None:
    """Who has one of five in mind wishes it calm; that one alone has three rare tags adds little."""
    tags = [["calm"]] * 5 + [["loud"], ["odd"], ["slow"], ["loud", "odd", "slow"]]
    items = [{"id": str(at), "title": f"Thing {at}", "tags": each} for at, each in enumerate(tags)]

    with Catalog.build(tmp_path / "tags.db", items=items, fields={"tags": "tags"}) as catalog:
        assert set(after(catalog, list("876543210"))[:5]) == set("01234")


def test_what_resembles_what_was_turned_down_comes_later(films: Catalog) -> None:
    """Two westerns were turned down; of what follows, the western comes after the comedy."""
    westerns = ["high-noon-1952", "the-searchers-1956", "rio-bravo-1959"]
    turned_down = [TurnedDown(item=each) for each in westerns[:2]]
    order = [westerns[2], "clueless-1995"]

    assert after(films, order, *turned_down) == order[::-1]


def test_what_was_named_as_wrong_counts_for_more(films: Catalog) -> None:
    """Alien was turned down for its year: another of its year comes after one of another."""
    same_year, other_year = "apocalypse-now-1979", "aliens-1986"
    order = [same_year, other_year]

    assert after(films, order, TurnedDown(item="alien-1979", faults=("year",)))[0] == other_year


def test_what_is_taken_has_to_be_right_in_every_field_that_was_named(films: Catalog) -> None:
    """The first was wrong in its year, the next in its genre: what is right in one of them alone comes later."""
    of_the_year, of_the_genre, of_neither = "apocalypse-now-1979", "high-noon-1952", "clueless-1995"
    turned_down = [
        TurnedDown(item="alien-1979", faults=("year",)),
        *(TurnedDown(item=each, faults=("genres",)) for each in ("the-searchers-1956", "rio-bravo-1959")),
    ]

    assert after(films, [of_the_year, of_the_genre, of_neither], *turned_down)[0] == of_neither


def test_nothing_is_lost_or_added_however_many_there_are(films: Catalog) -> None:
    order = np.arange(films.schema.items)[::-1].copy()
    found = likeliest(films, order, [TurnedDown(item="alien-1979")])

    assert sorted(found.tolist()) == sorted(order.tolist())
    assert found[MOST:].tolist() == order[MOST:].tolist()
    assert found[:MOST].tolist() != order[:MOST].tolist()


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        ("not that one, the genre isn't right", ("genres",)),
        ("it's a no, and the director is why", ("director",)),
        ("can't take that one, you've got the year wrong", ("year",)),
        ("not that one", ()),
        ("not that one, a western", ()),
    ],
)
def test_a_field_is_named_as_what_is_wrong(films: Catalog, message: str, faults: tuple[str, ...]) -> None:
    shown = tuple(Shown(id=each.id, title=each.title, turn=1) for each in films.items(["alien-1979"]))
    read = understand(message, SessionView(turn=1, shown=shown, focus=shown), films)

    assert tuple(name for each in read.intents for name in each.faults) == faults


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, config=AgentConfig(k=1, max_questions=0), state=tmp_path) as made:
        yield made


def test_an_agent_turns_to_something_else(agent: Agent) -> None:
    """A film that is turned down for its genre is followed by one of other genres."""
    genres = [set(agent.ask("a film from the eighties", session="s").items[0].fields["genres"])]  # type: ignore[arg-type]
    reply = agent.ask("not that one, the genre isn't right", session="s")
    genres.append(set(reply.items[0].fields["genres"]))  # type: ignore[arg-type]

    assert not genres[1] & genres[0]


def test_a_new_request_starts_without_what_was_turned_down_before(agent: Agent) -> None:
    agent.ask("a film from the eighties", session="s")
    agent.ask("not that one, the genre isn't right", session="s")
    before = agent._sessions.memory(Named(None, "s")).turned_down
    agent.ask("start over, a western", session="s")

    assert len(before) == 1
    assert agent._sessions.memory(Named(None, "s")).turned_down == ()


def test_an_order_that_was_asked_for_stays(agent: Agent) -> None:
    years = [agent.ask("the newest western", session="s").items[0].fields["year"]]
    years.append(agent.ask("not that one", session="s").items[0].fields["year"])

    assert years == sorted(years, reverse=True)  # type: ignore[type-var]


def test_what_is_turned_down_counts_in_the_reply_to_it(tmp_path: Path) -> None:
    # The most liked come first, and five of them are of one brand.
    items = [{"sku": f"j{n}", "name": f"Jacket {n}", "brand": "Alder" if n < 5 else f"Brand {n}"} for n in range(10)]
    log = [{"user": f"u{n}-{k}", "item": f"j{n}", "rating": 5} for n in range(10) for k in range(20 - n)]
    catalog = Catalog.build(tmp_path / "shop.db", items=items, interactions=log, noun="jacket")
    with catalog, Agent(catalog, config=AgentConfig(k=1), state=tmp_path / "state") as agent:
        first = agent.ask("a jacket", session="a").items[0]  # whose draw begins with one of the five
        second = agent.ask("not that one", session="a").items[0]

    assert first.fields["brand"] == "Alder"
    assert second.fields["brand"] != "Alder"


def test_a_first_pick_that_is_taken_is_as_most_of_what_is_left(films: Catalog) -> None:
    """The order among what fits changes where one pick decides, and not where something else may follow."""
    with Agent(films, config=AgentConfig(k=1, max_questions=0)) as agent:
        free = agent.ask("a western", session="free")
        final = agent.ask("a western. I'll take the first one you show me, whatever it is", session="final")
        like = agent.ask("a film like Rio Bravo", session="like")
        final_like = agent.ask("a film like Rio Bravo. I'll take the first one you show me", session="final-like")

    assert "Western" in str(final.items[0].fields["genres"])
    assert final.items[0].id != free.items[0].id
    assert final_like.items[0].id == like.items[0].id
