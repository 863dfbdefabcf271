"""An app's own agent is tested where a suite, a file or the command line names the function that makes it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from palate import Catalog
from palate.cli.main import main
from palate.errors import BadArgument
from palate.evals.bar import check_bar
from palate.evals.case import Case
from palate.evals.contestant import Contestant
from palate.evals.outcome import Outcome
from palate.evals.own_agent import OwnAgent
from palate.evals.runner import run
from tests.evals.doubles import TURNS, Numbers

APP = '''
from palate import Agent


def make_agent(catalog, state, config):
    """Three items at most, whatever the suite asks."""
    return Agent(catalog, state=state, config=config.model_copy(update={"k": 3}))


def asks(catalog, price):
    return None


def none(catalog):
    return None


def a_class():
    return Agent


def raises(catalog):
    return {}["model"]


value = 3
'''
SUITE = """
name: ours
about: Asking for comedies.
agent: our_app:make_agent
cases:
  - {id: three, message: a comedy, expect: {act: recommend, items: {most: 3}}}
  - {id: many, message: a comedy, expect: {act: recommend, items: {least: 4}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "our_app.py").write_text(APP)
    (tmp_path / "ours.yaml").write_text(SUITE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    sys.modules.pop("our_app", None)
    return tmp_path


def test_it_is_given_what_its_parameters_name(tiny: Catalog) -> None:
    talker = OwnAgent("our_app:make_agent").open(tiny)
    try:
        assert len(talker.ask("something", user="ann").items) == 3
    finally:
        talker.close()
    assert not list(tiny.path.parent.glob("*.palate"))  # its state was in a folder of the case


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("our_app:nothing", "no function that can be imported from here"),
        ("nowhere_at_all:make", "no function that can be imported from here"),
        ("our_app:value", "is no function"),
        ("our_app:asks", "asks for `price`; it can be given catalog, state, config"),
    ],
)
def test_what_is_no_function_of_an_agent_is_told(name: str, told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        OwnAgent(name).factory()


def test_what_makes_no_agent_is_told(tiny: Catalog) -> None:
    with pytest.raises(BadArgument, match="returned `None`; an `Agent` was expected"):
        OwnAgent("our_app:none").open(tiny)
    with pytest.raises(BadArgument, match=r"returned `<class .*Agent'>`; an `Agent` was expected"):
        OwnAgent("our_app:a_class").open(tiny)
    with pytest.raises(BadArgument, match=r"raised `KeyError: 'model'` in `.*our_app\.py`, line \d+; it should return"):
        OwnAgent("our_app:raises").open(tiny)


def test_a_module_that_cannot_be_imported_is_told(folder: Path) -> None:
    (folder / "broken_app.py").write_text("1 / 0")

    with pytest.raises(
        BadArgument, match=r"module of `broken_app:make` raised `ZeroDivisionError: .*` in `.*broken_app\.py`"
    ):
        OwnAgent("broken_app:make").factory()


@pytest.mark.parametrize("name", ["none", "a_class", "raises"])
def test_a_run_with_what_makes_no_agent_ends_before_it_begins(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["eval", "run", "ours.yaml", "-c", "agent", "-c", f"our_app:{name}", "--out", "kept"])

    assert ended.value.code == 2
    assert f"`our_app:{name}` r" in capsys.readouterr().err
    assert not (folder / "kept").exists()


def test_what_makes_no_agent_over_the_catalogue_of_a_case_ends_a_run() -> None:
    class Elsewhere(Numbers):
        def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
            with closing(Catalog.build(":memory:", items=[{"id": 1, "title": "A"}])) as catalog:
                contestant.open(catalog)
            raise AssertionError(case, seed)

    with pytest.raises(BadArgument, match="returned `None`"):
        run(Elsewhere(), [OwnAgent("our_app:none")])


def test_a_bar_that_is_missed_names_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["eval", "run", "ours.yaml", "--fail-under", "0.9", "--out", "kept"])

    told = capsys.readouterr().err.splitlines()
    assert ended.value.code == 1
    assert "ours: 50.0% is below 90.0%." in told
    assert [line.split(":")[0] for line in told if line.startswith("  ")] == ["  many"]


def test_a_bar_that_is_reached_is_no_failure() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["eval", "run", "ours.yaml", "--fail-under", "0.9", "--filter", "three", "--out", "kept"])

    assert ended.value.code in (0, None)


def test_a_bar_is_for_shares() -> None:
    with pytest.raises(BadArgument, match="`--fail-under` is for shares; `turns`, which `numbers` measures, is none"):
        check_bar(Numbers(metrics=(TURNS,)))


def test_any_suite_takes_it_in_several_processes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["eval", "run", "ours.yaml", "-c", "our_app:make_agent", "-c", "agent", "--workers", "2", "--out", "kept"])

    assert ended.value.code in (0, None)
    assert "our_app:make_agent" in capsys.readouterr().out


def test_cases_are_tests_and_one_without_a_suite_is_told(folder: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\npalate_suites = ours.yaml\n")
    (folder / "test_ours.py").write_text(
        "import pytest\n\ndef test_ours(palate_case):\n    palate_case.check()\n\n"
        '@pytest.mark.palate("ours.yaml", agent="agent")\ndef test_theirs(palate_case):\n    palate_case.check()\n'
    )
    assert "2 failed, 2 passed" in (told := pytest_says())
    assert "FAILED test_ours.py::test_ours[ours:many]" in told
    assert "FAILED test_ours.py::test_theirs[ours:three]" in told
    assert "> a comedy" in told  # the conversation is shown

    (folder / "pytest.ini").unlink()
    assert '`@pytest.mark.palate("shop.yaml")` names one' in pytest_says("--collect-only")


def pytest_says(*options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "-n0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr
