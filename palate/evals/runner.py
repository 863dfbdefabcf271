"""Running contestants on a suite: in one process or several, kept as it goes, and continued where it stopped."""

from __future__ import annotations

import hashlib
import json
import pickle
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from palate.errors import BadArgument
from palate.evals.case import Case, digest
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.own_agent import check_agents
from palate.evals.provenance import commit, described, versions
from palate.evals.registry import load_suite
from palate.evals.report.report import Report
from palate.evals.results import Manifest, Result, RunFolder, is_run, read_manifest, read_results
from palate.evals.suite import Suite
from palate.evals.task import Task, in_processes, run_task

Progress = Callable[[int, int, Result | None], None]
"""Told how many results there are, of how many, and the one that came last (None before the first new one)."""


@dataclass(frozen=True)
class _Plan:
    """One run, before it begins."""

    suite: Suite
    source: str | bytes
    """How another process gets the suite: by its name, or unpickled."""
    cases: tuple[Case, ...]
    contestants: tuple[Contestant, ...]
    manifest: Manifest

    @property
    def tasks(self) -> Iterator[Task]:
        """What is to be run in all."""
        return tasks_of(self.cases, self.contestants, self.manifest, repeat=self.manifest.repeat)


def run(
    suite: Suite | str,
    contestants: Sequence[Contestant] = (),
    *,
    limit: int | None = None,
    filter: str | None = None,  # noqa: A002
    seed: int = 0,
    repeat: int | None = None,
    workers: int = 1,
    resume: bool = False,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Run contestants on the cases of a suite, all of them on the same cases with the same seeds.

    An exception of a contestant is a result: it is kept, and counts as the worst score. Ctrl-C ends the run early: what
    is done is kept and reported, and `report.manifest.complete` is False.

    Args:
        suite: A suite, or the name or file of one.
        contestants: Whom to run; the suite's own where none are given. The others are compared with the first.
        limit: How many cases at most, drawn with `seed`.
        filter: Patterns of ids and tags, as `palate.evals.case.chosen` has them.
        seed: Of everything that is drawn.
        repeat: How often each case is run, each time with another seed; as the suite says where None, else once.
        workers: Processes. Where more than one, suite and contestants must be picklable, or the suite given by name.
        resume: Go on with the run in `out` where there is one; results that were errors are run again.
        out: A folder for the results; nothing is written where it is None.
        progress: Told after each result.

    Raises:
        BadArgument: an argument is out of its range, `out` holds a run already, or `resume` continues another run.
    """
    _check(repeat, workers)
    plan = _planned(suite, contestants, limit=limit, filter=filter, seed=seed, repeat=repeat)
    done, before = _kept(out, plan, resume=resume)
    known = {result.key for result in done}
    tasks = [task for task in plan.tasks if task.key not in known]
    started = time.perf_counter()
    total = len(plan.cases) * len(plan.contestants) * plan.manifest.repeat
    with ExitStack() as stack:
        folder = stack.enter_context(closing(RunFolder(out))) if out is not None else None
        if folder is not None:
            folder.write(plan.manifest, plan.cases)
        complete = True
        if progress is not None:
            progress(len(done), total, None)
        results = stack.enter_context(closing(_results(plan, tasks, workers)))
        try:
            for result in results:
                done.append(result)
                if folder is not None:
                    folder.append(result)
                if progress is not None:
                    progress(len(done), total, result)
        except KeyboardInterrupt:
            complete = False
        seconds = before + time.perf_counter() - started
        manifest = plan.manifest.model_copy(update={"seconds": round(seconds, 3), "complete": complete})
        if folder is not None:
            folder.write(manifest)
    return Report(manifest, plan.cases, tuple(done))


def seed_of(seed: int, case: str, repeat: int) -> int:
    """Return the seed of one repeat of a case: the same for every contestant, whatever else is run."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{case}/{repeat}".encode()).digest()[:4], "big")


def _check(repeat: int | None, workers: int) -> None:
    for name, value in (("repeat", repeat), ("workers", workers)):
        if value is not None and value < 1:
            raise BadArgument(f"`{name}` is {value}; at least 1 was expected.")


