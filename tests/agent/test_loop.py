"""What the graph does with plans, results and findings."""

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, ToolContext, ToolResult, tool
from palate.agent.config import Budget
from palate.catalog.conditions import Condition
from palate.errors import PlanError
from palate.language.frame import Frames
from palate.language.pending import WhichOne
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Intent, ItemValue, Mention
from palate.planners.plan import Plan
from palate.planners.planner import PlanningContext
from palate.planners.scripted import ScriptedPlanner
from tests.agent.making import Script, plan, wants, where

COMEDY = wants("genres", "contains", "Comedy", quote="comedy")
SHORT = wants("runtime", "<", 100, quote="short")
FRENCH = wants("country", "=", "France", quote="French")
BY_POPULARITY = ("rank", {"by": "popularity"})


def filtered(*wheres: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("filter", {"where": list(wheres)})


def asks(*preferences: Preference, **more: Any) -> Intent:
    return Intent(act="recommend", preferences=preferences, **more)


@contextmanager
def made(tiny: Catalog, folder: Path, planner: ScriptedPlanner, script: Script, **more: Any) -> Iterator[Agent]:
    with Agent(tiny, planner=planner, reader=script, state=folder, **more) as agent:
        yield agent


def test_a_step_uses_what_an_earlier_one_found(tiny: Catalog, tmp_path: Path) -> None:
    bound = ItemValue(field="year", op="<", item="3", title="Jaws", quote="before Jaws")
    planner = ScriptedPlanner([
        plan(
            ("lookup", {"select": ["year"], "items": ["3"]}),
            filtered(where("year", "<", {"from": "step1.rows[0].year"})),
            BY_POPULARITY,
        )
    ])  # fmt: skip
    with made(tiny, tmp_path, planner, Script(old=asks(bounds=(bound,)))) as agent:
        reply = agent.ask("old", session="s")

        assert [item.title for item in reply.items] == ["Rear Window"]
        assert reply.trace.steps[1]["args"] == {"where": [where("year", "<", 1975)]}
        assert [entry.where for entry in agent.session(None, "s").preferences()] == [
            Condition(field="year", op="<", value=1975)
        ]


def test_a_reference_to_what_is_not_there_is_a_finding_and_never_a_guess(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([
        plan(
            ("lookup", {"select": ["runtime"], "items": ["5"]}),
            filtered(where("runtime", "<", {"from": "step1.rows[0].runtime"})),
            BY_POPULARITY,
        )
    ])  # fmt: skip
    with made(tiny, tmp_path, planner, Script(shorter=asks())) as agent:
        reply = agent.ask("shorter")

    assert (reply.act, reply.items) == ("abstain", ())
    assert "`runtime` is missing in what `step1` found" in reply.text
    assert [finding["kind"] for finding in reply.trace.findings] == ["unresolved"]


def test_a_failed_tool_is_planned_around_once(tiny: Catalog, tmp_path: Path) -> None:
    @tool
    def broken(context: ToolContext) -> ToolResult:
        """Break whatever it is given."""
        raise RuntimeError("out of order")

    def again(context: PlanningContext) -> Sequence[Plan]:
        assert [(each.kind, each.data["tool"]) for each in context.advice] == [("replace", "broken")]
        return [plan(filtered(where("genres", "contains", "Comedy")), BY_POPULARITY)]

    planner = ScriptedPlanner([plan(("broken", {}), BY_POPULARITY)], again)
    with made(tiny, tmp_path, planner, Script(funny=asks(COMEDY)), tools=[broken]) as agent:
        reply = agent.ask("funny")

    assert reply.act == "recommend"
    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}
    assert reply.trace.usage["replans"] == 1
    assert [step["attempt"] for step in reply.trace.steps] == [1, 2, 2]


def test_a_tool_that_fails_again_leaves_nothing_rather_than_everything(tiny: Catalog, tmp_path: Path) -> None:
    @tool
    def broken(context: ToolContext) -> ToolResult:
        """Break whatever it is given."""
        raise RuntimeError("out of order")

    planner = ScriptedPlanner([plan(("broken", {}), BY_POPULARITY)])
    with made(tiny, tmp_path, planner, Script(funny=asks(COMEDY)), tools=[broken]) as agent:
        reply = agent.ask("funny")

    assert (reply.act, reply.items) == ("abstain", ())
    assert "`broken` failed with an error of its own (RuntimeError)." in reply.text
    assert len(reply.trace.steps) == 1, "the same steps are not run twice"


def test_an_outside_tool_that_the_plan_can_do_without_is_only_disclosed(tiny: Catalog, tmp_path: Path) -> None:
    @tool
    def weather() -> dict[str, str]:
        """Tell the weather."""
        raise OSError("no network")

    planner = ScriptedPlanner([plan(("weather", {}), BY_POPULARITY)])
    with made(tiny, tmp_path, planner, Script(x=asks()), tools=[weather]) as agent:
        reply = agent.ask("x")

    assert reply.act == "recommend"
    assert "I could not use `weather`" in reply.text
    assert "`weather` failed with an error of its own (OSError)." in reply.text


def test_nothing_left_names_what_is_to_blame_and_what_comes_closest(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([
        plan(filtered(where("genres", "contains", "Comedy"), where("runtime", "<", 90)), BY_POPULARITY)
    ])  # fmt: skip
    too_short = wants("runtime", "<", 90)
    with made(tiny, tmp_path, planner, Script(x=asks(COMEDY, too_short))) as agent:
        reply = agent.ask("x")

    assert reply.act == "abstain"
    assert len(reply.blamed) == 1
    assert [(miss.id, miss.breaks) for miss in reply.near] == [
        ("8", reply.blamed),
        ("2", reply.blamed),
        ("4", reply.blamed),
    ]
    assert [step["tool"] for step in reply.trace.steps] == ["filter"], "nothing runs on an empty set"


def test_a_soft_wish_gives_way_and_that_is_said(tiny: Catalog, tmp_path: Path) -> None:
    wish = wants("year", ">", 2030, strength="soft")

    def plans(context: PlanningContext) -> Sequence[Plan]:
        wheres = [entry.where.model_dump(mode="json") for entry in context.preferences if entry.where is not None]
        return [plan(filtered(*wheres), BY_POPULARITY)]

    with made(tiny, tmp_path, ScriptedPlanner(plans), Script(x=asks(COMEDY, wish))) as agent:
        reply = agent.ask("x")

    assert reply.act == "recommend"
    assert len(reply.relaxed) == 1
    assert reply.relaxed[0] in reply.text
    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}


@pytest.mark.parametrize("only", [True, False])
def test_nothing_gives_way_after_only_and_a_hard_condition_never(tiny: Catalog, tmp_path: Path, only: bool) -> None:
    wish = wants("year", ">", 2030, strength="soft" if only else "hard")
    later = where("year", ">", 2030)
    planner = ScriptedPlanner([plan(filtered(where("genres", "contains", "Comedy"), later), BY_POPULARITY)])
    with made(tiny, tmp_path, planner, Script(x=asks(COMEDY, wish, only=only))) as agent:
        reply = agent.ask("x")

    assert (reply.act, reply.relaxed, reply.items) == ("abstain", (), ())


def test_what_a_plan_forgot_to_filter_is_not_shown(tiny: Catalog, tmp_path: Path) -> None:
    with made(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), Script(x=asks(FRENCH))) as agent:
        reply = agent.ask("x")

    assert [item.title for item in reply.items] == ["Amélie"]
    violated = next(finding for finding in reply.trace.findings if finding["kind"] == "violated")
    assert set(violated["data"]["items"]) == {"1", "2", "3", "5", "6", "7", "8"}


