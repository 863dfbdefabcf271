"""The suite of tools and people that make it hard: its cases, and who withstands them."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from palate.agent.reply import Ask, Reply
from palate.evals.baselines import AGENT, POPULARITY
from palate.evals.case import Case, write_cases
from palate.evals.outcome import Outcome
from palate.evals.suite import Suite
from palate.evals.suites.catalogues import CATALOGUES
from palate.evals.suites.robustness import Robustness
from palate.evals.suites.robustness.stand_ins import stand_ins
from palate.evals.suites.robustness.trial import Said, Trial

TOOLS = ("tool-fails", "tool-lies", "tool-stalls")
PEOPLE = ("terse", "contradicting", "impatient", "long-winded")


class Asker:
    """Asks for a genre, whatever is said."""

    name = "asker"
    about = "a double"

    def open(self, catalog: Any, setup: Any = None) -> Asker:
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        return Reply(act="ask", text="Which genre?", question=Ask(field="genres", options=()))

    def feedback(self, item: str, **about: Any) -> None: ...

    def commit(self, item: str, **about: Any) -> None: ...

    def close(self) -> None: ...


def outcome(folder: Path, trial: Trial, contestant: Any = AGENT) -> Outcome:
    write_cases(folder / "own.jsonl", [Case(id="own", data=trial.model_dump(mode="json"))])
    suite: Robustness = pickle.loads(pickle.dumps(Robustness(folder)))
    return suite.run(suite.cases()[0], contestant, seed=0)


def test_there_are_conversations_of_every_kind() -> None:
    cases = Robustness().cases()

    assert isinstance(Robustness(), Suite)
    assert {case.tags[0] for case in cases} == {*TOOLS, *PEOPLE}
    for tag in (*TOOLS, *PEOPLE):
        assert len([case for case in cases if case.tags[0] == tag]) >= 9


@pytest.mark.parametrize("name", ["films", "kitchen"])
def test_every_case_means_something_and_can_be_met(name: str) -> None:
    with CATALOGUES[name]() as catalog:
        for case in Robustness().cases(filter=name):
            trial = Trial.model_validate(case.data)
            assert trial.catalog == name
            assert len(stand_ins(trial.faults)) == len(trial.faults)
            for said in trial.said:
                for where in said.where:
                    where.check_against(catalog.schema)
                assert not said.shows or len(catalog.columns.select(said.where)), case.id


def test_the_agent_withstands_tools_that_fail_and_lie() -> None:
    suite, broken = Robustness(), []
    for case in suite.cases(filter="tool-fails,tool-lies"):
        result = suite.run(case, AGENT, seed=0)
        called = {step["tool"] for turn in result.turns for step in turn.reply["trace"]["steps"]}
        assert {fault.tool for fault in Trial.model_validate(case.data).faults} <= called, case.id
        broken += [(case.id, result.note)] if result.failed else []

    assert broken == []


@pytest.mark.parametrize("case", ["tool-stalls-01", "tool-stalls-02"])
def test_the_agent_does_not_wait_for_a_tool(case: str) -> None:
    suite = Robustness()
    result = suite.run(suite.cases(filter=case)[0], AGENT, seed=0)

    assert (result.scores["held"], result.note) == (1.0, "")
    assert all(turn.seconds < 2 for turn in result.turns)


def test_who_keeps_asking_what_was_refused_is_caught(tmp_path: Path) -> None:
    trial = Trial(catalog="films", said=(Said(text="hm", shows=1),), refusals=("idk",))

    result = outcome(tmp_path, trial, Asker())

    assert [turn.message for turn in result.turns] == ["hm", "idk", "idk", "idk"]
    assert result.scores == {"held": 0.0, "people": 0.0, "questions": 4.0, "served": 0.0}
    assert result.turns[1].note == "asks for genres again, which nobody would tell"


def test_a_question_is_passed_over_by_who_refuses_nothing(tmp_path: Path) -> None:
    trial = Trial(catalog="films", said=(Said(text="a comedy"), Said(text="a comedy, I said")))

    result = outcome(tmp_path, trial, Asker())

    assert result.scores == {"held": 1.0, "people": 1.0, "questions": 2.0}
    assert not result.failed


def test_who_understands_nothing_breaks_what_people_stand_by() -> None:
    suite = Robustness()
    cases = suite.cases(filter="terse", limit=6)

    assert sum(suite.run(case, POPULARITY, seed=0).scores["held"] for case in cases) < 3
