"""`palate eval answers`: record the answers of a large model to the prompts of a suite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.door import say
from palate.cli.eval_options import Filter, Limit

if TYPE_CHECKING:
    from palate.evals.recording import Replayed
    from palate.evals.suite import Suite

answers_app = typer.Typer(
    help="Record the answers of a large model to a suite's prompts, for `--model recorded:NAME`.", no_args_is_help=True
)

Suites = Annotated[
    list[str], typer.Argument(metavar="SUITE…", help="Names of suites, or files, as `eval run` has them.")
]
Recorded = Annotated[
    str, typer.Option("--model", metavar="recorded:NAME", help="The recording: `answers/NAME.jsonl` beside each suite.")
]
Asking = Annotated[
    list[str] | None,
    typer.Option(
        "--contestant", "-c", metavar="NAME", help="Whose prompts; repeatable. frames-dynamic if none is given."
    ),
]


@answers_app.command("pending")
def pending_command(
    suites: Suites,
    model: Recorded,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where prompts are written, as JSON lines.")],
    contestants: Asking = None,
    limit: Limit = None,
    filter: Filter = None,  # noqa: A002
) -> None:
    """Write the prompts that have no answer, each once, with its key.

    Of each conversation this is the first one, since later prompts depend on its answer: write, answer and import
    until none is left.
    """
    found = [_replayed(name, model, {}, contestants, limit, filter)[1] for name in suites]
    prompts = {each.key: each for replayed in found for each in replayed.pending}
    if not prompts:
        say(f"{_named(found)}: `{model}` has an answer to every prompt; nothing was written.")
        return
    out.write_text("".join(f"{each.line()}\n" for each in prompts.values()), encoding="utf-8")
    say(
        f"{out}: {_left(found)}. Answer each by a line "
        f'{{"key": …, "text": …}}, then: `palate eval answers import FILE --model {model} {" ".join(suites)}`.'
    )


@answers_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Answers: JSON lines with `key` and `text`.")],
    suites: Suites,
    model: Recorded,
    contestants: Asking = None,
    limit: Limit = None,
    filter: Filter = None,  # noqa: A002
) -> None:
    """Keep answers beside the suites that ask their prompts, and tell how many prompts are left.

    An answer to a prompt that was answered before replaces the old one. One to no prompt of these suites is left out.
    """
    from palate.evals.recorded import read_answers, write_answers

    new = read_answers(file)
    found, used = [], set[str]()
    for name in suites:
        kept, replayed = _replayed(name, model, new, contestants, limit, filter)
        fitting = {key: text for key, text in new.items() if key in replayed.found}
        if fitting:
            write_answers(kept, {**_known(kept), **fitting})
        say(f"{replayed.suite}: {_many(len(fitting), 'answer')} imported into {kept}; {_left([replayed])} left.")
        found.append(replayed)
        used |= fitting.keys()
    if unused := len(new.keys() - used):
        say(f"{_many(unused, 'answer')} of {file} fit{'s' * (unused == 1)} no prompt of {_named(found)}; left out.")


def _replayed(
    source: str,
    model: str,
    new: dict[str, str],
    contestants: list[str] | None,
    limit: int | None,
    pattern: str | None,
) -> tuple[Path, Replayed]:
    """Return the file of a suite's answers, and what it asks where these and `new` ones answer."""
    from palate.cli.output import terminal
    from palate.evals.baselines.models.checks import chosen_model
    from palate.evals.progress import score_bar
    from palate.evals.recorded import answers_file
    from palate.evals.recording import replay
    from palate.evals.registry import folder_of, load_suite
    from palate.evals.report.planning import MAIN

    asking = contestants or [MAIN]
    chosen_model(model, None, asking)
    suite: Suite = load_suite(source)
    kept = answers_file(model, folder_of(source, suite))
    with score_bar(suite.name, suite.metrics[0], terminal(err=True)) as progress:
        replayed = replay(suite, asking, model, {**_known(kept), **new}, limit=limit, filter=pattern, progress=progress)
    if replayed.without:
        count = _many(len(replayed.without), "case")
        say(f"{count} could not be asked to the end; the first is {replayed.without[0]}", err=True)
    return kept, replayed


def _known(file: Path) -> dict[str, str]:
    from palate.evals.recorded import read_answers

    return read_answers(file) if file.is_file() else {}


def _left(found: list[Replayed]) -> str:
    prompts = {each.key for replayed in found for each in replayed.pending}
    conversations = sum(each.conversations for each in found)
    return f"{_many(len(prompts), 'prompt')} of {_many(conversations, 'conversation')}"


def _named(found: list[Replayed]) -> str:
    return ", ".join(each.suite for each in found)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
