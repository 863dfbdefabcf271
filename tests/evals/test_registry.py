"""Where suites and contestants are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument, UnreadableFile
from palate.evals.registry import SUITES, default_suites, load_contestants, load_file, load_suite
from palate.evals.runner import run
from palate.evals.suite import Suite
from tests.evals.doubles import Numbers

OWN = """
from tests.evals.doubles import Numbers

class Mine(Numbers):
    pass

def SUITE() -> Mine:
    return Mine(name="mine")
"""


@pytest.mark.parametrize("name", SUITES)
def test_every_suite_is_one_and_says_what_it_is(name: str) -> None:
    suite = load_suite(name)

    assert isinstance(suite, Suite)
    assert suite.name == name
    assert all(vars(suite.about).values())
    assert suite.metrics
    assert suite.contestants


def test_nobody_is_judged_by_development_data() -> None:
    assert "sessions" in default_suites()
    assert [name for name in default_suites() if "development" in name] == []


def test_a_python_file_is_a_suite(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN)

    report = run(str(tmp_path / "mine.py"), workers=2, limit=3)

    assert (report.manifest.suite, len(report.results)) == ("mine", 3)


def test_a_file_is_one_module_until_it_changes(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "mine.py", tmp_path / "elsewhere" / "mine.py"
    elsewhere.parent.mkdir()
    path.write_text(OWN)
    elsewhere.write_text(OWN)

    first = load_file(path)
    assert load_file(path) is first
    assert load_file(elsewhere) is not first
    path.write_text(OWN.replace('"mine"', '"yours"'))
    assert (load_suite(str(path)).name, load_suite(str(elsewhere)).name) == ("yours", "mine")


def test_a_file_that_fails_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "late.py"
    path.write_text("import nowhere_to_be_found")

    for _ in range(2):
        with pytest.raises(ModuleNotFoundError):
            load_suite(str(path))


def test_what_is_no_suite_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text("")
    (tmp_path / "wrong.py").write_text("SUITE = 3")

    with pytest.raises(UnreadableFile, match=r"empty.py` defines no suite: it should assign one to `SUITE`\."):
        load_suite(str(tmp_path / "empty.py"))
    with pytest.raises(BadArgument, match=r"wrong.py` is not a suite"):
        load_suite(str(tmp_path / "wrong.py"))
    with pytest.raises(UnreadableFile, match=r"`nowhere.yaml` does not exist"):
        load_suite("nowhere.yaml")
    with pytest.raises(BadArgument, match=r"`nothing` is not a suite"):
        load_suite("nothing")


def test_contestants_are_the_suites_and_the_common_ones() -> None:
    assert [each.name for each in load_contestants(["random", "echo", "random"], Numbers())] == ["random", "echo"]
    with pytest.raises(BadArgument, match=r"`randm` is not a contestant of `numbers`; the closest is `random`\."):
        load_contestants(["randm"], Numbers())
