"""`palate demos`: the demonstrations that a model which plans is shown."""

from __future__ import annotations

import json as js
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from palate.catalog.printable import one_line
from palate.cli.door import say
from palate.cli.options import AsJson, Db, DemosOption, State, open_catalog, print_json
from palate.errors import BadArgument, PalateError

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.demos.demonstration import Demonstration
    from palate.planners.demos.harvesting import Record
    from palate.planners.models.written import WrittenPlan

FOLDER = "demos"
"""Where in a state folder an agent looks for demonstrations: `palate.agent.agent.DEMONSTRATIONS`."""

First = Literal["requests", "plans"]

demos_app = typer.Typer(help="The demonstrations that a model which plans is shown.", no_args_is_help=True)


@demos_app.command("list")
def list_command(
    db: Db = None,
    state: State = None,
    message: Annotated[
        str | None, typer.Option("--for", metavar="MESSAGE", help="Only those that are chosen for a message.")
    ] = None,
    mode: DemosOption = "dynamic",
    k: Annotated[int, typer.Option("-k", min=0, max=8, help="How many are chosen for a message.")] = 3,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only those that show this.")] = None,
    json: AsJson = False,
) -> None:
    """List demonstrations, seeds filled from the catalogue; with --for, those chosen for a message, closest last."""
    from palate.planners.demos.pool import Pool

    with open_catalog(db) as catalog:
        pool = Pool.of(catalog, folder=_folder(catalog, state))
        found = pool.demonstrations if message is None else pool.select(message, mode=mode, k=k)
    found = [each for each in found if tag is None or tag in each.tags]
    if json:
        print_json({"version": pool.version, "demonstrations": [js.loads(each.line()) for each in found]})
        return
    from palate.cli.output import print_table, terminal

    rows = [(each.id, each.source, f"{each.score:.2f}", each.request, _outline(each.plan)) for each in found]
    print_table(terminal(), ("id", "source", "score", "request", "plan"), rows)


@demos_app.command("add")
def add_command(
    request: Annotated[str, typer.Option("--request", metavar="TEXT", help="What a person says.")],
    plan: Annotated[str, typer.Option("--plan", metavar="JSON", help="The plan that should be written for it.")],
    before: Annotated[str, typer.Option("--before", metavar="TEXT", help="What held until then.")] = "",
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="What it is called.")] = None,
    tags: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="What it shows.")] = None,
    db: Db = None,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Add a demonstration, once its plan was run and found something."""
    from palate.planners.demos.demonstration import Demonstration, named
    from palate.planners.demos.folder import DemoFolder
    from palate.planners.demos.tagging import tags_of

    written = _written(plan)
    with open_catalog(db) as catalog:
        _check(written, request, catalog)
        added = Demonstration(
            id=name or named(request, "seed"),
            request=request,
            plan=written,
            before=before,
            tags=tuple(tags or tags_of(written)),
        )
        count = DemoFolder(_folder(catalog, state)).add([added])
    if json:
        print_json(js.loads(added.line()))
    else:
        say(f"`{added.id}` was added; the folder has {_many(count)}.")


@demos_app.command("generate")
def generate_command(
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", envvar="PALATE_MODEL", help="Who writes: `local`, or of litellm.")
    ],
    n: Annotated[int, typer.Option("-n", min=1, max=1000, help="How many are wanted.")] = 10,
    first: Annotated[
        First, typer.Option("--first", help="Whether requests are written and planned, or plans said in words.")
    ] = "plans",
    seed: Annotated[int, typer.Option("--seed", help="Another one gives others.")] = 0,
    db: Db = None,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Have a model write demonstrations, and keep those that run, find something and agree when planned again."""
    from palate.cli.progress import progress_bar
    from palate.llm.open import open_model
    from palate.planners.demos.folder import DemoFolder
    from palate.planners.demos.generating import generate_plans_first, generate_requests_first
    from palate.planners.demos.pool import Pool
    from palate.planners.demos.replanning import replanner

    generate = generate_plans_first if first == "plans" else generate_requests_first
    opened = open_model(model)
    with open_catalog(db) as catalog, progress_bar() as show:
        folder = _folder(catalog, state)
        known = [each.request for each in Pool.of(catalog, folder=folder).demonstrations]
        plan = replanner(opened, catalog)
        made = generate(opened, catalog, n, seed, plan=plan, known=known, progress=show)
        count = DemoFolder(folder).add(made.kept) if made.kept else len(DemoFolder(folder).read())
    if json:
        print_json({"kept": [js.loads(each.line()) for each in made.kept], "dropped": made.dropped})
        return
    for each in made.kept:
        say(one_line(f"{each.request} → {_outline(each.plan)}"))
    dropped = ", ".join(f"{number} {reason}" for reason, number in sorted(made.dropped.items())) or "none"
    say(f"{len(made.kept)} kept; dropped: {dropped}. The folder has {_many(count)}.")


