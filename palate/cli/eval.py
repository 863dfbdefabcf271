"""`palate eval`: run suites, compare results, and write reports."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.door import say
from palate.cli.eval_answers import answers_app
from palate.cli.eval_options import Contestants, Filter, Limit, ModelCache, ModelName, Out
from palate.cli.eval_output import figures, plain, print_suites
from palate.cli.options import AsJson, Db, State, User, open_agent, open_catalog, print_json
from palate.errors import BadArgument

if TYPE_CHECKING:
    from palate.evals.report.report import Report

RUNS = Path("eval-results")
"""Where runs go where no `--out` is given, each in a folder named for its time."""

eval_app = typer.Typer(help="Run suites, compare results, and write reports.", no_args_is_help=True)
eval_app.add_typer(answers_app, name="answers")


@eval_app.command("list")
def list_command(json: AsJson = False) -> None:
    """List the suites and whom they can be run with."""
    from palate.evals.baselines import CONTESTANTS
    from palate.evals.registry import load_suite, suite_names

    suites = [load_suite(name) for name in suite_names()]
    if json:
        print_json(
            {
                "suites": [
                    {"name": suite.name, "about": vars(suite.about), "metrics": [each.name for each in suite.metrics]}
                    for suite in suites
                ],
                "contestants": {each.name: each.about for each in CONTESTANTS},
            }
        )
        return
    from palate.cli.output import terminal

    print_suites(terminal(), suites, CONTESTANTS)


@eval_app.command("run")
def run_command(
    suites: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names of suites, or files: .yaml, .py, .jsonl (frozen); all but development ones if none."
        ),
    ] = None,
    contestants: Contestants = None,
    limit: Limit = None,
    filter: Filter = None,  # noqa: A002
    seed: Annotated[int, typer.Option("--seed", help="Of everything that is drawn.")] = 0,
    repeat: Annotated[
        int | None, typer.Option("--repeat", min=1, help="How often each case is run; as the suite says if not given.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with --out, or with the last run.")] = False,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The catalogue whose log `ranking` suites look at.")
    ] = None,
    deep: Annotated[bool, typer.Option("--deep", help="Deep models too in `ranking` suites (extra `deep`).")] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            min=0,
            max=1,
            metavar="SHARE",
            help="Exit with 1 where the first contestant's main metric is below this, and name the cases that failed.",
        ),
    ] = None,
    model: ModelName = None,
    model_cache: ModelCache = None,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Run suites; each result is kept as it comes, in a folder a suite under --out."""
    from palate.cli.output import terminal
    from palate.evals.bar import check_bar, failed_cases, is_below
    from palate.evals.baselines.models.checks import check_resumed, check_workers, choice_for, chosen_model
    from palate.evals.progress import score_bar
    from palate.evals.registry import default_suites, load_contestants, load_suite, over, with_deep
    from palate.evals.runner import run

    choice = chosen_model(model, model_cache, contestants or ())
    loaded = [(name, load_suite(name)) for name in suites or default_suites()]
    if db is not None:
        loaded = [(name, over(suite, db)) for name, suite in loaded]
    if deep:
        loaded = [(name, with_deep(suite)) for name, suite in loaded]
    named = contestants or ()
    chosen = [load_contestants(named, suite, model=choice_for(choice, name, suite, named)) for name, suite in loaded]
    for _, suite in loaded if fail_under is not None else ():
        check_bar(suite)
    check_workers(workers, choice, [each for whom in chosen for each in whom])
    folder = out or (_latest() if resume else RUNS / time.strftime("%Y%m%d-%H%M%S"))
    for (_, suite), whom in zip(loaded if resume else (), chosen, strict=False):
        check_resumed(folder / suite.name, whom)
    reports: list[Report] = []
    for (name, suite), whom in zip(loaded, chosen, strict=True):
        asked = suite if deep or db is not None else name
        with score_bar(suite.name, suite.metrics[0], terminal(err=True)) as progress:
            report = run(
                asked,
                whom,
                limit=limit,
                filter=filter,
                seed=seed,
                repeat=repeat,
                workers=workers,
                resume=resume,
                out=folder / suite.name,
                progress=progress,
            )
        reports.append(report)
        if not report.manifest.complete:
            break
    _show(reports, json=json)
    say(f"Kept in {folder}; `palate eval report {folder}` makes a page of it.", err=True)
    if not reports[-1].manifest.complete:
        say(f"Stopped; `--resume --out {folder}` goes on from there.", err=True)
        raise KeyboardInterrupt
    if fail_under is not None and (below := [report for report in reports if is_below(report, fail_under)]):
        for report in below:
            say(failed_cases(report, fail_under), err=True)
        raise typer.Exit(1)