def test_fewer_than_wanted_are_shown_and_that_is_said(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([plan(filtered(where("genres", "contains", "Romance")), BY_POPULARITY, show=4)])
    with made(tiny, tmp_path, planner, Script(x=asks(wants("genres", "contains", "Romance")))) as agent:
        reply = agent.ask("x")

    assert [item.title for item in reply.items] == ["Amélie", "Clueless"]
    assert reply.text.startswith("I have just two romance films:")


def test_two_requests_are_answered_in_order_each_with_its_own_items(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([
        plan(filtered(where("country", "=", "France")), BY_POPULARITY, intent=0),
        plan(filtered(where("genres", "contains", "Mystery")), BY_POPULARITY, intent=1),
    ])  # fmt: skip
    mystery = wants("genres", "contains", "Mystery")
    with made(tiny, tmp_path, planner, Script(x=[asks(FRENCH), asks(mystery)])) as agent:
        reply = agent.ask("x", session="s")

        assert [item.title for item in reply.items] == ["Amélie", "Rear Window"]
        assert reply.text.index("Amélie") < reply.text.index("Rear Window")
        assert [entry.where for entry in agent.session(None, "s").preferences()] == [mystery.where]
    assert [tuple(entry.where for entry in each) for each in planner.contexts[0].held] == [
        (FRENCH.where,),
        (mystery.where,),
    ]


def test_a_plan_that_cannot_be_run_is_made_by_the_fallback(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([plan(filtered(where("zzz", "=", 1)))])
    with made(tiny, tmp_path, planner, Script(x=asks(FRENCH))) as agent:
        reply = agent.ask("x")

    assert len(planner.contexts) == 1
    assert "`zzz` is not a field" in next(each["message"] for each in reply.trace.findings if each["kind"] == "plan")
    assert [item.title for item in reply.items] == ["Amélie"]
    assert [each["planner"] for each in reply.trace.plan] == ["offline"]


def test_the_step_budget_ends_a_turn_with_what_was_found_and_says_so(tiny: Catalog, tmp_path: Path) -> None:
    comedies = [filtered(where("genres", "contains", "Comedy")), BY_POPULARITY]
    planner = ScriptedPlanner([plan(*comedies, intent=0), plan(*comedies, intent=1)])
    config = AgentConfig(budget=Budget(steps=2))
    with made(tiny, tmp_path, planner, Script(x=[asks(COMEDY), asks(COMEDY)]), config=config) as agent:
        reply = agent.ask("x")

    assert len(reply.trace.steps) == 3
    assert reply.incomplete
    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}


def test_no_seconds_left_ends_a_turn_with_what_was_found_and_says_so(tiny: Catalog, tmp_path: Path) -> None:
    planner = ScriptedPlanner([plan(filtered(where("genres", "contains", "Comedy")), BY_POPULARITY)])
    config = AgentConfig(budget=Budget(seconds=1e-9))
    with made(tiny, tmp_path, planner, Script(x=asks(COMEDY)), config=config) as agent:
        reply = agent.ask("x")

    assert reply.incomplete
    assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}
    assert "ran out of time" in reply.text


DUNE = Frames.model_validate(
    {"frames": [{"acts": ["request"], "refs": [{"item": "Dune", "as": "like", "quote": "Dune"}]}]}
)


def test_an_ambiguous_title_is_asked_about_until_the_questions_are_used_up(tiny: Catalog, tmp_path: Path) -> None:
    config = AgentConfig(max_questions=1)
    with made(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), Script(dune=DUNE), config=config) as agent:
        first, second = agent.ask("dune", session="s"), agent.ask("dune", session="s")

    assert first.act == "ask"
    assert first.question is not None
    assert (first.question.field, first.question.options) == ("title", ("Dune (1984)", "Dune (2021)"))
    assert first.items == ()
    assert second.act == "recommend"
    assert "“Dune” could be Dune (1984) or Dune (2021)." in second.text


