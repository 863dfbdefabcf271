"""Running trials, each in a process of its own, two at a time, and leaving none of them behind."""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NoReturn

from bench.hard.trial import Ground, Trial
from palate.agent.orphans import end_with_parent


class Name(StrEnum):
    """The trials, each a module of this package with a function `trial(ground)`; the longest first."""

    SOAK = "soak"
    KILLS = "kills"
    ODD = "odd"
    SQL = "sql"
    CROWD = "crowd"
    CONNECTIONS = "connections"
    REQUEST_COST = "request_cost"
    FOREIGN_ORIGINS = "foreign_origins"


LANES = 2
"""Trials at a time."""
MOST_SECONDS = 580.0
"""After which a trial is ended, and counts as failed."""
GRACE = 5.0
"""Seconds in which a trial that is ended may end its own processes."""
OFTEN = 0.2
"""Seconds between two words of a trial on how far it is."""

Progress = Callable[[Name, int, int], None]
"""Told a trial's name, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Told:
    """How far a trial is."""

    done: int
    total: int


@dataclass(frozen=True)
class Running:
    """A trial that runs."""

    name: Name
    process: SpawnProcess
    pipe: Connection
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.started

    def end(self) -> None:
        """End it: gently first, since it has processes of its own to end."""
        self.process.terminate()
        self.process.join(GRACE)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_trials(names: Sequence[Name], *, scale: float, seed: int, progress: Progress) -> list[Trial]:
    """Run trials, and return what came of them, in the order of `Name`."""
    waiting = [name for name in Name if name in names]
    running: dict[Name, Running] = {}
    found: dict[Name, Trial] = {}
    # What an ended trial's processes still write while they end must not keep its folder from being removed.
    with tempfile.TemporaryDirectory(prefix="palate-hard-", ignore_cleanup_errors=True) as folder:
        try:
            while waiting or running:
                while waiting and len(running) < LANES:
                    name = waiting.pop(0)
                    running[name] = start(name, Path(folder) / name, scale, seed)
                wait([each.pipe for each in running.values()], timeout=OFTEN)
                for each in list(running.values()):
                    if (trial := heard(each, progress)) is not None:
                        found[each.name] = trial.took(each.seconds)
                        running.pop(each.name).end()
        finally:
            for each in running.values():
                each.end()
    return [found[name] for name in Name if name in found]


def start(name: Name, folder: Path, scale: float, seed: int) -> Running:
    """Start a trial in a process that has nothing in it yet."""
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run_here, args=(name, folder, scale, seed, theirs), name=name)
    process.start()
    theirs.close()
    return Running(name, process, ours)


def heard(running: Running, progress: Progress) -> Trial | None:
    """Pass on how far a trial is; return what came of it, once it has ended or its time is over."""
    try:
        while running.pipe.poll():
            told = running.pipe.recv()
            if isinstance(told, Trial):
                return told
            progress(running.name, told.done, told.total)
    except EOFError:
        running.process.join(GRACE)
        return _failed(running.name, f"Its process ended with {running.process.exitcode} and said nothing.")
    if running.seconds > MOST_SECONDS:
        return _failed(running.name, f"It did not end within {MOST_SECONDS:.0f} s.")
    return None


def run_here(name: Name, folder: Path, scale: float, seed: int, pipe: Connection) -> None:
    """Run one trial in this process, and tell how far it is and what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    signal.signal(signal.SIGTERM, _leave)
    end_with_parent()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last > OFTEN or done == total:
            last = now
            pipe.send(Told(done, total))

    try:
        trial = import_module(f"bench.hard.{name}").trial(Ground(folder, tell, scale, seed))
    except Exception as error:  # a trial that breaks is one that failed, and the others still run
        trial = _failed(name, f"It broke with {type(error).__name__}: {error}")
    with suppress(BrokenPipeError):
        pipe.send(trial)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _failed(name: Name, why: str) -> Trial:
    return Trial(name, asked=import_module(f"bench.hard.{name}").ASKED, failures=(why,))