@eval_app.command("add")
def add_command(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of one suite's run.")],
    contestants: Annotated[
        list[str], typer.Option("--contestant", "-c", metavar="NAME", help="Whom to add; repeatable.")
    ],
    limit: Limit = None,
    repeat: Annotated[int, typer.Option("--repeat", min=1, help="How often each case is run.")] = 1,
    model: ModelName = None,
    model_cache: ModelCache = None,
    json: AsJson = False,
) -> None:
    """Put others to cases of a run that is kept, such as a slow model to a sample, and into its table."""
    from palate.cli.output import terminal
    from palate.evals.adding import add
    from palate.evals.baselines.models.checks import choice_for, chosen_model
    from palate.evals.progress import score_bar
    from palate.evals.registry import load_contestants, load_suite
    from palate.evals.results import read_manifest

    name = read_manifest(folder).suite
    suite = load_suite(name)
    choice = choice_for(chosen_model(model, model_cache, contestants), name, suite, contestants)
    whom = load_contestants(contestants, suite, model=choice)
    with score_bar(suite.name, suite.metrics[0], terminal(err=True)) as progress:
        report = add(folder, whom, suite=suite, limit=limit, repeat=repeat, progress=progress)
    _show([report], json=json)


@eval_app.command("compare")
def compare_command(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A run's folder, or FOLDER@CONTESTANT.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The run that is judged, likewise.")],
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 where the main metric lost significantly.")] = False,
    json: AsJson = False,
) -> None:
    """Compare runs case by case, with intervals of the difference and the cases that flipped."""
    from palate.evals.compare import compare

    (old, first), (new, second) = _reports_at(before), _reports_at(after)
    shared = [name for name in new if name in old]
    if not shared:
        raise BadArgument(f"`{before}` and `{after}` have no suite in common; {', '.join(old)} and {', '.join(new)}.")
    found = [compare(old[name], new[name], first=first, second=second) for name in shared]
    if json:
        print_json([plain(each) for each in found])
    else:
        from palate.cli.output import terminal
        from palate.evals.report.terminal import print_comparison

        console = terminal()
        for number, each in enumerate(found):
            if number:
                console.print()
            print_comparison(console, each)
    lost = [each.suite for each in found if each.lost]
    if gate and lost:
        say(f"Significantly worse: {', '.join(lost)}.", err=True)
        raise typer.Exit(1)


