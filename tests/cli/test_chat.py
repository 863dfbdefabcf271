"""`palate chat`, piped: a line in, a reply out."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from palate import Agent, Catalog
from tests.cli.test_main import run

Chatted = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture
def chat(tiny: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Chatted:
    """Lines piped into a chat give its exit code, standard output and standard error."""
    command = ["chat", "--db", str(tiny.path), "--state", str(tmp_path / "state"), "--user", "me", "--session", "s"]
    return lambda *lines: run(capsys, command, stdin="".join(f"{line}\n" for line in lines).encode())


def test_each_line_is_answered_in_one_session(chat: Chatted, tiny: Catalog, tmp_path: Path) -> None:
    code, _, err = chat("a comedy", "", "from the nineties")

    assert (code, err) == (0, "")
    with Agent(tiny, state=tmp_path / "state") as agent:
        assert [turn.message for turn in agent.session("me", "s").turns()] == ["a comedy", "from the nineties"]


def test_quit_leaves_before_the_next_line(chat: Chatted) -> None:
    assert chat("/quit", "a comedy") == (0, "8 films. Ask for one, or try /help.\n", "")


def test_commands_show_reasons_trace_and_memory(chat: Chatted) -> None:
    _, out, err = chat("I love Alien", "a comedy", "/why", "/trace", "/memory")

    assert err == ""
    assert "likes  Alien  Alien" in out
    assert "time " in out


def test_help_lists_the_commands(chat: Chatted) -> None:
    _, out, _ = chat("/help")

    commands = [line.split()[0] for line in out.splitlines()[1:] if line]
    assert commands == ["/why", "/trace", "/memory", "/help", "/quit"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/wy", "There is no `/wy`; the closest is `/why`.\n"),
        ("/trace", "Nothing was said yet.\n"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_chat_goes_on(line: str, said: str, chat: Chatted) -> None:
    code, out, err = chat(line, "a comedy")

    assert (code, err) == (0, said)
    assert "Clueless" in out


def typed(tiny: Catalog, folder: Path, lines: str) -> int:
    """Type lines into a chat at a terminal, and return its exit code."""
    control, terminal = pty.openpty()
    command = [sys.executable, "-m", "palate", "chat", "--db", str(tiny.path), "--state", str(folder / "state")]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True)
    os.close(terminal)
    os.write(control, lines.encode())
    try:
        with suppress(OSError):  # the end of what a terminal says
            while os.read(control, 1024):
                pass
        return process.wait(timeout=60)
    finally:
        process.kill()
        os.close(control)


def test_what_was_typed_is_its_owner_s_alone_and_goes_with_them(tiny: Catalog, tmp_path: Path) -> None:
    assert typed(tiny, tmp_path, "a comedy, zanzibar\r/quit\r") == 0
    (history,) = (tmp_path / "state" / "history").iterdir()
    assert "zanzibar" in history.read_text()
    assert stat.S_IMODE(history.stat().st_mode) == 0o600

    with Agent(tiny, state=tmp_path / "state") as agent:
        assert agent.memory.of("me").forget() == 1
    assert list((tmp_path / "state" / "history").iterdir()) == []
