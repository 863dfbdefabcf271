# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.agent.reply import Recommendation, Reply
from palate.evals.baselines import AGENT, POPULARITY
from palate.evals.case import Case
from palate.evals.contestant import Setup
from palate.evals.outcome import Outcome
from palate.evals.runner import run
from palate.evals.suites.verifiable.suite import PATIENCE, Verifiable
from palate.evals.suites.verifiable.task import Task
from palate.evals.suites.verifiable.world import World


@dataclass(frozen=True)
class Script:
    """Shows one item after another, whatever is said; says that there is nothing where it has no more."""

    items: Sequence[str]
    again: bool = False
    """Whether the last one is shown for ever."""
    name: str = "script"
    about: str = "shows what it was told to"

    def open(self, catalog: Catalog, setup: Setup | None = None) -> _Talker:
        return _Talker(list(self.items), again=self.again)


class _Talker:
    def __init__(self, items: list[str], *, again: bool) -> None:
        self.items = items
        self.again = again

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        if not self.items:
            return Reply(act="abstain", text="nothing")
        item = self.items[0] if self.again and len(self.items) == 1 else self.items.pop(0)
        shown = Recommendation(id=item, title=item, score=1.0, fields={}, reasons=("so",))
        return Reply(act="recommend", text=item, items=(shown,))

    def feedback(self, item: str, **about: Any) -> None:
        return None

    def commit(self, item: str, **about: Any) -> None:
        return None

    def close(self) -> None:
        return None


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def suite(lamps: Catalog, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Verifiable:
    monkeypatch.setenv("PALATE_CACHE", str(cache))
    return Verifiable("development", catalogues={"lamps": partial(Catalog.open, lamps.path)}, count=25)


@pytest.fixture
def first_pick(suite: Verifiable) -> Verifiable:
    return Verifiable("development", final=True, catalogues=suite.catalogues, count=suite.count)


def solutions(case: Case, lamps: Catalog) -> list[str]:
    task = Task.model_validate(case.data)
    return lamps.ids(World.of(lamps, task).left(task.wishes))


def wrong(case: Case, lamps: Catalog) -> list[str]:
    """Return items that no rule keeps out and that are not what is wanted."""
    task = Task.model_validate(case.data)
    return [each for each in lamps.ids(World.of(lamps, task).left(())) if each not in solutions(case, lamps)]


def scored(suite: Verifiable, case: Case, *items: str, again: bool = False) -> Outcome:
    return suite.run(case, Script(items, again=again), seed=1)


def test_what_is_right_at_once_takes_one_turn(suite: Verifiable, lamps: Catalog) -> None:
    case = suite.cases(filter="possible")[0]
    outcome = scored(suite, case, solutions(case, lamps)[0])

    assert outcome.scores == {
        "pass": 1.0,
        "solver": 1.0,
        "turns": 1.0,
        "questions": 0.0,
        "previews": 1.0,
        "breach": 0.0,
        "abstained_wrongly": 0.0,
        "acceptance": 1.0,
        "accepted_in": 1.0,
    }
    assert not outcome.failed


def test_what_is_right_at_last_is_right_in_preview_and_wrong_as_first_pick(
    suite: Verifiable, first_pick: Verifiable, lamps: Catalog
) -> None:
    case = suite.cases(filter="possible")[0]
    items = (*wrong(case, lamps)[:2], solutions(case, lamps)[0])

    preview, final = scored(suite, case, *items), scored(first_pick, case, *items)

    assert (preview.scores["pass"], preview.scores["turns"], preview.scores["previews"]) == (1.0, 3.0, 3.0)
    assert (final.scores["pass"], final.scores["turns"], final.scores["previews"]) == (0.0, 1.0, 1.0)
    assert final.note == f"taken though it is not what was wanted: {items[0]}"


def test_acceptance_is_counted_for_each_message_and_of_possible_tasks_alone(
    suite: Verifiable, first_pick: Verifiable, lamps: Catalog
) -> None:
    case, impossible = suite.cases(filter="possible")[0], suite.cases(filter="impossible")[0]
    items = (*wrong(case, lamps)[:2], solutions(case, lamps)[0])

    preview, final = scored(suite, case, *items).scores, scored(first_pick, case, *items).scores

    assert (preview["acceptance"], preview["accepted_in"]) == (1 / 3, 3.0)
    assert (final["acceptance"], final["accepted_in"]) == (0.0, PATIENCE + 1)
    assert not {"acceptance", "accepted_in"} & set(scored(suite, impossible).scores)


def test_questions_are_compared_in_one_run_by_acceptance_per_turn(suite: Verifiable) -> None:
    report = run(suite, limit=3, repeat=1)
    metric = next(each for each in report.metrics if each.score == "acceptance")

    assert {"agent", "random-questions", "no-questions"} <= set(report.contestants)
    assert report.gain("agent", "random", metric).cases == len(report.values("agent", metric)) > 0
    assert report.manifest.groups == {"temper": ("cooperative", "terse", "rambling", "self-correcting")}


def test_the_same_wrong_item_for_ever_ends_with_patience(suite: Verifiable, lamps: Catalog) -> None:
    case = suite.cases(filter="possible")[0]
    outcome = scored(suite, case, wrong(case, lamps)[0], again=True)

    assert outcome.scores["pass"] == 0.0
    assert outcome.scores["turns"] == PATIENCE
    assert outcome.note == "patience ended"


def test_what_was_consumed_is_a_breach_even_where_the_right_item_follows(suite: Verifiable, lamps: Catalog) -> None:
    case = suite.cases(filter="possible")[0]
    consumed = next(
        each
        for each in Task.model_validate(case.data).consumed
        if each not in lamps.ids(World(lamps).fits(w.where for w in Task.model_validate(case.data).wishes).nonzero()[0])
    )
    outcome = scored(suite, case, consumed, solutions(case, lamps)[0])

    assert (outcome.scores["breach"], outcome.scores["pass"]) == (1.0, 0.0)


def test_saying_that_there_is_nothing_is_right_once_all_is_told_of_what_is_impossible(suite: Verifiable) -> None:
    for case in suite.cases():
        task = Task.model_validate(case.data)
        outcome = scored(suite, case)
        right = task.impossible and not task.of("asked")

        assert outcome.scores["pass"] == float(right)
        assert outcome.scores.get("abstained_rightly") == (float(right) if task.impossible else None)
        assert outcome.scores.get("abstained_wrongly") == (None if task.impossible else 1.0)


def test_the_solver_stands_beside_each_mode(suite: Verifiable, first_pick: Verifiable) -> None:
    cases = {case.id: Task.model_validate(case.data).solver for case in suite.cases(filter="hidden")}
    case = next(case for case in suite.cases() if case.id in cases and cases[case.id].first_pick < 1)

    assert scored(suite, case).scores["solver"] == cases[case.id].preview
    assert scored(first_pick, case).scores["solver"] == cases[case.id].first_pick


def test_one_that_ignores_what_is_wished_for_is_told_from_the_agent(suite: Verifiable) -> None:
    report = run(suite, (AGENT, POPULARITY), repeat=1, filter="cooperative,terse")
    agent, popularity = (report.mean(name, report.metrics[0]) for name in ("agent", "popularity"))

    assert agent > popularity + 0.2


def test_each_task_is_put_in_other_words_four_times(suite: Verifiable) -> None:
    report = run(suite, (POPULARITY,), limit=3)
    case = report.cases[0].id
    said = {result.turns[0].message for result in report.results if result.case == case}

    assert report.manifest.repeat == 4
    assert len(said) > 1


def test_the_tasks_are_drawn_once_and_another_process_opens_its_own(suite: Verifiable) -> None:
    cases = suite.cases()
    twin = pickle.loads(pickle.dumps(suite))

    assert twin.cases() == cases
    assert twin.fingerprint() == suite.fingerprint()


def test_development_and_test_tasks_differ(suite: Verifiable) -> None:
    development, test = (Verifiable(split, catalogues=suite.catalogues, count=4) for split in ("development", "test"))

    assert [case.data for case in development.cases()] != [case.data for case in test.cases()]
