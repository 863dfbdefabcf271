"""A model is asked where a word found no place, and nowhere else."""

from __future__ import annotations

import json

import pytest

from palate import Agent, Catalog
from palate.llm.scripted import ScriptedModel
from palate.planners.named import named_planner

GRUESOME = {
    "kind": "recommend",
    "steps": [
        {
            "tool": "filter",
            "where": [{"quote": "splatterpunk", "field": "genres", "op": "contains", "value": "Horror"}],
        },
        {"tool": "rank"},
    ],
}


def asked(films: Catalog, message: str) -> tuple[int, list[str]]:
    """Return how often a model was asked, and the planners of the plans."""
    model = ScriptedModel([json.dumps(GRUESOME)])
    with Agent(films, planner=named_planner("assisted", model)) as agent:
        reply = agent.ask(message)
    assert reply.items
    return len(model.asked), [plan["planner"] for plan in reply.trace.plan]


@pytest.mark.parametrize("message", ["a horror film", "the longest western", "something like Jaws"])
def test_what_is_read_whole_asks_no_model(films: Catalog, message: str) -> None:
    assert asked(films, message) == (0, ["offline"])


def test_a_word_without_a_place_is_asked_about(films: Catalog) -> None:
    assert asked(films, "a splatterpunk film") == (1, ["plan-first"])


def test_a_word_or_two_beside_a_wish_that_was_read_are_talk(films: Catalog) -> None:
    assert asked(films, "my flatmate says a western with Clint Eastwood, from the 1960s") == (0, ["offline"])


def test_a_second_turn_is_planned_by_whoever_reads_it(films: Catalog) -> None:
    model = ScriptedModel([json.dumps(GRUESOME)])
    with Agent(films, planner=named_planner("assisted", model)) as agent:
        agent.ask("a splatterpunk film", user="ann", session="s")
        reply = agent.ask("under 100 minutes", user="ann", session="s")

    assert len(model.asked) == 1
    assert reply.items
    (plan,) = reply.trace.plan
    assert plan["planner"] == "offline"
    wheres = [where for step in plan["steps"] for where in step["args"].get("where", ())]
    assert sorted((where["field"], where["value"]) for where in wheres) == [("genres", "Horror"), ("runtime", 100)]
