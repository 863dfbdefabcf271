"""A sabotaged agent is caught by the suite that claims to catch it: the gate of `palate eval compare` stops it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from palate import Catalog
from palate.evals.baselines import AGENT
from palate.evals.baselines.ordering import OrderingContestant
from palate.evals.compare import compare
from palate.evals.contestant import Contestant
from palate.evals.report.report import Report
from palate.evals.runner import run
from palate.evals.suite import Suite
from palate.evals.suites.one_turn import OneTurn
from palate.evals.suites.plans.suite import Plans
from palate.evals.suites.ranking.models import by_untrained
from palate.evals.suites.ranking.suite import Ranking
from palate.evals.suites.robustness import Robustness
from palate.evals.suites.safety import Safety
from palate.evals.suites.sessions.suite import Sessions
from palate.evals.suites.verifiable.suite import Verifiable
from tests.evals.saboteurs import Around, Backwards, Heedless, Leaking, Saboteur, Stubborn


def caught(
    suite: Suite,
    wrong: Contestant,
    *,
    honest: Contestant = AGENT,
    limit: int | None = None,
    filter: str | None = None,  # noqa: A002
) -> bool:
    """Run both on the same cases, and tell whether the main metric is significantly worse."""
    before, after = (run(suite, (each,), limit=limit, filter=filter, repeat=1) for each in (honest, wrong))
    return is_worse(before, after)


def is_worse(honest: Report, wrong: Report) -> bool:
    """Tell whether the main metric is significantly worse, in a run without errors."""
    assert [report.errors(name) for report in (honest, wrong) for name in report.contestants] == [0, 0]
    return compare(honest, wrong, second=wrong.contestants[0]).lost


@cache
def verifiable() -> tuple[Suite, Report]:
    """Return the suite, and how the agent fares in it, which two sabotaged ones are compared with."""
    suite = Verifiable("development", catalogues={"films": Catalog.films}, count=12)
    return suite, run(suite, (AGENT,), repeat=1)


def test_what_is_around_the_agent_alone_changes_nothing(crowded: Path) -> None:
    same = Saboteur(Around)

    assert not caught(Sessions("development", source=crowded), same, limit=10)
    assert not caught(Robustness(), same, filter="turned-down")


def test_a_backward_ranking_is_caught_by_ranking(crowded: Path) -> None:
    honest = OrderingContestant("untrained", "what the agent ranks by", by_untrained)
    wrong = OrderingContestant("backwards", "the worst first", lambda catalog, asked: -by_untrained(catalog, asked))

    assert caught(Ranking(source=crowded), wrong, honest=honest)


def test_a_backward_ranking_is_caught_by_one_turn(crowded: Path) -> None:
    assert caught(OneTurn("development", source=crowded), Saboteur(Backwards), limit=12)


def test_a_backward_ranking_is_caught_by_sessions(crowded: Path) -> None:
    assert caught(Sessions("development", source=crowded), Saboteur(Backwards), limit=12)


def test_a_condition_that_is_ignored_is_caught_by_plans() -> None:
    assert caught(Plans(), Saboteur(Heedless), filter="films-values-*,films-ranges-*", limit=16)


def test_a_condition_that_is_ignored_is_caught_by_robustness() -> None:
    assert caught(Robustness(), Saboteur(Heedless), filter="terse")


def test_a_memory_that_leaks_is_caught_by_safety() -> None:
    assert caught(Safety(), Saboteur(Leaking), filter="memory", limit=12)


def test_what_is_turned_down_and_comes_again_is_caught_by_robustness() -> None:
    assert caught(Robustness(), Saboteur(Stubborn), filter="turned-down")


def test_what_is_turned_down_and_comes_again_is_caught_by_verifiable() -> None:
    suite, honest = verifiable()

    assert is_worse(honest, run(suite, (Saboteur(Stubborn),), repeat=1))


def test_a_condition_that_is_ignored_is_caught_by_verifiable() -> None:
    suite, honest = verifiable()

    assert is_worse(honest, run(suite, (Saboteur(Heedless),), repeat=1))
