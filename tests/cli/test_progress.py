"""The line that tells what a turn waits for."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from palate import Agent, Catalog
from palate.cli import progress
from palate.cli.progress import followed
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel


class Terminal(io.StringIO):
    """Tells when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str) -> int:
        if "Planning" in text:
            self.written.set()
        return super().write(text)


def shown(films: Catalog, state: Path, *, terminal: bool, wait: float = 0.0) -> tuple[str, str]:
    """Return what the terminal was sent for a turn, and the reply; its model waits for the line, `wait` at most."""
    out = Terminal()

    def slow(messages: Sequence[Message], options: CallOptions) -> str:
        out.written.wait(wait)
        return "no plan"

    console = Console(file=out, force_terminal=terminal, width=80, color_system=None)
    with Agent(films, model=ScriptedModel(slow, name="slow"), planner="frames", state=state) as agent:
        reply = followed(agent, "a comedy", user=None, session=None, console=console)
    return out.getvalue(), reply.act


def test_a_turn_that_takes_long_tells_what_it_waits_for_and_leaves_nothing(
    films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON", 0.0)

    sent, act = shown(films, tmp_path, terminal=True, wait=10.0)

    assert "Planning with slow …" in sent
    assert sent.rstrip("\n").endswith("\x1b[2K")
    assert act == "recommend"


def test_a_turn_that_is_soon_over_tells_nothing(
    films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON", 60.0)

    sent, act = shown(films, tmp_path, terminal=True)

    assert "…" not in sent
    assert act == "recommend"


def test_where_there_is_no_terminal_nothing_is_shown(
    films: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON", 0.0)

    assert shown(films, tmp_path, terminal=False) == ("", "recommend")
