"""What reflection finds goes back to whoever planned: to the model that read the message, or to the offline planner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, ItemId, tool
from palate.agent.config import Budget
from palate.agent.reply import Reply
from palate.errors import ModelUnavailable, ToolError
from palate.language.preference import Preference, Strength, ToolCall
from palate.language.understanding import Intent, Mention
from palate.llm.scripted import ScriptedModel
from tests.agent.making import Script
from tests.agent.making import wants as asks
from tests.tools.calling.shop import LAPTOPS

GRANDMOTHER = "a laptop for my grandmother under 600"
CHEAP = {"field": "price", "op": "<", "values": [600], "quote": "under 600"}


def kind(value: str) -> dict[str, Any]:
    """What a model only concludes."""
    quote = "for my grandmother"
    return {"field": "kind", "op": "any_of", "values": [value], "quote": quote, "basis": "known"}


def frames(*written: dict[str, Any]) -> str:
    return json.dumps({"frames": list(written)})


def wants(*constraints: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"acts": ["request"], "set": list(constraints), **more}


@pytest.fixture(scope="module")
def shop() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog:
        yield catalog


def asked(shop: Catalog, message: str, *answers: str | Exception, **given: Any) -> tuple[Reply, ScriptedModel]:
    model = ScriptedModel(answers)
    config = AgentConfig(
        demos="none", planner="frames", max_questions=0, installed_tools=False, **given.pop("config", {})
    )
    with Agent(shop, model=model, config=config, state=":memory:", **given) as agent:
        return agent.ask(message), model


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


def stands(reply: Reply) -> list[str]:
    """Why the first reading stands."""
    start = "The first reading stands: "
    told = (each["message"] for each in reply.trace.findings)
    return [each.removeprefix(start) for each in told if each.startswith(start)]


def test_nothing_left_is_read_again_with_its_cause(shop: Catalog) -> None:
    first, second = frames(wants(kind("business"), CHEAP)), frames(wants(kind("ultrabook"), CHEAP))
    reply, model = asked(shop, GRANDMOTHER, first, second)

    assert ids(reply) == ["l7"]
    assert [step["attempt"] for step in reply.trace.steps] == [1, 2, 2]
    assert (reply.trace.usage["replans"], reply.trace.usage["model_calls"]) == (1, 2)
    before, after = (call.messages for call in model.asked)
    assert after[: len(before)] == before
    assert [each.role for each in after[len(before) :]] == ["assistant", "user"]
    assert json.loads(after[-2].content) == json.loads(first)
    state, _, finding = after[-1].content.rpartition("\nFinding: ")
    assert state == before[-1].content
    assert json.loads(finding).startswith("`filter` left nothing of 8. To blame: ")


@pytest.mark.parametrize(
    "second",
    [
        frames(wants(kind("ultrabook"))),
        frames(wants(kind("ultrabook"), {**CHEAP, "values": [1200]})),
        frames(wants(kind("ultrabook"), {**CHEAP, "force": "prefer"})),
        frames(wants(kind("ultrabook"), {**CHEAP, "field": "ram_gb", "basis": "known"})),
        frames(wants(kind("ultrabook"), {**CHEAP, "field": "ram_gb", "quote": "for my grandmother"})),
    ],
)
def test_a_stated_must_is_never_lost(shop: Catalog, second: str) -> None:
    reply, _ = asked(shop, GRANDMOTHER, frames(wants(kind("business"), CHEAP)), second)

    assert (reply.act, ids(reply), len(reply.blamed)) == ("abstain", [], 1)
    assert stands(reply) == ["the second one lacks a constraint that was stated."]
    assert [step["attempt"] for step in reply.trace.steps] == [1]


def test_words_read_as_a_must_on_another_field_are_disclosed(shop: Catalog) -> None:
    volt = {"field": "brand", "op": "any_of", "values": ["Volt"], "quote": "Volt"}
    wrong = {"field": "ram_gb", "op": "<", "values": [1], "quote": "under 600"}
    reply, _ = asked(shop, "a Volt under 600", frames(wants(volt, wrong)), frames(wants(volt, CHEAP)))

    assert ids(reply) == ["l7"]
    assert reply.snapped == ("“under 600” to mean 600 (price)",)


def test_one_must_does_not_stand_in_for_another_of_the_same_words(shop: Catalog) -> None:
    both = "a business Nomad"
    business = {"field": "kind", "op": "any_of", "values": ["business"], "quote": both}
    nomad = {"field": "brand", "op": "any_of", "values": ["Nomad"], "quote": both}
    reply, _ = asked(shop, both, frames(wants(business, nomad)), frames(wants(nomad)))

    assert (ids(reply), stands(reply)) == ([], ["the second one lacks a constraint that was stated."])


@pytest.mark.parametrize("second", [ModelUnavailable("It is gone."), "no JSON"])
def test_where_the_model_fails_the_first_outcome_stands(shop: Catalog, second: str | Exception) -> None:
    reply, _ = asked(shop, GRANDMOTHER, frames(wants(kind("business"), CHEAP)), second, second)

    assert (reply.act, ids(reply), len(reply.blamed)) == ("abstain", [], 1)
    assert len(stands(reply)) == 1
    assert "was of no help" not in reply.text


def test_no_plan_runs_twice(shop: Catalog) -> None:
    same = frames(wants(kind("business"), CHEAP))
    reply, _ = asked(shop, GRANDMOTHER, same, same)

    assert (reply.act, stands(reply)) == ("abstain", ["the second one is the same."])
    assert [step["tool"] for step in reply.trace.steps] == ["filter"]


@pytest.mark.parametrize("budget", [Budget(replans=0), Budget(calls=1)])
def test_a_message_is_read_again_within_the_budget(shop: Catalog, budget: Budget) -> None:
    first = frames(wants(kind("business"), CHEAP))
    reply, model = asked(shop, GRANDMOTHER, first, first, config={"budget": budget})

    assert (reply.act, len(model.asked)) == ("abstain", 1)


def test_what_was_answered_before_stays_and_is_not_run_again(shop: Catalog) -> None:
    runs: list[int] = []

    @tool
    def hours() -> str:
        """Tell when the shop is open."""
        runs.append(1)
        return "Nine to five."

    opening = {"acts": ["question"], "calls": [{"tool": "hours", "args": {}}]}
    first = frames(opening, wants(kind("business"), CHEAP))
    second = frames({"acts": ["question"], "ask": [{"what": "count"}]}, wants(kind("ultrabook"), CHEAP))
    reply, _ = asked(shop, f"when are you open? and {GRANDMOTHER}", first, second, tools=[hours])

    assert (ids(reply), len(runs)) == (["l7"], 1)
    assert "Nine to five." in reply.text


LEFT = {"unknown": [{"quote": "for my grandmother"}]}
UNDER_2000 = {"field": "price", "op": "<", "values": [2000], "quote": "under 2000"}


def test_more_equal_items_than_are_shown_are_a_finding_for_the_model(shop: Catalog) -> None:
    first, second = frames(wants(UNDER_2000, **LEFT)), frames(wants(UNDER_2000, kind("ultrabook")))
    reply, model = asked(shop, "a laptop for my grandmother under 2000", first, second)

    assert set(ids(reply)[:3]) == {"l1", "l3", "l7"}
    assert len(model.asked) == 2
    finding = json.loads(model.asked[1].messages[-1].content.rpartition("\nFinding: ")[2])
    assert finding == "8 items fit equally well, and nothing was made of “for my grandmother”."


@pytest.mark.parametrize(
    "first",
    [
        wants(UNDER_2000),
        wants({**UNDER_2000, "values": [800], "quote": "under 800"}, **LEFT),
        wants(UNDER_2000, sort=[{"field": "price"}], **LEFT),
        wants(UNDER_2000, n=8, **LEFT),
        wants(UNDER_2000, {"field": "title", "op": "words", "values": ["Nomad"], "quote": "a Nomad"}, **LEFT),
    ],
)
def test_equal_items_are_no_finding_where_reading_again_changes_nothing(shop: Catalog, first: dict[str, Any]) -> None:
    message = "a laptop for my grandmother under 2000 or under 800, perhaps a Nomad"
    reply, model = asked(shop, message, frames(first))

    assert len(ids(reply)) >= 3
    assert len(model.asked) == 1
    assert "equal" not in [each["kind"] for each in reply.trace.findings]


def test_equal_items_stand_where_the_model_reads_the_same_again(shop: Catalog) -> None:
    same = frames(wants(UNDER_2000, **LEFT))
    reply, model = asked(shop, "a laptop for my grandmother under 2000", same, same)

    assert (reply.act, len(ids(reply)), len(model.asked)) == ("recommend", 5, 2)
    assert stands(reply) == ["the second one is the same."]


def test_a_select_that_fails_is_written_again_once(shop: Catalog) -> None:
    wrong = {"acts": ["question"], "sql": "SELECT nothing FROM items"}
    right = {
        "acts": ["question"],
        "sql": "SELECT brand, COUNT(*) AS laptops FROM items GROUP BY brand ORDER BY 2 DESC, 1",
    }
    reply, model = asked(shop, "which brands have the most laptops?", frames(wrong), frames(right))

    assert reply.text == "Aero: 2\nNomad: 2\nVolt: 2\nQuill: 1\nTitan: 1"
    assert "`sql` failed: " in model.asked[1].messages[-1].content
    again, model = asked(
        shop, "which brands have the most laptops?", frames(wrong), frames({**wrong, "sql": "DROP TABLE items"})
    )
    assert (again.act, len(model.asked)) == ("abstain", 2)


def test_a_select_without_rows_says_so(shop: Catalog) -> None:
    none = frames({"acts": ["question"], "sql": "SELECT title FROM items WHERE price < 1"})
    reply, model = asked(shop, "what is there for nothing?", none, none)

    assert (reply.act, reply.text, len(model.asked)) == ("answer", "I found nothing.", 2)
    assert "`sql` gave no row." in model.asked[1].messages[-1].content


def test_without_a_model_a_search_that_fails_is_done_without_and_that_is_said(tiny: Catalog) -> None:
    @tool(replaces=True)
    def search(query: str) -> set[ItemId]:
        """Search somewhere else."""
        raise ToolError(f"The index of `{query}` is being built.")

    wish = Intent(act="recommend", preferences=(Preference(text="zeppelins", strength="soft"),))
    config = AgentConfig(installed_tools=False)
    with Agent(tiny, tools=[search], reader=Script(x=wish), config=config, state=":memory:") as agent:
        reply = agent.ask("x")

    assert [(step["tool"], step["attempt"]) for step in reply.trace.steps] == [("search", 1), ("rank", 2)]
    assert reply.items
    assert "I could not use `search`" in reply.text


@pytest.mark.parametrize(("strength", "act"), [("soft", "recommend"), ("hard", "abstain")])
def test_without_a_model_a_tool_of_a_wish_that_fails_is_done_without_and_that_is_said(
    shop: Catalog, strength: Strength, act: str
) -> None:
    @tool(cues=["in the window"])
    def in_the_window() -> list[ItemId]:
        """Tell what is in the window."""
        raise ToolError("Nobody is at the window.")

    call = Preference(call=ToolCall(tool="in_the_window", said="in the window"), strength=strength)
    wish = Intent(act="recommend", preferences=(call,))
    config = AgentConfig(installed_tools=False)
    with Agent(shop, tools=[in_the_window], reader=Script(x=wish), config=config, state=":memory:") as agent:
        reply = agent.ask("x")

    assert (reply.act, bool(reply.items)) == (act, strength == "soft")
    assert "Nobody is at the window." in reply.text


def test_a_likeness_that_leaves_nothing_is_given_up_and_orders_nothing(tiny: Catalog) -> None:
    alien = Mention(item="1", title="Alien", quote="like Alien")
    wish = Intent(act="recommend", preferences=(asks("genres", "contains", "Mystery"),), like=(alien,))
    config = AgentConfig(installed_tools=False)
    with Agent(tiny, reader=Script(x=wish), config=config, state=":memory:") as agent:
        reply = agent.ask("x")

    assert (ids(reply), reply.relaxed) == (["5"], ("like Alien (1979)",))
    assert [step["tool"] for step in reply.trace.steps if step["tool"] != "similar"] == ["filter", "filter", "rank"]
    assert reply.trace.steps[-1]["args"] == {"by": "preference"}
