"""Putting others to some cases of a run that is kept, so that they stand in its table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from palate.errors import BadArgument
from palate.evals.case import chosen
from palate.evals.contestant import Contestant
from palate.evals.own_agent import check_agents
from palate.evals.provenance import commit, described
from palate.evals.registry import load_suite
from palate.evals.report.report import Report
from palate.evals.results import Manifest, Result, RunFolder
from palate.evals.runner import Progress, tasks_of
from palate.evals.suite import Suite
from palate.evals.task import run_task


def add(
    folder: Path,
    contestants: Sequence[Contestant],
    *,
    suite: Suite | None = None,
    limit: int | None = None,
    repeat: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Run contestants on cases of a run, with the seeds that the others had, and keep them beside those.

    What takes seconds a turn, such as a model, is put to a sample of what the others do whole. Differences are taken
    over the cases that both have. Ctrl-C keeps what is done; adding the same contestant again goes on from there.

    The suite is loaded by the run's name of it where it is not given; the `limit` cases are drawn with the run's seed.

    Raises:
        BadArgument: the run is of another state of the code, or unfinished, or a number is out of its range.
        UnreadableFile: the folder holds no run.
    """
    report = Report.read(folder)
    manifest = report.manifest
    _check(manifest, contestants, folder, repeat)
    loaded = suite or load_suite(manifest.suite)
    check_agents(contestants, loaded)
    cases = chosen(report.cases, limit=limit, seed=manifest.seed)
    done = {result.key: result for result in report.results}
    tasks = list(tasks_of(cases, contestants, manifest, repeat=repeat))
    left = [task for task in tasks if task.key not in done or done[task.key].error]
    with closing(RunFolder(folder)) as kept:
        if progress is not None:
            progress(len(tasks) - len(left), len(tasks), None)
        try:
            for number, task in enumerate(left, start=len(tasks) - len(left) + 1):
                result = done[task.key] = run_task(loaded, task)
                kept.append(result)
                if progress is not None:
                    progress(number, len(tasks), result)
        finally:
            kept.write(_with(manifest, contestants, done.values(), whole=len(report.cases)))
    return Report.read(folder)


def _with(
    manifest: Manifest, contestants: Sequence[Contestant], results: Collection[Result], *, whole: int
) -> Manifest:
    """Return the manifest with those who were added, and with how much of the run each has done."""
    told = dict(manifest.contestants)
    for each in contestants:
        own = [result for result in results if result.contestant == each.name]
        if own:
            sample = f"; {len({result.case for result in own}):,} of {whole:,} cases, {len(own):,} conversations"
            told[each.name] = each.about + (sample if len(own) < whole * manifest.repeat else "")
    config = {each.name: described(each) for each in contestants if each.name in told}
    return manifest.model_copy(update={"contestants": told, "config": {**manifest.config, **config}})


def _check(manifest: Manifest, contestants: Sequence[Contestant], folder: Path, repeat: int) -> None:
    if not 1 <= repeat <= manifest.repeat:
        raise BadArgument(f"`repeat` is {repeat}; 1 to {manifest.repeat} was expected, as often as the run has it.")
    if not manifest.complete:
        raise BadArgument(f"The run in `{folder}` is not finished; go on with it first (`--resume`).")
    if manifest.commit != (now := commit()):
        raise BadArgument(
            f"The run in `{folder}` is of commit `{manifest.commit}`, and this is `{now}`: one table tells of one "
            "state of the code. Check that commit out, or run the suite anew."
        )
    for each in contestants:
        was = manifest.config.get(each.name)
        if was is not None and was != described(each):
            raise BadArgument(f"`{each.name}` is in `{folder}` already, configured otherwise: {was}.")
