from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import dataclass

from palate import Catalog
from palate.agent.replies.slots.form import Misfit
from palate.evals.runner import run
from palate.evals.suites.slots.gates import SLOTS, GateContestant, Given
from palate.evals.suites.slots.smuggling import ERRORS
from palate.evals.suites.slots.suite import Slots


@dataclass
class Films(Slots):
    """The part of the suite that needs nothing but the films."""

    per_error: int = 2
    most_requests: int | None = 6

    def _of(self, name: str):  # type: ignore[no-untyped-def]
        return super()._of(name) if name == "films" else iter(())


def anything(given: Given, catalog: Catalog) -> str:
    return given.text


def nothing(given: Given, catalog: Catalog) -> str:
    raise Misfit("it is a text.")


def test_the_same_cases_every_time_with_every_error() -> None:
    first = Films().cases()
    kinds = Counter(case.tags[2] for case in first)

    assert first == Films().cases()
    assert kinds["right"] == 2 * 2 * len(ERRORS)
    assert set(kinds) >= {"right", *(kind.replace(" ", "-") for kind in ERRORS if kind != "untold")}


def test_the_gate_lets_every_right_text_pass_and_nothing_smuggled() -> None:
    report = run(pickle.loads(pickle.dumps(Films())), [SLOTS])
    right, caught, alarms = report.metrics

    assert [report.mean("slots", each) for each in (right, caught, alarms)] == [1.0, 1.0, 0.0]


def test_who_lets_everything_pass_and_who_refuses_everything() -> None:
    report = run(Films(), [GateContestant("open", "", anything), GateContestant("shut", "", nothing)])
    _, caught, alarms = report.metrics

    assert [report.mean("open", each) for each in (caught, alarms)] == [0.0, 0.0]
    assert [report.mean("shut", each) for each in (caught, alarms)] == [1.0, 1.0]
