"""Runs in several processes: what goes to the workers, and that they go with whom they work for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench.hard.process import lives, until
from palate.evals.registry import load_suite
from palate.evals.results import Result, read_results
from palate.evals.runner import run

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds until something surely has happened, on however busy a machine; a test that passes waits for few of them."""
SOON = 10.0

MINE = """
from dataclasses import dataclass

from palate.evals.case import Case, chosen
from tests.evals.doubles import Echo, Numbers


@dataclass(frozen=True)
class Answer:
    number: int


class MyCase(Case):
    answer: Answer


@dataclass(frozen=True)
class Mine(Echo):
    name: str = "mine"


class Doubled(Numbers):
    def cases(self, *, limit=None, seed=0, filter=None):
        cases = [MyCase(id=f"d{n}", data={"n": n}, answer=Answer(2 * n)) for n in range(6)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def run(self, case, contestant, *, seed):
        assert isinstance(case.answer, Answer)
        return super().run(case.model_copy(update={"data": {"n": case.answer.number}}), contestant, seed=seed)


SUITE = Doubled(name="doubled", contestants=(Mine(known=7), Echo(known=99)))
"""

LONG = """
import os
from pathlib import Path

from tests.evals.doubles import Numbers


class Long(Numbers):
    def run(self, case, contestant, *, seed):
        (Path(__file__).parent / f"{os.getpid()}.worker").touch()
        time.sleep(0.1)
        return super().run(case, contestant, seed=seed)


SUITE = Long(name="long")
"""


def told(results: Iterable[Result]) -> list[tuple[object, ...]]:
    return sorted((each.key, each.seed, tuple(each.scores.items()), each.failed, each.error) for each in results)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(MINE)
    return path


def test_a_suite_of_ones_own_runs_in_workers_as_in_one_process(mine: Path) -> None:
    one = run(str(mine))

    assert told(run(str(mine), workers=2).results) == told(one.results)
    assert [(each.contestant, each.case) for each in one.results if each.failed] == [("mine", "d4"), ("mine", "d5")]
    assert {each.error for each in one.results} == {""}


def test_a_suite_that_was_loaded_from_a_file_runs_in_workers_too(mine: Path) -> None:
    suite = load_suite(str(mine))

    assert told(run(suite, suite.contestants[:1], workers=2).results) == told(run(suite, suite.contestants[:1]).results)


def test_the_command_line_runs_a_suite_of_ones_own_in_workers(mine: Path) -> None:
    command = ["eval", "run", "mine.py", "-c", "mine", "-c", "echo", "--workers", "2", "--out", "out"]

    done = subprocess.run(
        [sys.executable, "-m", "palate", *command],
        check=False,
        cwd=mine.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert told(read_results(mine.parent / "out" / "doubled")) == told(run(str(mine)).results)


def test_a_file_that_was_loaded_and_is_gone_stops_no_other_run(mine: Path) -> None:
    other = mine.with_name("other.py")
    other.write_text(MINE)
    load_suite(str(other))
    other.unlink()

    assert told(run(str(mine), workers=2, limit=2).results) == told(run(str(mine), limit=2).results)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_workers_go_with_a_run_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text(LONG)
    script = f"from palate.evals.runner import run; run({str(tmp_path / 'long.py')!r}, repeat=1000, workers=2)"
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    try:
        assert until(lambda: len(workers(tmp_path)) == 2, PATIENCE), "no two workers began"
        assert all(map(lives, workers(tmp_path)))
    finally:
        parent.kill()
        parent.wait()
    try:
        assert until(lambda: not any(map(lives, workers(tmp_path))), SOON), "workers outlived their run"
    finally:
        for worker in filter(lives, workers(tmp_path)):
            os.kill(worker, signal.SIGKILL)


def workers(folder: Path) -> list[int]:
    return [int(path.stem) for path in folder.glob("*.worker")]
