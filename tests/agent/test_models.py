"""A model as the agent's brain: what it writes is checked, and a turn never depends on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import DemoFolder
from palate.planners.models.written import WrittenPlan

COMEDY = {"quote": "comedy", "field": "genres", "op": "contains", "value": "Comedy"}
SHORT = {"quote": "short", "field": "runtime", "op": "<", "value": 90}
RANK = {"tool": "rank"}


def plan(*steps: dict[str, Any], kind: str = "recommend", **more: Any) -> str:
    return json.dumps({"kind": kind, "steps": list(steps), **more})


def filtered(*where: dict[str, Any]) -> dict[str, Any]:
    return {"tool": "filter", "where": list(where)}


@pytest.fixture
def config() -> AgentConfig:
    return AgentConfig(demos="none")


@pytest.fixture
def opened(films: Catalog, tmp_path: Path, config: AgentConfig) -> Iterator[Any]:
    agents: list[Agent] = []

    def make(*answers: str | Exception, **given: Any) -> tuple[Agent, ScriptedModel]:
        model = ScriptedModel(answers)
        given = {"planner": "plan-first", **given}
        agents.append(Agent(films, model=model, state=tmp_path / f"state-{len(agents)}", config=config, **given))
        return agents[-1], model

    yield make
    for agent in agents:
        agent.close()


def test_what_a_model_plans_is_run_and_told_in_the_trace(opened: Any) -> None:
    agent, _ = opened(plan(filtered(COMEDY, SHORT), RANK))
    reply = agent.ask("eine comedy, aber short", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 90 for item in reply.items)
    assert [each["planner"] for each in reply.trace.plan] == ["plan-first"]
    assert reply.trace.usage["model_calls"] == 1
    assert reply.trace.usage["tokens"] > 0


def test_what_holds_from_before_is_kept(opened: Any) -> None:
    agent, _ = opened(plan(filtered(COMEDY), RANK), plan(filtered(SHORT), RANK))
    agent.ask("comedy", user="ann")
    reply = agent.ask("short ones", user="ann")

    assert reply.items
    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 90 for item in reply.items)


def test_a_plan_that_cannot_be_run_goes_back_once(opened: Any) -> None:
    wrong = plan({"tool": "similar", "items": ["Qwertyuiop"]}, RANK)
    agent, model = opened(wrong, plan(filtered(COMEDY), RANK))
    reply = agent.ask("a comedy", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["plan-first"]
    assert len(model.asked) == 2
    assert "Qwertyuiop" in model.asked[1].messages[-1].content


@pytest.mark.parametrize(
    "answers",
    [
        (ModelUnavailable("it is not there."),),
        ("no JSON at all", "nor here"),
        ('{"kind": "recommend", "steps": [{"tool"', "{"),
        (plan({"tool": "delete"}), plan({"tool": "delete"})),
        (plan(kind="nonsense"), "[]"),
    ],
)
def test_a_model_that_is_of_no_help_costs_nothing_but_its_help(opened: Any, answers: tuple[str | Exception]) -> None:
    agent, _ = opened(*answers)
    reply = agent.ask("a comedy from the nineties", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert "The model was of no help this time" in reply.text
    assert [finding["kind"] for finding in reply.trace.findings] == ["model"]
    assert [each["planner"] for each in reply.trace.plan] == ["offline"]


def test_what_only_a_model_reads_is_not_what_nothing_satisfies(opened: Any) -> None:
    small_talk = {"quote": "been quite a day", "field": "synopsis", "op": "contains", "value": "been quite a day"}
    agent, _ = opened(plan(filtered(COMEDY, small_talk), RANK))
    reply = agent.ask("It's been quite a day, I can tell you. A comedy please.", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert "what it read leaves nothing" in str(reply.trace.findings)


def test_what_only_a_model_reads_is_let_go_where_nothing_has_it(opened: Any) -> None:
    guess = {"quote": "zorblax kind", "field": "synopsis", "op": "contains", "value": "zorblax"}
    agent, _ = opened(plan(filtered(COMEDY, guess), RANK))
    reply = agent.ask("A comedy of the zorblax kind", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert "zorblax" in str(reply.relaxed)


def test_what_only_a_model_reads_goes_once_what_it_led_to_is_turned_down(opened: Any) -> None:
    dark = {"quote": "the lamp blew again", "field": "moods", "op": "contains", "value": "dark"}
    agent, _ = opened(plan(filtered(COMEDY, dark), RANK), plan(RANK))
    guided = agent.ask("The lamp blew again. A comedy.", user="ann")
    other = agent.ask("none of those", user="ann")

    assert all("dark" in item.fields["moods"] for item in guided.items)
    assert all("Comedy" in item.fields["genres"] for item in other.items)
    assert any("dark" not in item.fields["moods"] for item in other.items)


@pytest.mark.parametrize(
    ("message", "guess"),
    [
        ("A comedy, no drama, my lot cry easily", {"quote": "my lot cry", "field": "genres", "value": "Drama"}),
        ("A comedy for our cat's birthday", {"quote": "cat's birthday", "field": "synopsis", "value": "comedy"}),
    ],
)
def test_a_model_adds_nothing_of_what_is_plainly_denied_or_named(
    opened: Any, message: str, guess: dict[str, str]
) -> None:
    agent, _ = opened(plan(filtered(COMEDY, {**guess, "op": "contains"}), RANK))
    reply = agent.ask(message, user="ann")

    wheres = [where for each in reply.trace.plan for step in each["steps"] for where in step["args"].get("where", ())]
    assert reply.act == "recommend"
    assert {"field": guess["field"], "op": "contains", "value": guess["value"]} not in wheres


def test_what_names_a_field_that_is_wrong_needs_no_model(opened: Any) -> None:
    action = {"quote": "the genre", "field": "genres", "op": "contains", "value": "Action"}
    agent, model = opened(plan(filtered(COMEDY), RANK), plan(filtered(action), RANK))
    agent.ask("eine comedy bitte", user="ann")
    asked = len(model.asked)
    agent.ask("my lot won't have it, they all complained about the genre", user="ann")

    assert len(model.asked) == asked


def test_words_without_a_place_stay_unknown_where_a_model_read_the_rest(opened: Any) -> None:
    agent, _ = opened(plan(filtered(COMEDY), RANK))
    reply = agent.ask("A comedy, my frobnicator swears by them", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["plan-first"]
    assert "frobnicator" in reply.text


def test_a_model_that_contradicts_itself_is_of_no_help(opened: Any) -> None:
    no, western = (
        {"quote": "no western", "field": "genres", "op": op, "value": "Western"} for op in ("not_contains", "contains")
    )
    agent, _ = opened(plan(filtered(no, western), RANK))

    assert agent.ask("no western", user="ann").act == "recommend"


def test_what_the_message_plainly_rules_out_is_refused_with_a_model_as_well(opened: Any) -> None:
    early = {"quote": "before 1890", "field": "year", "op": "<", "value": 1890}
    agent, _ = opened(plan(filtered(COMEDY, early), RANK))

    assert agent.ask("a comedy from before 1890", user="ann").act == "abstain"


def test_taste_that_a_model_reads_is_remembered(opened: Any) -> None:
    love = {"quote": "Ich liebe Musicals", "likes": True, "field": "genres", "op": "contains", "value": "Musical"}
    agent, _ = opened(plan(kind="chat", taste=[love]))
    agent.ask("Ich liebe Musicals", user="ann")

    assert [(each.polarity, each.provenance.quote) for each in agent.memory.of("ann").preferences()] == [
        ("want", "Ich liebe Musicals")
    ]


def test_courtesies_need_no_model(opened: Any) -> None:
    agent, model = opened()
    reply = agent.ask("thank you!", user="ann")

    assert (reply.act, model.asked) == ("chat", [])


def test_the_calls_of_a_turn_are_bounded(opened: Any, films: Catalog, tmp_path: Path) -> None:
    config = AgentConfig(demos="none", budget=AgentConfig().budget.model_copy(update={"calls": 1}))
    model = ScriptedModel(["no JSON", plan(filtered(COMEDY), RANK)])
    with Agent(films, model=model, planner="plan-first", config=config, state=tmp_path / "bounded") as agent:
        reply = agent.ask("a comedy", user="ann")

    assert len(model.asked) == 1
    assert reply.items


def test_steps_are_planned_one_by_one_with_their_results(opened: Any) -> None:
    first = json.dumps({"kind": "recommend", "step": filtered(COMEDY)})
    agent, model = opened(first, json.dumps({"kind": "recommend", "step": RANK}), planner="stepwise")
    reply = agent.ask("a comedy", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["stepwise"]
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert model.asked[1].messages[-1].content.startswith("Result: kept ")


def test_a_planner_that_needs_a_model_says_so(films: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="`stepwise` plans with a model"):
        Agent(films, planner="stepwise", state=tmp_path)
    with pytest.raises(BadArgument, match="`magic` is no planner"):
        Agent(films, planner="magic", state=tmp_path)  # type: ignore[arg-type]


def test_who_is_forgotten_is_gone_from_the_demonstrations_too(films: Catalog, tmp_path: Path) -> None:
    own = Demonstration(
        id="own",
        request="a comedy",
        plan=WrittenPlan.read(plan(filtered(COMEDY), RANK)),
        source="harvested",
        users=("ann",),
    )
    folder = DemoFolder(tmp_path / DEMONSTRATIONS)
    folder.add([own])
    with Agent(films, state=tmp_path) as agent:
        assert agent.memory.of("bob").forget() == 0
        assert agent.memory.of("ann").forget() == 1

    assert list(folder.read()) == []
