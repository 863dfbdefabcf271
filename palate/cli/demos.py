"""`palate demos`: the demonstrations that a model which plans is shown."""

from __future__ import annotations

import json as js
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.door import say
from palate.cli.options import AsJson, Db, DemosOption, State, open_catalog, print_json
from palate.errors import BadArgument

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.demos.demonstration import Demonstration
    from palate.planners.demos.harvesting import Record
    from palate.planners.models.answer import Answer
    from palate.planners.models.numbered import Shown

FOLDER = "demos"
"""Where in a state folder an agent looks for demonstrations: `palate.agent.agent.DEMONSTRATIONS`."""

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
    json: AsJson = False,
) -> None:
    """List demonstrations; with --for, those chosen for a message, closest last."""
    from palate.planners.demos.pool import Demonstrations, Pool

    with open_catalog(db) as catalog:
        pool = Pool.of(_folder(catalog, state))
        chosen = Demonstrations(mode, k=k)
        found = pool.demonstrations if message is None else chosen.of(_asked(message, catalog), pool)
    if json:
        print_json({"version": pool.version, "demonstrations": [js.loads(each.line()) for each in found]})
        return
    from palate.cli.output import print_table, terminal

    rows = [(each.id, each.source, f"{each.score:.2f}", each.message, each.read.dumped()) for each in found]
    print_table(terminal(), ("id", "source", "score", "message", "read"), rows)


@demos_app.command("add")
def add_command(
    message: Annotated[str, typer.Option("--message", metavar="TEXT", help="What a person says.")],
    read: Annotated[
        str | None,
        typer.Option("--read", metavar="JSON", help="What should be said of it; by default what the reader says."),
    ] = None,
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="What it is called.")] = None,
    db: Db = None,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Add a demonstration: a message that begins a session, and how its numbered parts and sentences are read."""
    from palate.planners.demos.demonstration import Demonstration, named
    from palate.planners.demos.folder import DemoFolder

    with open_catalog(db) as catalog:
        shown, answer = _asked(message, catalog), _answer(message, read, catalog)
        _check(shown, answer)
        added = Demonstration(id=name or named(shown, answer, "seed"), shown=shown, read=answer)
        count = DemoFolder(_folder(catalog, state)).add([added])
    if json:
        print_json(js.loads(added.line()))
    else:
        say(f"`{added.id}` was added; the folder has {_many(count)}.")


@demos_app.command("harvest")
def harvest_command(
    db: Db = None,
    state: State = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many of the best are kept.")] = 500,
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
        made = harvest(turns.values(), known, most=most)
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
    """Count demonstrations by source and by the roles that they show."""
    from palate.planners.demos.pool import Pool

    with open_catalog(db) as catalog:
        pool = Pool.of(_folder(catalog, state))
    every = pool.demonstrations
    sources, roles = Counter(each.source for each in every), Counter(_role for each in every for _role in _roles(each))
    tokens = sum(each.tokens for each in every) / max(1, len(every))
    if json:
        count = {"version": pool.version, "demonstrations": len(every), "tokens": round(tokens, 1)}
        print_json({**count, "sources": sources, "roles": roles})
        return
    from palate.cli.output import print_table, terminal

    console = terminal()
    told = ", ".join(f"{count} {source}" for source, count in sources.items())
    console.print(f"{_many(len(every))} ({told}), {tokens:.0f} tokens each, version {pool.version}")
    print_table(console, ("shows", "demonstrations"), list(roles.most_common()))


def _roles(demonstration: Demonstration) -> set[str]:
    return set(demonstration.read.parts.values())


def _folder(catalog: Catalog, state: Path | None) -> Path:
    return (catalog.path.with_name(f"{catalog.path.name}.palate") if state is None else state) / FOLDER


def _many(count: int) -> str:
    return f"{count} demonstration{'' if count == 1 else 's'}"


def _asked(message: str, catalog: Catalog) -> Shown:
    """Return a message that begins a session, masked as demonstrations are."""
    from palate.language.understand import hear
    from palate.language.understanding import SessionView
    from palate.planners.models.numbered import shown

    heard = hear(message, SessionView(), catalog)
    return shown(message, heard, "new", masks=True)


def _answer(message: str, text: str | None, catalog: Catalog) -> Answer:
    from pydantic import ValidationError

    from palate.language.understand import hear
    from palate.language.understanding import SessionView
    from palate.llm.readable import complaints
    from palate.planners.models.answer import Answer, answer_of

    if text is None:
        return answer_of(hear(message, SessionView(), catalog))
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        raise BadArgument(
            f"`--read` cannot be read: {complaints(error)}. `palate demos list --json` shows some."
        ) from error


def _check(shown: Shown, answer: Answer) -> None:
    """See that a reading says something of each part and of each sentence, and of nothing else."""
    wanted = [str(at) for at in range(1, len(shown.parts) + 1)]
    if list(answer.parts) != wanted or len(answer.acts) != len(shown.sentences):
        parts = "; ".join(part.line(at) for at, part in enumerate(shown.parts, 1)) or "no part"
        raise BadArgument(
            f"`--read` is of {len(answer.parts)} parts and {len(answer.acts)} sentences; the message has"
            f" {len(wanted)} and {len(shown.sentences)}: {' '.join(shown.sentences)} ({parts})."
        )


def _turns(state: Path, catalog: Catalog, known: frozenset[str]) -> Iterator[tuple[str, Record]]:
    """Yield the turns of a state folder that tell something, by their keys."""
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
            turns = folder.log.read(thread) if taken else ()
            for before, turn in zip((None, *turns), turns, strict=False):
                key = turn_key(thread, turn.number, turn.time)
                if turn.reply.act == "recommend" and key not in known:
                    success = any(item.id in taken for item in turn.reply.items)
                    yield key, lesson(turn, before, catalog, success=success, user=user)
    finally:
        folder.lifetime.close()


def _user_of(thread: str) -> str:
    from urllib.parse import unquote

    return unquote(thread.removeprefix("u:").split("/", 1)[0], errors="surrogatepass")