def test_what_was_asked_and_about_what_is_known_to_the_next_turn(tiny: Catalog, tmp_path: Path) -> None:
    script = Script(dune=DUNE)
    with made(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), script) as agent:
        agent.ask("dune", session="s")
        agent.ask("the second", session="s")

    assert script.views[1].pending == WhichOne(field="title", message="dune", said="Dune", options=("6", "7"))


def test_a_doubtful_word_is_asked_about_and_a_yes_reads_the_message_again(tiny: Catalog, tmp_path: Path) -> None:
    doubts = [{"quote": "farg", "field": "title", "value": "Fargo", "item": "2", "sure": 0.7}]
    doubt = Frames.model_validate({"frames": [{"acts": ["request"]}], "doubts": doubts})
    script = Script({"like farg": doubt, "like Fargo": asks(like=(Mention(item="2", title="Fargo", quote="Fargo"),))})
    with made(tiny, tmp_path, ScriptedPlanner([plan(BY_POPULARITY)]), script) as agent:
        first, second = agent.ask("like farg", session="s"), agent.ask("yes please", session="s")

    assert (first.act, first.text) == ("ask", "Did you mean Fargo?")
    assert second.act == "recommend"
    assert "like Fargo (1996)" in second.text


def test_a_replan_keeps_its_trace(tiny: Catalog, tmp_path: Path) -> None:
    comedies = filtered(where("genres", "contains", "comedy"))
    planner = ScriptedPlanner([plan(comedies, comedies, BY_POPULARITY)])
    with made(tiny, tmp_path, planner, Script(x=asks(COMEDY))) as agent:
        reply = agent.ask("x")

    assert set(reply.trace.model_dump()) == {"plan", "steps", "findings", "memory", "usage", "seconds"}
    assert reply.trace.plan[0]["repaired"]
    keys = {"id", "tool", "args", "status", "summary", "before", "after", "seconds", "reason"}
    assert keys <= set(reply.trace.steps[0])
    assert reply.trace.steps[0]["before"] == 8
    assert reply.trace.steps[0]["after"] == 3


