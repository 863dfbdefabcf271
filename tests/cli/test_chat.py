"""`palate chat`, piped: a line in, a reply out."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from palate import Agent, Catalog


def chat(tiny: Catalog, *lines: str, folder: Path, session: str = "s") -> subprocess.CompletedProcess[str]:
    """Pipe lines into a chat."""
    command = [sys.executable, "-m", "palate", "chat", "--db", str(tiny.path), "--state", str(folder / "state")]
    return subprocess.run(
        [*command, "--user", "me", "--session", session],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_each_line_is_answered_in_one_session(tiny: Catalog, tmp_path: Path) -> None:
    done = chat(tiny, "a comedy", "", "from the nineties", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    with Agent(tiny, state=tmp_path / "state") as agent:
        assert [turn.message for turn in agent.session("me", "s").turns()] == ["a comedy", "from the nineties"]


def test_quit_leaves_before_the_next_line(tiny: Catalog, tmp_path: Path) -> None:
    done = chat(tiny, "/quit", "a comedy", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["8 films. Ask for one, or try /help."]


def test_commands_show_reasons_trace_and_memory(tiny: Catalog, tmp_path: Path) -> None:
    done = chat(tiny, "I love Alien", "a comedy", "/why", "/trace", "/memory", folder=tmp_path)

    assert done.stderr == ""
    assert "likes  Alien  Alien" in done.stdout
    assert "time " in done.stdout


def test_help_lists_the_commands(tiny: Catalog, tmp_path: Path) -> None:
    done = chat(tiny, "/help", folder=tmp_path)

    assert [line.split()[0] for line in done.stdout.splitlines()[1:] if line] == [
        "/why",
        "/trace",
        "/memory",
        "/help",
        "/quit",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/wy", "There is no `/wy`; the closest is `/why`.\n"),
        ("/trace", "Nothing was said yet.\n"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_chat_goes_on(line: str, said: str, tiny: Catalog, tmp_path: Path) -> None:
    done = chat(tiny, line, "a comedy", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, said)
    assert "Clueless" in done.stdout


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
