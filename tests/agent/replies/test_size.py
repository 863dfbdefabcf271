"""A reply has a size that it does not exceed, whatever items, tools and plans put into it."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Agent, Catalog, tool
from palate.agent.replies.size import MOST_BYTES, fitted
from palate.agent.reply import Answer, NearMiss, Recommendation, Reply, Trace
from palate.planners.scripted import ScriptedPlanner
from tests.agent.making import Script, plan

MANY = 50


def bytes_of(reply: Reply) -> int:
    return len(reply.model_dump_json().encode())


def item(number: int, **fields: Any) -> Recommendation:
    return Recommendation(id=f"item-{number}", title=f"Thing {number}", score=1.0, fields=fields, reasons=("new",))


def reply(**parts: Any) -> Reply:
    return Reply(act="recommend", text="Here:", **parts)


def cut(found: Reply) -> list[Any]:
    return [each["data"]["cut"] for each in found.trace.findings if each["kind"] == "cut"]


def test_a_reply_that_fits_stays_as_it_is() -> None:
    whole = reply(items=(item(1, plot="x" * 200_000),))

    assert fitted(whole) is whole


@pytest.mark.parametrize(("sign", "left"), [("x", 4095), ("长", 1023), ('"', 2047)])
def test_long_texts_of_items_are_cut_and_that_is_told(sign: str, left: int) -> None:
    whole = reply(items=tuple(item(n, plot=sign * 100_000, year=1990, tags=["a", "b"]) for n in range(MANY)))

    found = fitted(whole)

    assert bytes_of(found) <= MOST_BYTES
    assert [each.id for each in found.items] == [each.id for each in whole.items]
    assert all((each.fields["year"], each.fields["tags"]) == (1990, ["a", "b"]) for each in found.items)
    assert {each.fields["plot"] for each in found.items} == {sign * left + "…"}
    assert found.shortened == ("items",)
    assert cut(found) == [["items"]]


def test_of_very_many_columns_each_item_loses_some() -> None:
    whole = reply(items=tuple(item(n, **{f"column {c}": "some value" for c in range(1_000)}) for n in range(MANY)))

    found = fitted(whole)

    assert bytes_of(found) <= MOST_BYTES
    assert {len(each.fields) for each in found.items} == {128}
    assert len(found.items) == MANY


def test_what_is_largest_is_cut_and_the_rest_stays() -> None:
    trace = Trace(steps=[{"tool": "rank", "args": {"ids": [f"{n:09}" for n in range(100_000)]}}], log=["raised"])
    whole = reply(items=(item(1, plot="x" * 10_000),), trace=trace)

    found = fitted(whole)

    assert bytes_of(found) <= MOST_BYTES
    assert found.items == whole.items
    assert found.trace.log == ["raised"]
    assert found.shortened == ("trace",)


def test_nothing_makes_a_reply_too_large() -> None:
    row = {f"name {n}": "x" * 20_000 for n in range(20)}
    whole = Reply(
        act="recommend",
        text="x" * 1_000_000,
        items=tuple(item(n, **row) for n in range(MANY)),
        answers=(Answer(request=0, words="x", tool="x", rows=(row,) * 20),),
        near=(NearMiss(id="1", title="x" * 1_000_000, breaks=("x" * 1_000_000,)),),
        trace=Trace(plan=[{"request": "x" * 1_000_000}]),
    )

    found = fitted(whole)

    assert bytes_of(found) <= MOST_BYTES
    assert found.shortened == ("text", "items", "answers", "near", "trace")


def test_a_turn_over_long_texts_fits() -> None:
    items = [{"id": str(n), "title": f"{n} {'on ' * 200}", "plot": "A dog. " * 2_000} for n in range(20)]
    with Catalog.build(":memory:", items=items, noun="film") as catalog, Agent(catalog) as agent:
        found = agent.ask("show me 20 films", session="s")
        kept = agent.session(None, "s").turns()[0].reply

    assert len(found.items) == 20
    assert bytes_of(found) <= MOST_BYTES
    assert len(found.text) < 20 * 500
    assert found.shortened == ("items",)
    assert kept.items == found.items


def test_of_very_many_rows_the_first_are_told(tiny: Catalog) -> None:
    @tool
    def ports() -> list[dict[str, str]]:
        """List every port."""
        return [{"port": f"{number}"} for number in range(1_000)]

    planner = ScriptedPlanner([plan(("ports", {}), kind="answer")])
    with Agent(tiny, tools=[ports], planner=planner, reader=Script(), state=":memory:") as agent:
        found = agent.ask("x")

    assert found.text.splitlines() == [*(f"{number}" for number in range(MANY)), "And 950 more."]
    assert len(found.answers[0].rows) == 1_000
    assert found.shortened == ()
