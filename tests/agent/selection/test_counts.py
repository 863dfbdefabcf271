"""How many items a reply shows, whoever asks for how many: a message, an app, a planner, a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from palate import Agent, Catalog, Plan
from palate.agent.config import MOST_ITEMS
from palate.errors import BadArgument
from palate.language.understanding import Intent
from palate.planners.scripted import ScriptedPlanner
from tests.agent.making import Script, plan, wants

BY_POPULARITY = ("rank", {"by": "popularity"})


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    items = [{"id": str(n), "title": f"Thing {n}", "genre": "Comedy" if n % 2 else "Drama"} for n in range(200)]
    with Catalog.build(":memory:", items=items, noun="film") as made:
        yield made


def asked(catalog: Catalog, message: str = "x", *, k: int | None = None, **parts: Any) -> Any:
    with Agent(catalog, state=":memory:", **parts) as agent:
        return agent.ask(message, k=k)


def capped(reply: Any) -> list[dict[str, int]]:
    return [each["data"] for each in reply.trace.findings if each["kind"] == "capped"]


@pytest.mark.parametrize(
    ("number", "given"),
    [
        pytest.param(400, {"message": "show me 400 films"}, id="message"),
        pytest.param(10**20, {"message": "show me 99999999999999999999 films"}, id="huge"),
        pytest.param(400, {"message": "films", "k": 400}, id="k"),
        pytest.param(400, {"reader": Script(x=Intent(act="recommend", limit=400))}, id="reader"),
        pytest.param(
            400, {"planner": ScriptedPlanner([plan(BY_POPULARITY, show=400)]), "reader": Script()}, id="planner"
        ),
    ],
)
def test_a_reply_shows_at_most_so_many_whoever_asks_for_more(
    catalog: Catalog, number: int, given: dict[str, Any]
) -> None:
    reply = asked(catalog, **given)

    assert len(reply.items) == MOST_ITEMS == 50
    assert reply.text.endswith(f"\nA reply shows 50 films at most, not {number:,}.")
    assert capped(reply) == [{"asked": number, "shown": 50}]


def test_so_it_is_said_in_chinese(catalog: Catalog) -> None:
    assert asked(catalog, "给我看400部电影").text.endswith("\n一次最多显示 50 部电影，不能显示 400 部。")


@pytest.mark.parametrize(
    ("limits", "shown"),
    [((400, 400), [25, 25]), ((60, 2), [48, 2]), ((30, 20), [30, 20]), ((400,) * 8, [6] * 8)],
)
def test_several_requests_share_what_a_reply_shows(catalog: Catalog, limits: tuple[int, ...], shown: list[int]) -> None:
    wishes = [Intent(act="recommend", quote=f"{number}", limit=number) for number in limits]

    reply = asked(catalog, reader=Script(x=wishes))

    assert [each["show"] for each in reply.trace.plan] == shown
    assert len(reply.items) == sum(shown)
    assert capped(reply) == ([{"asked": sum(limits), "shown": sum(shown)}] if sum(limits) > MOST_ITEMS else [])


def test_what_is_planned_again_gets_no_more_than_the_others_leave(catalog: Catalog) -> None:
    fails = ("similar", {"items": ["nowhere"]})
    first: list[Plan] = [plan(fails, show=1), plan(BY_POPULARITY, show=40, intent=1)]
    again = [plan(BY_POPULARITY, show=400)]
    wishes = [Intent(act="recommend", quote="a"), Intent(act="recommend", quote="b")]

    reply = asked(catalog, planner=ScriptedPlanner(first, again), reader=Script(x=wishes))

    assert [each["show"] for each in reply.trace.plan] == [10, 40]
    assert len(reply.items) == 50


def test_a_planner_that_asks_for_nothing_shows_one(catalog: Catalog) -> None:
    reply = asked(catalog, planner=ScriptedPlanner([plan(BY_POPULARITY, show=0)]), reader=Script())

    assert len(reply.items) == 1


@pytest.mark.parametrize("k", [0, -1, "3", True, 2.5])
def test_what_is_no_number_of_items_is_refused(catalog: Catalog, k: Any) -> None:
    with pytest.raises(BadArgument, match=r"`k` is `.+`; a number of items, 1 or more, was expected."):
        asked(catalog, k=k)


def test_where_nothing_is_shown_nothing_is_said_of_it(catalog: Catalog) -> None:
    wish = wants("genre", "=", "Western")

    reply = asked(catalog, reader=Script(x=Intent(act="recommend", limit=400, preferences=(wish,))))

    assert reply.items == ()
    assert "at most" not in reply.text
    assert capped(reply) == [{"asked": 400, "shown": 50}]
