"""What has to be there after a kill: the old or the new, whole, and nothing in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.hard import victims
from bench.hard.counting import CASES
from palate import Agent, Catalog
from palate.evals.results import OUTCOMES, read_manifest, read_results
from palate.memory.keys import thread_id

Turn = tuple[str, int]
"""A session, or its thread, and the number of a turn in it."""


@dataclass
class Seen:
    """The pieces of work that victims told of so far."""

    done: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    """Begun, and ended by a kill: either they are there or they are not."""

    @property
    def next(self) -> int:
        """The number of the next one."""
        return max(self.done | self.open, default=0) + 1

    @property
    def newest(self) -> set[int]:
        """Which piece may be the newest that is there."""
        last = max(self.done)
        return {last, *(piece for piece in self.open if piece > last)}


Check = Callable[[Path, Seen], Iterator[str]]


def ingested(folder: Path, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a catalogue that was built over another."""
    with Catalog.open(victims.shop(folder)) as catalog:
        piece = _edition(catalog)
        yield from _not_whole(catalog, piece, seen)
        expected = (victims.size(piece), 2 * victims.size(piece))
        counted = tuple(_one(catalog, f"SELECT count(*) FROM {table}") for table in ("items", "interactions"))
        if counted != expected:
            yield f"edition {piece} has {counted} items and interactions; {expected} were expected"


def upserted(folder: Path, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a catalogue each of whose editions adds an item to the one before."""
    with Catalog.open(victims.shop(folder)) as catalog:
        yield from _not_whole(catalog, _edition(catalog), seen)
        rows = catalog.connect().execute("SELECT id FROM items WHERE id LIKE 'new %'")
        added = {int(name.split()[1]) for (name,) in rows}
        if lost := seen.done - {0} - added:
            yield f"what {sorted(lost)} added is lost"
        if unknown := added - seen.done - seen.open:
            yield f"somebody added {sorted(unknown)}, which nobody began"


def said(folder: Path, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with the sessions and the memory of people."""
    counted: set[Turn] = set()
    kept: set[int] = set()
    with Catalog.films() as catalog, Agent(catalog, state=folder / "state") as agent:
        for name in sorted({victims.user(piece) for piece in seen.done | seen.open}):
            person = agent.memory.of(name).export()
            sessions = {each["session"]: each["memory"]["turn"] for each in person["sessions"]}
            turns = {(session, number) for session, count in sessions.items() for number in range(1, count + 1)}
            noted = {(event["session"], event["turn"]) for event in person["events"]}
            if stray := noted - turns:
                yield f"{name} is remembered by the turns {sorted(stray)}, which are not there"
            if forgotten := turns - noted:
                yield f"{name} told a taste in the turns {sorted(forgotten)}, and nothing of it is remembered"
            counted |= {(thread_id(name, session), number) for session, number in turns}
            kept |= _pieces(person, seen)
    if lost := seen.done - kept:
        yield f"the turns of the messages {sorted(lost)} were answered and are lost"
    logged = _logged(folder / "state")
    if logged != counted:
        yield f"turns in the log alone: {sorted(logged - counted)}; counted alone: {sorted(counted - logged)}"


def evaluated(folder: Path, seen: Seen) -> Iterator[str]:
    """Resume the run that was killed, and yield what is wrong with it then."""
    piece = max(seen.open, default=0)
    out = victims.outcome(folder, piece) / "counting"
    before = (out / OUTCOMES).read_text("utf-8") if (out / OUTCOMES).exists() else ""
    victims.evaluate(folder, piece, "--resume")
    results = read_results(out)
    right = sum(result.scores == {"right": 1.0} and not result.error for result in results)
    if (len(results), right, read_manifest(out).complete) != (CASES, CASES, True):
        yield f"run {piece}, resumed, has {len(results)} results, {right} of them right; {CASES} were expected"
    if not (out / OUTCOMES).read_text("utf-8").startswith(before[: before.rfind("\n") + 1]):
        yield f"run {piece} lost results that it had before it was resumed"


CHECKS: Mapping[victims.Name, Check] = {
    "ingest": ingested,
    "upsert": upserted,
    "turn": said,
    "eval run": evaluated,
}


def _not_whole(catalog: Catalog, piece: int, seen: Seen) -> Iterator[str]:
    """Yield what of a catalogue is of another edition than the rest."""
    if (found := _one(catalog, "PRAGMA integrity_check")) != "ok":
        yield f"SQLite finds the catalogue damaged: {found}"
    editions = _one(catalog, "SELECT group_concat(DISTINCT edition) FROM items WHERE id LIKE 'i%'")
    if editions != str(piece) or piece not in seen.newest:
        yield f"the catalogue has the editions {editions}; one of {sorted(seen.newest)} was expected"
    told = {
        "items": _one(catalog, f"SELECT count(*) FROM items WHERE edition = {piece}"),
        "tags": _one(catalog, f"SELECT count(*) FROM \"tags:kinds\" WHERE value = 'edition{piece}'"),
        "words": _one(catalog, f"SELECT count(*) FROM items_fts WHERE items_fts MATCH 'text:edition{piece}'"),
        "vocabulary": catalog.vocabulary("kinds").get(f"edition{piece}", 0),
    }
    if len(set(told.values())) > 1:
        yield f"edition {piece} is told by different numbers of items: {told}"
    whole = _one(catalog, "SELECT count(*) FROM items")
    if catalog.schema.items != whole:
        yield f"the schema card tells {catalog.schema.items} items, and {whole} are there"


def _edition(catalog: Catalog) -> int:
    return int(_one(catalog, "SELECT max(edition) FROM items WHERE id LIKE 'i%'"))


def _one(catalog: Catalog, query: str) -> Any:
    return catalog.connect().execute(query).fetchone()[0]


def _pieces(person: Mapping[str, Any], seen: Seen) -> set[int]:
    """Return which messages are in a person's sessions."""
    messages = {turn["message"] for each in person["sessions"] for turn in each["turns"]}
    return {piece for piece in seen.done | seen.open if victims.message(piece) in messages}


def _logged(state: Path) -> set[Turn]:
    """Return the turns in the log, whichever file of the folder it is in, those that no session counts included."""
    found: set[Turn] = set()
    for path in state.glob("*.db"):
        with closing(sqlite3.connect(path)) as database:
            if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'records'").fetchone():
                turns = "SELECT owner, CAST(key AS INTEGER) FROM records WHERE kind = 'turn'"
                found.update(database.execute(turns))
    return found
