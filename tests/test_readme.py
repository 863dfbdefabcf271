"""README.md and docs show what really happens: their Python runs, their commands run, and both print what is said.

`make test ARGS="tests/test_readme.py --update-examples -k python"`, then the same with `-k command`, writes what they
print now.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_examples import CodeExample, EvalExample, find_examples

from palate.language.reader.reader import shipped
from tests.cli.test_main import run

ROOT = Path(__file__).parent.parent
PRINTED = ROOT / "docs" / "reference.md"
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page != PRINTED)]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of a page, and what the page says that it prints."""

    page: Path
    line: str
    prints: str

    def __str__(self) -> str:
        return f"{self.page.name}: {self.line}"

    def update(self, printed: str) -> None:
        """Write into the page what the command prints now."""
        text = self.page.read_text(encoding="utf-8")
        gap = "\n\n" if f"\n{self.prints}".endswith("\n\n") else "\n"
        old, new = f"$ {self.line}\n{self.prints}", f"$ {self.line}\n{printed.rstrip()}{gap}"
        self.page.write_text(text.replace(old, new, 1), encoding="utf-8")


def commands() -> Iterator[Command]:
    """Find `$ palate …` lines in the console blocks of every page, with the lines below them."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, prints = entry.partition("\n")
                yield Command(page, line, prints)


def without_times(text: str) -> str:
    """Blank out what differs from run to run."""
    return re.sub(r"\d+(\.\d+)? ms", "… ms", text).rstrip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole page: what a command writes, a later one reads."""
    return tmp_path_factory.mktemp("reader")


@pytest.fixture(autouse=True)
def as_a_newcomer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.language.understand.shipped", shipped)
    monkeypatch.setattr("palate.language.answer.shipped", shipped)
    monkeypatch.chdir(home)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("COLUMNS", "100")


def examples() -> Iterator[CodeExample]:
    """Find the Python of every page; a block with a title is a script, which `tests/docs/test_how_to.py` runs."""
    return (each for each in find_examples(*map(str, PAGES)) if "title" not in each.prefix_settings())


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_python_prints_what_the_page_says(example: CodeExample, eval_example: EvalExample) -> None:
    eval_example.set_config(line_length=100, quotes="double")
    if eval_example.update_examples:
        eval_example.run_print_update(example)
    else:
        eval_example.run_print_check(example)


@pytest.mark.parametrize("command", list(commands()), ids=str)
def test_a_command_prints_what_the_page_says(
    command: Command, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(command.line)
    assert words[0] == "palate"

    _, out, err = run(capsys, words[1:])

    if pytestconfig.getoption("update_examples"):
        command.update(out + err)
    else:
        assert without_times(out + err) == without_times(command.prints)