@demos_app.command("harvest")
def harvest_command(
    db: Db = None,
    state: State = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many of the best are kept of each tag.")] = 50,
    json: AsJson = False,
) -> None:
    """Make demonstrations of turns whose items people took, and count for and against known ones.

    A turn succeeded where an item that it showed was taken in its session, and failed where another one was. Sessions
    in which nothing was taken, and those of nobody known, tell nothing. No turn is counted twice.
    """
    from palate.planners.demos.counted import Counted
    from palate.planners.demos.folder import DemoFolder
    from palate.planners.demos.harvesting import Harvested, harvest

    with open_catalog(db) as catalog:
        folder = _folder(catalog, state)
        counted = Counted(folder)
        turns = dict(_turns(folder.parent, catalog, counted.read()))
    made = Harvested(())

    def harvested(known: tuple[Demonstration, ...]) -> Iterable[Demonstration]:
        nonlocal made
        records = [record for record in turns.values() if record is not None]
        made = harvest(records, known, most_per_tag=most)
        return made.demonstrations

    if turns:
        DemoFolder(folder).change(harvested)
        counted.add(frozenset(turns))
    told = {"turns": len(turns), "added": made.added, "counted": made.counted}
    told |= {"ignored": made.ignored, "pruned": made.pruned}
    if json:
        print_json(told)
    else:
        say(", ".join(f"{number} {what}" for what, number in told.items()) + ".")


@demos_app.command("stats")
def stats_command(db: Db = None, state: State = None, json: AsJson = False) -> None:
    """Count demonstrations by source and by what they show."""
    from palate.planners.demos.pool import Pool

    with open_catalog(db) as catalog:
        pool = Pool.of(catalog, folder=_folder(catalog, state))
    every = pool.demonstrations
    sources, tags = Counter(each.source for each in every), Counter(tag for each in every for tag in each.tags)
    tokens = sum(each.tokens for each in every) / max(1, len(every))
    if json:
        print_json(
            {
                "version": pool.version,
                "demonstrations": len(every),
                "tokens": round(tokens, 1),
                "sources": sources,
                "tags": tags,
            }
        )
        return
    from palate.cli.output import print_table, terminal

    console = terminal()
    told = ", ".join(f"{count} {source}" for source, count in sources.items())
    console.print(f"{_many(len(every))} ({told}), {tokens:.0f} tokens each, version {pool.version}")
    rows: list[tuple[str, int]] = sorted(tags.items(), key=_most_first)
    print_table(console, ("shows", "demonstrations"), rows)


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return (-counted[1], counted[0])


def _folder(catalog: Catalog, state: Path | None) -> Path:
    return (catalog.path.with_name(f"{catalog.path.name}.palate") if state is None else state) / FOLDER


def _many(count: int) -> str:
    return f"{count} demonstration{'' if count == 1 else 's'}"


def _outline(plan: WrittenPlan) -> str:
    """Return a plan in as few signs as can be read: `filter genres, runtime · rank`."""
    if not plan.steps:
        return f"{plan.kind}{', taste' if plan.taste else ''}"
    return " · ".join(" ".join([step.tool, ", ".join(_fields(step.args))]).rstrip() for step in plan.steps)


def _fields(args: dict[str, Any]) -> Sequence[str]:
    parts = [part for where in args.get("where", ()) for part in where.get("any_of", [where])]
    named = [str(part["field"]) for part in parts] + [str(each["field"]) for each in args.get("order", ())]
    return list(dict.fromkeys([*named, *args.get("select", ()), *args.get("items", ())]))


def _written(text: str) -> WrittenPlan:
    from palate.errors import BadCompletion
    from palate.planners.models.written import WrittenPlan

    try:
        return WrittenPlan.read(text)
    except BadCompletion as error:
        raise BadArgument(f"`--plan` is no plan: {error} `palate demos list --json` shows some.") from error


def _check(written: WrittenPlan, request: str, catalog: Catalog) -> None:
    """See that a plan can be run for a request, and is worth imitating."""
    from palate.planners.demos.generating import misquoted
    from palate.planners.demos.outcome import outcome
    from palate.tools.toolbox import Toolbox

    invented = misquoted(written, request)
    if invented is not None:
        raise BadArgument(f"`--plan` quotes “{invented}”, which `--request` does not say; quotes are its very words.")
    try:
        gave = outcome(written, request, catalog, Toolbox())
    except PalateError as error:
        raise BadArgument(f"`--plan` cannot be run: {error}") from error
    if gave.empty:
        raise BadArgument("`--plan` finds nothing in this catalogue; a demonstration should show a plan that does.")


def _turns(state: Path, catalog: Catalog, known: frozenset[str]) -> Iterator[tuple[str, Record | None]]:
    """Yield the turns of a state folder that tell something, by their keys; None where the plan cannot be told."""
    from palate.agent.harvest import lesson
    from palate.agent.storage.folder import StateFolder
    from palate.memory.keys import session_of
    from palate.planners.demos.counted import turn_key

    if not state.is_dir():
        raise BadArgument(f"`{state}` does not exist; `--state` takes the folder of sessions and memory of an agent.")
    folder = StateFolder.open(state)
    try:
        for thread in folder.threads("u:"):
            user = _user_of(thread)
            events = folder.long_term.events(user)
            taken = {event.item for event in events if event.kind == "commit" and event.session == session_of(thread)}
            for turn in folder.log.read(thread) if taken else ():
                key = turn_key(thread, turn.number, turn.time)
                if turn.reply.act == "recommend" and key not in known:
                    success = any(item.id in taken for item in turn.reply.items)
                    yield key, lesson(turn, catalog, success=success, user=user)
    finally:
        folder.lifetime.close()


def _user_of(thread: str) -> str:
    from urllib.parse import unquote

    return unquote(thread.removeprefix("u:").split("/", 1)[0], errors="surrogatepass")
