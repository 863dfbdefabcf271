"""Cases of suites as tests: `def test_shop(palate_case): palate_case.check()` is one test a case.

Which suites is told by `@pytest.mark.palate("shop.yaml", agent="my_app:make_agent")`, or for all by `palate_suites` in
pytest's configuration. Paths are those from the working directory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from palate.evals.case import Case
    from palate.evals.contestant import Contestant
    from palate.evals.outcome import Outcome
    from palate.evals.suite import Suite

_FIXTURE, _MARKER, _OPTION = "palate_case", "palate", "palate_suites"


@dataclass(frozen=True)
class PalateCase:
    """One case of a suite, put to one contestant."""

    suite: Suite = field(repr=False)
    case: Case
    contestant: Contestant = field(repr=False)

    def run(self, *, seed: int = 0) -> Outcome:
        """Have the conversation."""
        return self.suite.run(self.case, self.contestant, seed=seed)

    def check(self, *, seed: int = 0) -> Outcome:
        """Have the conversation, and fail the test where the suite says that it failed."""
        outcome = self.run(seed=seed)
        if outcome.failed:
            said = "\n".join(f"> {turn.message}\n{turn.reply.get('text', '')}" for turn in outcome.turns)
            pytest.fail(f"{self.case.id}: {outcome.note}\n\n{said}", pytrace=False)
        return outcome


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `palate_suites` name suites."""
    parser.addini(_OPTION, "Suites of Palate whose cases are tests.", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{_MARKER}(*suites, agent=None): the suites whose cases `{_FIXTURE}` is.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each case."""
    if _FIXTURE not in metafunc.fixturenames:
        return
    from palate.errors import PalateError

    marker = metafunc.definition.get_closest_marker(_MARKER)
    names = (marker.args if marker else ()) or metafunc.config.getini(_OPTION)
    if not names:
        raise pytest.UsageError(
            f"`{metafunc.function.__name__}` takes `{_FIXTURE}`, and no suite is named: "
            f'`@pytest.mark.{_MARKER}("shop.yaml")` names one, or `{_OPTION}` in pytest\'s configuration.'
        )
    try:
        cases = [each for name in names for each in _cases(str(name), marker.kwargs.get("agent") if marker else None)]
    except PalateError as error:
        raise pytest.UsageError(str(error)) from error
    metafunc.parametrize(_FIXTURE, cases, ids=[f"{each.suite.name}:{each.case.id}" for each in cases])


def _cases(name: str, agent: str | None) -> list[PalateCase]:
    from palate.evals.registry import load_contestants, load_suite

    suite = load_suite(name)
    (contestant,) = load_contestants([agent], suite) if agent is not None else suite.contestants[:1]
    return [PalateCase(suite, case, contestant) for case in suite.cases()]
