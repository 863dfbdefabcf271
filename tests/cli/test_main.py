"""The command line's frame: help, version, and what becomes of errors."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version

import pytest

from palate.cli import main as cli
from palate.errors import NotACatalog, ToolError


def run(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str], *, stdin: bytes = b""
) -> tuple[int | str | None, str, str]:
    """Return exit code, standard output and standard error of a command run in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
    printed = capsys.readouterr()
    return left.value.code, printed.out, printed.err


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `palate demo` a command that raises `error`."""

    def demo_command() -> None:
        raise error

    monkeypatch.setitem(sys.modules, "broken_command", type(sys)("broken_command"))
    monkeypatch.setattr(sys.modules["broken_command"], "demo_command", demo_command, raising=False)
    monkeypatch.setitem(cli.COMMANDS, "demo", cli.Entry("broken_command", "demo_command", "Fail."))


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, ["--help"])

    assert code == 0
    assert [name for name in cli.COMMANDS if f" {name} " not in out] == []
    assert err == ""


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, [name, "--help"])

    assert code == 0
    assert f"Usage: palate {name}" in out


def test_version_is_the_distributions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, ["--version"]) == (0, f"palate {version('palate')}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chatt"], "No such command 'chatt'. Did you mean 'chat'? `palate --help` lists what there is.\n"),
        (["--nope"], "No such option: --nope. `palate --help` lists what there is.\n"),
        (["ask"], "Missing argument 'message'. `palate ask --help` lists what there is.\n"),
    ],
)
def test_a_usage_error_is_one_sentence_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, arguments) == (2, "", said)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NotACatalog("`x.db` is no catalogue."), 2, "`x.db` is no catalogue.\n"),
        (ToolError("`weather` stalled."), 1, "`weather` stalled.\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (ZeroDivisionError("oh"), 1, "Palate failed with ZeroDivisionError: oh. `palate --debug …` shows where.\n"),
    ],
)
def test_an_error_is_one_sentence_on_standard_error(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, error)

    assert run(capsys, ["demo"]) == (code, "", said)


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, ToolError("`weather` stalled."))

    with pytest.raises(ToolError):
        cli.main(["--debug", "demo"])
    monkeypatch.setenv("PALATE_DEBUG", "1")
    with pytest.raises(ToolError):
        cli.main(["demo"])


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "palate", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
