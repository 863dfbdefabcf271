"""`palate demos`: the demonstrations that a model is shown before it reads a message."""

from __future__ import annotations

import json as js
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.catalog.printable import json_text, one_line
from palate.cli.door import say
from palate.cli.options import AsJson, Db, DemosOption, State, open_catalog, print_json
from palate.errors import BadArgument
from palate.planners.demos.export import ExportFormat

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.language.frame import Frames
    from palate.planners.demos.demonstration import Demonstration
    from palate.planners.demos.harvesting import Record

FOLDER = "demos"
"""Where in a state folder an agent looks for demonstrations: `palate.agent.agent.DEMONSTRATIONS`."""

demos_app = typer.Typer(
    help="Demonstrations for the model that reads messages, and training data.", no_args_is_help=True
)


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
        folder = _folder(catalog, state)
        pool, chosen = Pool.of(catalog, folder), Demonstrations(mode, k=k, folder=folder)
        found = pool.demonstrations if message is None else chosen.of(message, catalog)
    if json:
        print_json({"version": pool.version, "demonstrations": [js.loads(each.line()) for each in found]})
        return
    from palate.cli.output import terminal

    rows = [(each.id, each.source, f"{each.score:.2f}", each.message, json_text(_dumped(each))) for each in found]
    console, header = terminal(), ("id", "source", "score", "message", "frames")
    for row in (header, *rows):
        # A line each, cut at its end: what a catalogue's values say never begins a line.
        console.print(one_line("  ".join(row)), no_wrap=True, overflow="ellipsis", markup=False)


@demos_app.command("add")
def add_command(
    message: Annotated[str, typer.Option("--message", metavar="TEXT", help="What a user says.")],
    frames: Annotated[
        str, typer.Option("--frames", metavar="JSON", help="The frames that a model should write of it.")
    ],
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="What it is called.")] = None,
    db: Db = None,
    state: State = None,
    json: AsJson = False,
) -> None:
    """Add a demonstration: a message that begins a session, and its frames in the terms of the catalogue."""
    from palate.planners.demos.demonstration import Demonstration, named
    from palate.planners.demos.folder import DemoFolder
    from palate.planners.demos.masking import masked

    with open_catalog(db) as catalog:
        read = _checked(message, frames, catalog)
        added = Demonstration(
            id=name or named(message, (), read, "added"), message=message, frames=read, masked=masked(message, catalog)
        )
        count = DemoFolder(_folder(catalog, state)).add([added])
    if json:
        print_json(js.loads(added.line()))
    else:
        say(f"`{added.id}` was added; the folder has {_counted(count, 'demonstration')}.")


@demos_app.command("harvest")
def harvest_command(
    db: Db = None,
    state: State = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many of the best are kept.")] = 500,
    json: AsJson = False,
) -> None:
    """Make demonstrations of turns that a model read and whose items users took; count for and against known ones.

    A turn succeeded where the user took an item that it showed, and failed where they took only others. Sessions in
    which nothing was taken, and those of unknown users, are left out. No turn is counted twice.
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
    """Count demonstrations by source, and by the parts of frames that they show."""
    from palate.planners.demos.pool import Pool

    with open_catalog(db) as catalog:
        pool = Pool.of(catalog, _folder(catalog, state))
    every = pool.demonstrations
    sources = Counter(each.source for each in every)
    parts = Counter(part for each in every for part in {part for frame in _dumped(each) for part in frame})
    tokens = sum(each.tokens for each in every) / max(1, len(every))
    if json:
        count = {"version": pool.version, "demonstrations": len(every), "tokens": round(tokens, 1)}
        print_json({**count, "sources": sources, "parts": dict(parts.most_common())})
        return
    from palate.cli.output import print_table, terminal

    console = terminal()
    told = ", ".join(f"{count} {source}" for source, count in sources.items())
    console.print(f"{_counted(len(every), 'demonstration')} ({told}), {tokens:.0f} tokens each, version {pool.version}")
    print_table(console, ("part of a frame", "demonstrations"), list(parts.most_common()))


@demos_app.command("export")
def export_command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where rows are written, as JSON lines.")],
    form: Annotated[
        ExportFormat,
        typer.Option("--format", help="`chat`: accepted readings; `dpo`: pairs of an accepted and a rejected one."),
    ] = "chat",
    db: Db = None,
    state: State = None,
) -> None:
    """Write turns that a model read as training data, to fine-tune a small model that reads.

    A reading was accepted where the user took an item that its turn showed, and rejected where they took only others.
    The file has the words of users in it; `palate memory forget` does not remove them there.
    """
    from palate.memory.database import PRIVATE
    from palate.planners.demos.export import exported
    from palate.planners.models.card import instructions
    from palate.tools.toolbox import Toolbox

    with open_catalog(db) as catalog:
        records = [record for _, record in _turns(_folder(catalog, state).parent, catalog, frozenset())]
        rows = list(exported(records, instructions(catalog, Toolbox()), form))
    what = "trajectory" if form == "chat" else "pair"
    if not rows:
        raise BadArgument(
            f"`{out}` was not written: {_counted(len(records), 'turn')} that a model read, in sessions in which "
            f"something was taken, give no {what}."
        )
    out.touch(mode=PRIVATE)
    out.write_text("".join(f"{json_text(row)}\n" for row in rows), encoding="utf-8")
    say(f"{out}: {_counted(len(rows), what)} of {_counted(len(records), 'turn')} that a model read.")


def _folder(catalog: Catalog, state: Path | None) -> Path:
    return (catalog.path.with_name(f"{catalog.path.name}.palate") if state is None else state) / FOLDER


def _counted(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def _dumped(demonstration: Demonstration) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = demonstration.frames.dumped()["frames"]
    return frames


def _checked(message: str, text: str, catalog: Catalog) -> Frames:
    """Return frames that mean something over a catalogue.

    Raises:
        BadArgument: they are none, or name what is not here.
    """
    from pydantic import ValidationError

    from palate.language.frame import Frames
    from palate.language.frame_check import check_frame
    from palate.language.session import SessionView
    from palate.llm.readable import complaints

    try:
        frames = Frames.model_validate_json(text)
    except ValidationError as error:
        raise BadArgument(
            f"`--frames` cannot be read: {complaints(error)}. `palate demos list --json` shows some."
        ) from error
    checked = [check_frame(frame, message, SessionView(), catalog) for frame in frames.frames]
    wrong = [
        words
        for each in checked
        for words in (*each.problems, *(f"`{name}` is not in this catalogue." for name in each.unknown))
    ]
    if wrong:
        raise BadArgument(f"`--frames` does not fit this catalogue: {wrong[0]}")
    return frames


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
            for turn in turns:
                key = turn_key(thread, turn.number, turn.time)
                success = any(item.id in taken for item in turn.reply.items)
                record = lesson(turn, catalog, success=success, user=user) if turn.reply.act == "recommend" else None
                if record is not None and key not in known:
                    yield key, record
    finally:
        folder.lifetime.close()


def _user_of(thread: str) -> str:
    from urllib.parse import unquote

    return unquote(thread.removeprefix("u:").split("/", 1)[0], errors="surrogatepass")