@pytest.mark.parametrize("act", ["greet", "thanks", "help", "bye", "why", "commit", "undo", "unclear", "state"])
def test_every_act_is_answered_without_a_plan(tiny: Catalog, tmp_path: Path, act: Any) -> None:
    with made(tiny, tmp_path, ScriptedPlanner(), Script(x=Intent(act=act, quote="x"))) as agent:
        reply = agent.ask("x")

    assert reply.text
    assert reply.items == ()
    assert reply.act in ("chat", "answer", "ask")


def test_a_planner_that_gives_up_is_stood_in_for(tiny: Catalog, tmp_path: Path) -> None:
    def gives_up(context: PlanningContext) -> Sequence[Plan]:
        raise PlanError("the model is asleep")

    with made(tiny, tmp_path, ScriptedPlanner(gives_up), Script(x=asks(FRENCH))) as agent:
        reply = agent.ask("x")

    assert [item.title for item in reply.items] == ["Amélie"]
    assert reply.trace.findings[0]["message"] == "`scripted` gave no plan: the model is asleep"


def test_an_exclusion_that_could_not_be_checked_is_disclosed(tiny: Catalog, tmp_path: Path) -> None:
    not_american = wants("country", "!=", "United States")
    planner = ScriptedPlanner([plan(filtered(where("country", "!=", "United States")), BY_POPULARITY)])
    with made(tiny, tmp_path, planner, Script(x=asks(not_american))) as agent:
        reply = agent.ask("x")

    assert [item.title for item in reply.items][-1] == "Clueless", "what is not sure comes last"
    assert "I do not know the country of Clueless (1995)" in reply.text


def test_the_trace_tells_what_memory_was_read_and_written(tiny: Catalog, tmp_path: Path) -> None:
    likes = Preference(item="1", strength="soft", horizon="long", provenance=Provenance(quote="love Alien"))
    told = Intent(act="state", quote="I love Alien", preferences=(likes,))
    script = Script({"I love Alien": told, "y": Intent(act="greet")})
    with made(tiny, tmp_path, ScriptedPlanner(), script) as agent:
        first, second = agent.ask("I love Alien", user="u"), agent.ask("y", user="u")

    assert first.trace.memory["written"] == [{"kind": "preference", "quote": "I love Alien", "key": "item:1"}]
    assert second.trace.memory["recalled"] == [{"key": "item:1", "quote": "I love Alien"}]


def test_after_an_interrupt_in_the_middle_a_session_goes_on_as_it_was(tiny: Catalog, tmp_path: Path) -> None:
    def interrupted(context: PlanningContext) -> Sequence[Plan]:
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(10)
        return []

    good = [plan(filtered(where("genres", "contains", "Comedy")), BY_POPULARITY)]
    planner = ScriptedPlanner(good, interrupted, good)
    with made(tiny, tmp_path, planner, Script(x=asks(COMEDY), y=asks(FRENCH))) as agent:
        agent.ask("x", session="s")
        before_it = signal.signal(signal.SIGINT, signal.default_int_handler)
        with pytest.raises(KeyboardInterrupt):
            agent.ask("y", session="s")
        signal.signal(signal.SIGINT, before_it)
        before = agent.session(None, "s").preferences()
        reply = agent.ask("x", session="s")

        assert [entry.where for entry in before] == [COMEDY.where]
        assert {item.title for item in reply.items} == {"Fargo", "Amélie", "Clueless"}
        assert len(reply.trace.plan) == 1
        assert [turn.message for turn in agent.session(None, "s").turns()] == ["x", "x"]


def test_what_an_outside_tool_found_is_told(tiny: Catalog, tmp_path: Path) -> None:
    @tool
    def weather(place: str) -> dict[str, str]:
        """Tell the weather."""
        return {"place": place, "sky": "clear"}

    planner = ScriptedPlanner([plan(("weather", {"place": "Oslo"}), kind="answer")])
    with made(tiny, tmp_path, planner, Script(x=asks()), tools=[weather]) as agent:
        reply = agent.ask("x")

    assert (reply.act, reply.text) == ("answer", "place: Oslo; sky: clear")


def test_the_only_wish_of_a_message_does_not_give_way(tiny: Catalog, tmp_path: Path) -> None:
    wish = wants("year", ">", 2030, strength="soft")

    def plans(context: PlanningContext) -> Sequence[Plan]:
        wheres = [entry.where.model_dump(mode="json") for entry in context.preferences if entry.where is not None]
        return [plan(filtered(*wheres), BY_POPULARITY)]

    with made(tiny, tmp_path, ScriptedPlanner(plans), Script(x=asks(COMEDY), y=asks(wish))) as agent:
        agent.ask("x", session="s")
        reply = agent.ask("y", session="s")

    assert (reply.act, reply.relaxed, reply.items) == ("abstain", (), ())
