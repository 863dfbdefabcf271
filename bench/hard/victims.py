"""What is killed: each does one piece of work over and over, and tells of each time that it begins and is done.

Pieces are numbered, and what they write tells their number: whoever looks afterwards knows what has to be there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, NamedTuple

# All that a victim needs: the server that victims are forked from imports this module once.
import bench.hard.counting as counting
import palate.agent.elicitation.value
import palate.catalog.build
import palate.catalog.upsert
import palate.cli.eval
import palate.evals.report.terminal
import palate.evals.runner
import palate.language.understand
import palate.planners.named  # noqa: F401
from palate import Agent, Catalog
from palate.agent.orphans import end_with_parent
from palate.cli.main import main

ITEMS = 150
PEOPLE = 3
TURNS = 30
"""Turns of one session."""
GENRES = ("westerns", "comedies", "horror", "musicals", "crime", "war films")
SUITE = Path(counting.__file__)

Name = Literal["ingest", "upsert", "turn", "eval run"]
Piece = Callable[[int], object]


class Told(NamedTuple):
    """What a victim tells."""

    piece: int
    done: bool
    """Whether it is done; it begins otherwise."""


def live(name: Name, folder: Path, first: int, pipe: Connection) -> None:
    """Do pieces of one kind of work, from number `first` on, until somebody ends it."""
    end_with_parent()
    with WORK[name](folder) as work:
        for piece in count(first):
            pipe.send(Told(piece, done=False))
            work(piece)
            pipe.send(Told(piece, done=True))


@contextmanager
def ingesting(folder: Path) -> Iterator[Piece]:
    """Build a catalogue over the one that is there."""
    yield partial(ingest, folder)


@contextmanager
def upserting(folder: Path) -> Iterator[Piece]:
    """Change every item of a catalogue, and add one."""
    with Catalog.open(shop(folder)) as catalog:
        yield lambda piece: catalog.upsert([*items(piece, ITEMS), {**item(piece, piece), "id": f"new {piece}"}])


@contextmanager
def talking(folder: Path) -> Iterator[Piece]:
    """Tell a taste in a session."""
    with Catalog.films() as catalog, Agent(catalog, state=folder / "state") as agent:
        agent.ask("hello")  # what a process loads once is no part of a turn
        yield lambda piece: agent.ask(message(piece), user=user(piece), session=session(piece))


@contextmanager
def evaluating(folder: Path) -> Iterator[Piece]:
    """Run a suite, every other time with two workers."""
    yield lambda piece: evaluate(folder, piece, "--workers", str(1 + piece % 2))


WORK: Mapping[Name, Callable[[Path], AbstractContextManager[Piece]]] = {
    "ingest": ingesting,
    "upsert": upserting,
    "turn": talking,
    "eval run": evaluating,
}


def shop(folder: Path) -> Path:
    """Return the file of the catalogue that is built and changed."""
    return folder / "shop" / "shop.db"


def ingest(folder: Path, piece: int) -> None:
    """Build the edition of a catalogue that has this number."""
    liked = [{"user": f"u{n % 40}", "item": f"i{n % size(piece)}", "rating": 1 + n % 5} for n in range(2 * size(piece))]
    Catalog.build(shop(folder), items=items(piece, size(piece)), interactions=liked).close()


def size(piece: int) -> int:
    """Return how many items an edition has."""
    return ITEMS + piece % 50


def items(piece: int, many: int) -> list[dict[str, Any]]:
    """Return so many items of an edition."""
    return [item(piece, number) for number in range(many)]


def item(piece: int, number: int) -> dict[str, Any]:
    """Return one item of an edition, which tells it three times."""
    return {
        "id": f"i{number}",
        "title": f"Item {number}",
        "edition": piece,
        "kinds": f"kind{number % 7}|edition{piece}",
        "description": f"One of the things of edition{piece}, as they were made for the people who like them.",
    }


def user(piece: int) -> str:
    """Return who speaks a turn."""
    return f"person {piece // TURNS % PEOPLE}"


def session(piece: int) -> str:
    """Return in which session they do."""
    return f"session {piece // TURNS}"


def message(piece: int) -> str:
    """Return what they say: a taste, and the turn's number in letters that no catalogue has."""
    return f"I love {GENRES[piece % len(GENRES)]}, {word(piece)}"


def word(piece: int) -> str:
    """Return a number as a word."""
    return "zq" + str(piece).translate(str.maketrans("0123456789", "bcdfghjklm"))


def outcome(folder: Path, piece: int) -> Path:
    """Return the folder of one run."""
    return folder / f"run {piece}"


def evaluate(folder: Path, piece: int, *options: str) -> None:
    """Run a suite as the command line does."""
    printed = io.StringIO()
    command = ["eval", "run", str(SUITE), "--out", str(outcome(folder, piece)), *options]
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            main(command)
        except SystemExit as end:
            if end.code != 0:
                raise RuntimeError(f"`palate {' '.join(command)}` ended with {end.code}: {printed.getvalue()}") from end
