"""An agent without reflection, and one without recall: one part is gone, the rules are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog, Reply, ToolContext, ToolResult, tool
from palate.agent.config import Budget
from palate.catalog.conditions import Condition
from palate.language.frame import Frames
from palate.language.understanding import Intent
from palate.planners.plan import Plan
from palate.planners.planner import PlanningContext
from palate.planners.scripted import ScriptedPlanner
from tests.agent.making import Meaning, Script, plan, wants, where

COMEDY = wants("genres", "contains", "Comedy")
NORWEGIAN = wants("country", "=", "Norway", strength="soft")
TOO_SHORT = wants("runtime", "<", 90)
BY_POPULARITY = ("rank", {"by": "popularity"})


@tool
def broken(context: ToolContext) -> ToolResult:
    """Break whatever it is given."""
    raise RuntimeError("out of order")


def narrowing(context: PlanningContext) -> Sequence[Plan]:
    """Filter by all that holds."""
    wheres = [entry.where.model_dump(mode="json") for entry in context.preferences if entry.where is not None]
    return [plan(("filter", {"where": wheres}), BY_POPULARITY)]


def unreflecting(tiny: Catalog, folder: Path, planner: ScriptedPlanner, meaning: Meaning, **changes: object) -> Reply:
    """Say one message to an agent that does not reflect."""
    config = AgentConfig(reflection=False, **changes)  # type: ignore[arg-type]
    with Agent(tiny, planner=planner, reader=Script(x=meaning), state=folder, config=config, tools=[broken]) as agent:
        return agent.ask("x", user="ann")


def shown(reply: Reply) -> set[str]:
    return {item.title for item in reply.items}


def test_no_wish_gives_way_and_nothing_is_blamed(tiny: Catalog, tmp_path: Path) -> None:
    asked = Intent(act="recommend", preferences=(COMEDY, NORWEGIAN, TOO_SHORT))

    reply = unreflecting(tiny, tmp_path, ScriptedPlanner(narrowing), asked)

    assert (reply.act, reply.relaxed, reply.blamed, reply.near) == ("abstain", (), (), ())
    assert {finding["kind"] for finding in reply.trace.findings} == {"policy"}
    assert [step["tool"] for step in reply.trace.steps] == ["filter", "rank"], "every step is run"


def test_what_a_plan_forgot_to_filter_is_shown_but_for_what_a_policy_bars(tiny: Catalog, tmp_path: Path) -> None:
    asked = Intent(act="recommend", preferences=(COMEDY,))

    reply = unreflecting(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), asked, k=8)

    # ann has seen 1, 4 and 7; of the rest only Fargo and Clueless are comedies.
    assert shown(reply) == {"Fargo", "Jaws", "Rear Window", "Dune", "Clueless"}
    assert "7" not in {item.id for item in reply.items}


def test_a_failed_tool_is_not_planned_around_and_leaves_nothing(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([plan(("broken", {}), BY_POPULARITY)], [plan(BY_POPULARITY)])

    reply = unreflecting(tiny, tmp_path, planner, Intent(act="recommend"))

    assert (reply.act, reply.items, reply.trace.usage["replans"]) == ("abstain", (), 0)
    assert len(planner.contexts) == 1


def test_a_failed_look_up_is_no_answer(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([plan(("broken", {}), kind="answer")])

    reply = unreflecting(tiny, tmp_path, planner, Intent(act="recommend"))

    assert (reply.act, reply.items) == ("abstain", ())
    assert "`broken` failed with an error of its own (RuntimeError)." in reply.text


@pytest.mark.parametrize(
    "open_",
    [
        {"frames": [{"acts": ["request"], "refs": [{"item": "Dune", "as": "like", "quote": "x"}]}]},
        {
            "frames": [{"acts": ["request"]}],
            "doubts": [{"quote": "farg", "field": "title", "value": "Fargo", "item": "2", "sure": 0.7}],
        },
    ],
)
def test_words_that_are_open_are_not_asked_about(tiny: Catalog, tmp_path: Path, open_: dict[str, object]) -> None:
    asked = Frames.model_validate(open_)

    reply = unreflecting(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), asked)

    assert (reply.act, reply.question) == ("recommend", None)


def test_the_budget_holds(tiny: Catalog, tmp_path: Path) -> None:
    comedies = plan(("filter", {"where": [where("genres", "contains", "Comedy")]}), BY_POPULARITY)
    asked = Intent(act="recommend", preferences=(COMEDY,))

    reply = unreflecting(tiny, tmp_path, ScriptedPlanner([comedies]), asked, budget=Budget(seconds=1e-9))

    assert (reply.incomplete, shown(reply)) == (True, {"Fargo", "Clueless"})
    assert [finding["kind"] for finding in reply.trace.findings] == ["policy", "budget"]


@pytest.fixture
def forgetful(tiny: Catalog, tmp_path: Path) -> Agent:
    return Agent(tiny, state=tmp_path / "forgetful", config=AgentConfig(recall=False, k=8))


def horror(agent: Agent, session: str) -> set[str]:
    return shown(agent.ask("horror or science fiction", user="ann", session=session))


def test_other_sessions_do_not_count_and_this_one_does(forgetful: Agent) -> None:
    with forgetful as agent:
        agent.ask("I hate adventure films", user="ann", session="first")

        assert (horror(agent, "first"), horror(agent, "second")) == ({"Dune"}, {"Dune", "Jaws"})


def test_what_was_seen_or_liked_elsewhere_does_not_count_and_the_log_does(forgetful: Agent) -> None:
    with forgetful as agent:
        agent.feedback("3", user="ann", session="first", seen=True)
        agent.feedback("6", user="ann", session="first", value=-1.0)

        # ann has seen 1 and 7, by the log.
        assert (horror(agent, "first"), horror(agent, "second")) == (set(), {"Dune", "Jaws"})


def test_what_is_not_recalled_is_still_kept(forgetful: Agent) -> None:
    with forgetful as agent:
        agent.ask("I hate adventure films", user="ann", session="first")

        (kept,) = agent.memory.of("ann").preferences()
        assert kept.where == Condition(field="genres", op="not_contains", value="Adventure")
        assert kept.provenance.quote == "adventure"