def _planned(
    suite: Suite | str,
    contestants: Sequence[Contestant],
    *,
    limit: int | None,
    filter: str | None,  # noqa: A002
    seed: int,
    repeat: int | None,
) -> _Plan:
    loaded = load_suite(suite) if isinstance(suite, str) else suite
    chosen = tuple(contestants) or loaded.contestants
    names = [contestant.name for contestant in chosen]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None or not names:
        raise BadArgument(f"Two contestants are called `{twice}`." if twice else f"`{loaded.name}` has no contestants.")
    _check_worst(loaded)
    cases = tuple(loaded.cases(limit=limit, seed=seed, filter=filter))
    if not cases:
        raise BadArgument(f"`{loaded.name}` has no cases; at least one was expected.")
    check_agents(chosen, loaded)
    manifest = Manifest(
        suite=loaded.name,
        about=loaded.about,
        metrics=loaded.metrics,
        suite_hash=_suite_hash(cases, loaded.metrics),
        data=loaded.fingerprint(),
        contestants={contestant.name: contestant.about for contestant in chosen},
        groups=getattr(loaded, "groups", {}),
        config={contestant.name: described(contestant) for contestant in chosen},
        seed=seed,
        repeat=repeat if repeat is not None else getattr(loaded, "repeat", 1),
        limit=limit,
        filter=filter,
        commit=commit(),
        versions=versions(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    source = suite if isinstance(suite, str) else b""
    return _Plan(loaded, source, cases, chosen, manifest)


def _check_worst(suite: Suite) -> None:
    """Refuse a main metric by which an exception would count as the best score."""
    main = suite.metrics[0]
    if main.better == "lower" and main.worst is None:
        raise BadArgument(f"`{main.name}` of `{suite.name}` needs `worst`: what a case scores that ends in an error.")


def _suite_hash(cases: Sequence[Case], metrics: Sequence[Metric]) -> str:
    described = json.dumps(TypeAdapter(tuple[Metric, ...]).dump_python(tuple(metrics)), sort_keys=True)
    return hashlib.sha256(f"{digest(cases)}{described}".encode()).hexdigest()[:12]


def _kept(out: Path | None, plan: _Plan, *, resume: bool) -> tuple[list[Result], float]:
    """Return the results to go on from, and how many seconds they took."""
    if out is None or not is_run(out):
        return [], 0.0
    if not resume:
        raise BadArgument(f"`{out}` holds a run already; resume it (`--resume`), or name another folder.")
    old = read_manifest(out)
    for name in ("suite", "suite_hash", "data", "seed"):
        was, now = getattr(old, name), getattr(plan.manifest, name)
        if was != now:
            raise BadArgument(
                f"`{out}` was run with the {name.replace('_', ' ')} `{was}`, and it is `{now}` now; "
                "name another folder for a new run."
            )
    results = [result for result in read_results(out) if not result.error]
    wanted = {task.key for task in plan.tasks}
    return [result for result in results if result.key in wanted], old.seconds


def tasks_of(
    cases: Sequence[Case], contestants: Sequence[Contestant], manifest: Manifest, *, repeat: int
) -> Iterator[Task]:
    """Yield what is to be run; a case with all contestants before the next, so that a part of a run is comparable."""
    worst = _worst_scores(manifest.metrics)
    for number in range(repeat):
        for case in cases:
            seed = seed_of(manifest.seed, case.id, number)
            for contestant in contestants:
                yield Task(case, contestant, number, seed, worst)


def _worst_scores(metrics: Sequence[Metric]) -> dict[str, float]:
    """Return the scores of a case in which the contestant raised an error."""
    told = {metric.score: metric.worst for metric in metrics if metric.worst is not None}
    return {metrics[0].score: 0.0, **told}


def _results(plan: _Plan, tasks: Sequence[Task], workers: int) -> Generator[Result, None, None]:
    if workers == 1 or len(tasks) < 2:
        for task in tasks:
            yield run_task(plan.suite, task)
        return
    source = plan.source or pickle.dumps(plan.suite)
    with closing(in_processes(source, tasks, workers)) as results:
        yield from results
