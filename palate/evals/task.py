"""One case with one contestant: run here, or in other processes."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import traceback
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from palate.agent.orphans import end_with_parent
from palate.errors import PalateError
from palate.evals.case import Case
from palate.evals.contestant import Contestant
from palate.evals.outcome import Outcome, turns_of
from palate.evals.own_agent import NoAgent
from palate.evals.registry import load_file, load_suite, loaded_files
from palate.evals.results import Result, result_of
from palate.evals.suite import Suite

_AHEAD = 4
"""Tasks handed out for each worker: enough to keep it busy, few enough that Ctrl-C loses little."""


@dataclass(frozen=True)
class Task:
    """What is to be run."""

    case: Case
    contestant: Contestant
    repeat: int
    seed: int
    worst: Mapping[str, float]
    """The scores if it raises an error."""

    @property
    def key(self) -> tuple[str, str, int]:
        """The key of its result."""
        return (self.contestant.name, self.case.id, self.repeat)


def run_task(suite: Suite, task: Task) -> Result:
    """Run it; an exception becomes a result with the worst scores, and the turns that were recorded before it.

    Raises:
        NoAgent: the contestant is an app's function, and makes no agent.
    """
    name = task.contestant.name
    try:
        outcome = suite.run(task.case, task.contestant, seed=task.seed)
    except NoAgent:
        raise
    except Exception as error:  # whatever a contestant or somebody's suite raises, the other cases are still run
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.name}, line {last.lineno}"
        told = f"{type(error).__name__}: {error} (in {where})"
        failed = Outcome(task.case.id, dict(task.worst), turns=turns_of(error), note=told, failed=True)
        return result_of(failed, name, repeat=task.repeat, seed=task.seed, error=told)
    return result_of(outcome, name, repeat=task.repeat, seed=task.seed)


def in_processes(source: str | bytes, tasks: Sequence[Task], workers: int) -> Generator[Result, None, None]:
    """Run tasks in `workers` processes, yielding each result as it comes.

    `source` is the suite's name or file, or the suite pickled.
    """
    # Forked workers would share the parent's SQLite connections.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(loaded_files(),))
    waiting: set[Future[Result]] = set()
    left = iter(tasks)
    try:
        while True:
            while len(waiting) < _AHEAD * workers and (task := next(left, None)) is not None:
                waiting.add(pool.submit(_run_elsewhere, source, task))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in done:
                yield each.result()
    except BrokenProcessPool as error:
        raise PalateError("A worker process died, perhaps of want of memory; `--resume` goes on from there.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(files: Sequence[str]) -> None:
    """Prepare a worker: it leaves Ctrl-C to its parent, goes with it, and knows the files that tasks are defined in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    for file in filter(Path.is_file, map(Path, files)):
        load_file(file)


def _run_elsewhere(source: str | bytes, task: Task) -> Result:
    return run_task(_suite(source), task)


@cache
def _suite(source: str | bytes) -> Suite:
    """Return this process's suite: it keeps open what it opened for an earlier task."""
    return load_suite(source) if isinstance(source, str) else cast(Suite, pickle.loads(source))  # noqa: S301