@eval_app.command("report")
def report_command(
    folder: Annotated[Path, typer.Argument(help="A run's folder, or one that holds several.")],
    planning: Annotated[
        bool, typer.Option("--planning", help="Only how contestants that plan with a model compare.")
    ] = False,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Print the tables of runs, or write them to --out: a page (.html) or Markdown (.md)."""
    from palate.evals.report.report import Report
    from palate.evals.results import find_runs

    reports = [Report.read(path) for path in find_runs(folder)]
    if planning:
        _planning(reports, folder, out)
        return
    if out is None:
        _show(reports, json=json)
        return
    if out.suffix == ".html":
        from palate.evals.report.html import to_html

        text = to_html(reports)
    elif out.suffix == ".md":
        from palate.evals.report.markdown import to_markdown
        from palate.evals.report.models import used_models

        text = to_markdown(reports, command=f"palate eval report {folder} --out {out}") + used_models(reports)
    else:
        raise BadArgument(f"`--out {out}` should end in .html or .md.")
    out.write_text(text, "utf-8")
    say(f"{out}: {', '.join(report.manifest.suite for report in reports)}", err=True)


@eval_app.command("freeze")
def freeze_command(
    name: Annotated[str, typer.Argument(help="What to call the conversation.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file of frozen conversations; added to.")],
    messages: Annotated[
        list[str] | None,
        typer.Argument(help="What the person says, a message an argument; what --session said if none is given."),
    ] = None,
    db: Db = None,
    user: User = None,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="Say what was said in this session of --state.")
    ] = None,
    state: State = None,
    contestant: Annotated[
        str, typer.Option("--contestant", "-c", metavar="NAME", help="Who answers, such as `my_app:make_agent`.")
    ] = "agent",
) -> None:
    """Record a conversation with the agent; `palate eval run FILE` replays it and tells what state differs.

    Somebody's words are in the file then: what is kept of a real session needs their leave.
    """
    from palate.evals.case import read_cases, write_cases
    from palate.evals.frozen import FrozenSuite, freeze
    from palate.evals.registry import load_contestants

    if out.suffix != ".jsonl":
        raise BadArgument(f"`--out {out}` should end in .jsonl.")
    cases = [case for case in (read_cases(out) if out.exists() else ()) if case.id != name]
    beside = None if db is None else os.path.relpath(db, out.parent)
    said = messages or _said(db, state, user, session)
    (whom,) = load_contestants([contestant], FrozenSuite(out))
    with open_catalog(db) as catalog:
        cases.append(freeze(name, said, catalog=catalog, contestant=whom, user=user, db=beside))
    write_cases(out, cases)
    say(f"{out}: {len(cases)} conversations", err=True)


def _said(db: Path | None, state: Path | None, user: str | None, session: str | None) -> list[str]:
    """Return what was said in a session that is kept."""
    if session is None:
        raise BadArgument("Nothing was said: give messages, or the session of --state that has them with --session.")
    with open_agent(db, state=state) as agent:
        said = [turn.message for turn in agent.session(user, session).turns()]
    if not said:
        raise BadArgument(f"No turns are kept of the session `{session}`; give its --user and --state.")
    return said


def _latest() -> Path:
    folders = sorted(RUNS.iterdir()) if RUNS.is_dir() else []
    if not folders:
        raise BadArgument(f"There is nothing to resume in `{RUNS}`; name a folder with --out.")
    return folders[-1]


def _reports_at(text: str) -> tuple[dict[str, Report], str | None]:
    """Return the runs at `FOLDER` or `FOLDER@CONTESTANT`, by suite, and the contestant."""
    from palate.evals.report.report import Report
    from palate.evals.results import find_runs

    folder, contestant = (text, None) if Path(text).exists() or "@" not in text else text.rsplit("@", 1)
    reports = [Report.read(path) for path in find_runs(Path(folder))]
    return {report.manifest.suite: report for report in reports}, contestant


def _show(reports: list[Report], *, json: bool) -> None:
    from palate.evals.recorded import missing_share

    if json:
        print_json([figures(report) for report in reports])
        for sentence in missing_share(reports):
            say(sentence, err=True)
        return
    from palate.cli.output import terminal
    from palate.evals.report.models import models
    from palate.evals.report.terminal import print_reports, print_rows

    console = terminal()
    print_reports(console, reports)
    if (used := models(reports)) is not None:
        console.print()
        print_rows(console, used)
    for sentence in missing_share(reports):
        console.print()
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _planning(reports: list[Report], folder: Path, out: Path | None) -> None:
    """Print or write the tables of planners alone."""
    from palate.evals.report.planning import below_mark, to_planning

    if out is not None and out.suffix != ".md":
        raise BadArgument(f"`--out {out}` should end in .md: the planning tables are Markdown.")
    where = "" if out is None else f" --out {out}"
    text = to_planning(reports, command=f"palate eval report {folder} --planning{where}")
    if out is None:
        say(text, end=False)
        return
    out.write_text(below_mark(out.read_text("utf-8") if out.exists() else "", text), "utf-8")
    say(f"{out}: {', '.join(report.manifest.suite for report in reports)}", err=True)
