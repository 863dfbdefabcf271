"""Building a catalogue's file from its sources."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from palate.catalog import layout
from palate.catalog.aliases import check_aliases, read_aliases
from palate.catalog.bad_rows import refuse, told
from palate.catalog.derived import derive
from palate.catalog.indexes import Progress, indexes
from palate.catalog.item_rows import Rows, read_rows
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.composed import SOURCE, compose, parts_of
from palate.catalog.kinds.declared import Declared, check_declared, read_declared
from palate.catalog.kinds.findings import findings
from palate.catalog.kinds.log import LogColumns, log_columns, log_findings, read_log
from palate.catalog.kinds.roles import ItemKeys, mentioned
from palate.catalog.kinds.table import item_columns, title_template, user_columns
from palate.catalog.layout import quote
from palate.catalog.measure import measure_fields, measure_log
from palate.catalog.meta import Plan, Tells, read_version, write_meta
from palate.catalog.noun import noun_of
from palate.catalog.own_tables import noting_tables
from palate.catalog.parsing.missing import is_missing
from palate.catalog.place import Place
from palate.catalog.printable import one_line
from palate.catalog.replacing import replacing
from palate.catalog.schema import Schema
from palate.catalog.sources.frame import BadRow, Frame
from palate.catalog.sources.source import Source, frames, read_all
from palate.catalog.storage import Connection
from palate.errors import BadArgument, BadRows, StorageError, UnreadableFile

_LOG_BATCH = 50_000


@dataclass(frozen=True)
class Sources:
    """What a catalogue is built from.

    Raises:
        BadArgument: a name is no text, or the noun is empty.
    """

    items: Source
    interactions: Source | None = None
    users: Source | None = None
    fields: Mapping[str, str] | None = None
    name: str | None = None
    noun: str | None = None
    simulated: str | None = None
    encoding: str | None = None
    skip_bad: bool = False
    behaviours: Mapping[str, Tells] | None = None
    title: str | None = None
    aliases: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        for argument in ("name", "noun", "simulated", "encoding"):
            given = getattr(self, argument)
            if given is not None and not isinstance(given, str):
                raise BadArgument(f"`{argument}` should be text; `{given!r}` is not.")
        if self.noun is not None and not one_line(self.noun).strip():
            raise BadArgument("`noun` is empty; expected what one item is called, such as `film`.")
        _check_behaviours(self.behaviours)
        check_aliases(self.aliases)
        if self.title is not None:
            parts_of(self.title)
        if not isinstance(self.fields, Mapping | None):
            raise BadArgument(f"`fields` should be what columns are, by their names; `{self.fields!r}` is not.")


def _check_behaviours(given: object) -> None:
    """Refuse what says of no behaviour what it tells."""
    if not isinstance(given, Mapping | None):
        raise BadArgument(f"`behaviours` should be what behaviours tell, by their names; `{given!r}` is not.")
    for name, tells in (given or {}).items():
        if tells not in get_args(Tells):
            raise BadArgument(f"`{name}` is said to be `{tells}`; expected {', '.join(get_args(Tells))}.")


def build(path: Path, sources: Sources, progress: Progress) -> None:
    """Build the file; nothing is left at `path` but the old file or the whole new one."""
    with replacing(path) as connection:
        fill_catalog(connection, sources, path, progress)


def fill_catalog(connection: sqlite3.Connection, sources: Sources, path: Path, progress: Progress) -> None:
    """Build a catalogue into an empty database."""
    with _uncollected():
        connection.execute("BEGIN")
        with noting_tables(connection):
            _Build(connection, sources, path, progress).run()
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector: walking millions of cells that hold no cycles takes a quarter of a build's time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass
class _Build:
    """A build, and what it has learned so far."""

    connection: sqlite3.Connection
    sources: Sources
    path: Path
    progress: Progress
    declared: Mapping[str, Declared] = field(default_factory=dict)
    title: str | None = None
    """How titles are put together, where no column is one."""
    columns: tuple[Column, ...] = ()
    items: int = 0
    log: LogColumns | None = None
    bad: list[BadRow] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    """Rows of each file."""
    skipped: int = 0
    emptied: int = 0
    findings: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Write everything."""
        sources, lenient = self.sources, self.sources.skip_bad
        self.declared = read_declared(sources.fields)
        self.progress("reading items", 0, None)
        frame = read_all(sources.items, "items", encoding=sources.encoding)
        self.title = sources.title or title_template(frame, self.declared)
        if self.title is not None:
            compose(frame, self.title)
            self.declared = {**self.declared, SOURCE: Declared("title")}
        logs: Iterator[Frame] = iter(())
        if sources.interactions is not None:
            logs = frames(sources.interactions, "interactions", encoding=sources.encoding, size=_LOG_BATCH)
        log = next(logs, None)
        people = read_all(sources.users, "users", encoding=sources.encoding) if sources.users is not None else None
        known = [name for part in (frame, log, people) if part is not None for name in part.columns]
        check_declared(self.declared, known)
        likely = mentioned(log, self.declared) if log is not None else ()
        rows = self._read(frame, item_columns(frame, self.declared, likely), "item")
        if lenient or not rows.bad:
            self.findings += [] if self.title == sources.title else [_composed(self.title)]
            self.findings += findings(frame, rows.columns, self.declared)
        del frame  # half of the memory, before anything is written
        self.columns, self.items = rows.columns, len(rows)
        if log is None and people is None:
            self._refuse()  # at once, where nothing else could be at fault
        layout.make(self.connection)
        if lenient or not rows.bad:  # what will be refused is not written first
            self._insert_items(rows)
        rowids = self._log_items(log, rows)
        del rows  # the other half, before the log comes
        if log is not None and self.log is not None:
            self._insert_log(chain([log], logs), self.log, rowids)
        of_users = None if people is None else self._read(people, user_columns(people, self.declared), "person")
        layout.make_users(self.connection, () if of_users is None else of_users.columns)
        if of_users is not None:
            self._insert("users", of_users)
        self._refuse()
        if not self.items:
            none = "The only row could not" if self.skipped == 1 else f"None of the {self.skipped} rows could"
            raise BadRows(f"{none} be loaded, so nothing was written.")
        self._finish()

    def _read(self, frame: Frame, columns: tuple[Column, ...], what: str) -> Rows:
        rows = read_rows(frame, columns, what=what, lenient=self.sources.skip_bad, first=True)
        self.sizes[frame.origin] = len(frame) + len(frame.bad)
        self.bad += rows.bad
        self.skipped += rows.skipped
        self.emptied += rows.emptied
        return rows

    def _refuse(self) -> None:
        if not self.sources.skip_bad:
            refuse(self.bad, sizes=self.sizes)

    def _log_items(self, log: Frame | None, rows: Rows) -> Mapping[str, int]:
        """Decide how the log is read, and return the rowids of items by what it calls them."""
        if log is None or (not log.columns and not log.bad):
            return {}
        if not len(log) and not log.bad:
            raise UnreadableFile(f"`{log.origin}` has a header but no rows; expected at least one interaction.")
        ids = {str(identity): at for at, identity in enumerate(rows.cells[0], 1)}
        if not self.sources.skip_bad:  # an interaction with a bad item is not at fault itself
            ids |= dict.fromkeys(rows.every_id - ids.keys(), 0)
        whole = len(rows.cells) == len(rows.columns)
        cells = dict(zip((column.name for column in rows.columns), rows.cells, strict=False))
        items = ItemKeys(ids, rows.columns if whole else rows.columns[:2], lambda column: cells[column.name])
        self.log = log_columns(log, self.declared, items, self.columns[0].source)
        return items.by(self.log.item_key)

    def _insert_items(self, rows: Rows) -> None:
        layout.make_items(self.connection, rows.columns)
        total = len(rows)
        self.progress("writing items", 0, total)
        self._insert("items", rows)
        self.progress("writing items", total, total)
        derive(self.connection, rows.columns, advance=lambda done: self.progress("indexing words", done, total))
        layout.make_indexes(self.connection, rows.columns)

    def _insert(self, table: str, rows: Rows) -> None:
        listed = ", ".join(quote(column.name) for column in rows.columns)
        marks = ", ".join("?" * len(rows.columns))
        self.connection.executemany(f"INSERT INTO {table}({listed}) VALUES ({marks})", rows.rows())

    def _insert_log(self, logs: Iterable[Frame], columns: LogColumns, rowids: Mapping[str, int]) -> None:
        done = 0
        given: dict[str, None] = {}
        prints: list[npt.NDArray[np.int64]] = []
        for frame in logs:
            log = read_log(frame, columns, rowids)
            self.connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?, ?)", log.rows)
            prints.append(log.prints)
            given |= dict.fromkeys(name for name, cells in frame.columns.items() if not all(map(is_missing, cells)))
            self.bad += log.bad
            self.skipped += len(log.bad)
            done += len(frame) + len(frame.bad)
            self.progress("writing interactions", done, None)
        self.sizes[frame.origin] = done
        self.findings += log_findings(frame.origin, list(given), columns, self.declared)
        self.findings += _without_repeated(self.connection, np.concatenate(prints), frame.origin)

    def _finish(self) -> None:
        self.progress("measuring", 0, None)
        layout.make_log_indexes(self.connection)
        sources = self.sources
        plan = Plan(
            columns=self.columns,
            log=self.log,
            skipped=self.skipped,
            emptied=self.emptied,
            faults=told(self.bad),
            findings=tuple(self.findings),
            behaviours=sources.behaviours or {},
            title=self.title,
        )
        name = one_line(sources.name or self.path.stem).strip()
        stem = Path(sources.items).stem if isinstance(sources.items, str | os.PathLike) else name
        fields = measure_fields(self.connection, self.columns, self.items)
        schema = Schema(
            name=name,
            noun=one_line(sources.noun or noun_of(stem, self.connection, self.columns)).strip(),
            version=_version_at(self.path) + 1,
            items=self.items,
            fields=fields,
            log=measure_log(self.connection, plan, simulated=sources.simulated),
            aliases=read_aliases(sources.aliases, fields, self.connection),
        )
        write_meta(self.connection, schema, plan)
        for index in indexes():
            index.build(self.connection, schema, self.progress)


def _composed(title: str | None) -> str:
    return (
        f"No column names an item, so titles are put together: `{title}`. `--title '…'` puts them together in another "
        "way, and `--field COLUMN=title` names a column."
    )


def _without_repeated(connection: sqlite3.Connection, prints: npt.NDArray[np.int64], origin: str) -> Iterator[str]:
    """Leave rows out that repeat another in every cell and tell a time of day; yield what is to be told of it.

    One person does one thing to one item once in a second, so these are a slip of the export. Without a time of day
    they may as well be several events.
    """
    if len(np.unique(prints)) == len(prints):
        return
    repeated = np.setdiff1d(np.arange(len(prints)), np.unique(prints, return_index=True)[1]) + 1
    query = "DELETE FROM interactions WHERE rowid = ? AND CAST(time AS INTEGER) % 86400 <> 0"
    gone = connection.executemany(query, ((rowid,) for rowid in repeated.tolist())).rowcount
    for count, became in (
        (gone, "the time of day among them, which were left out"),
        (len(repeated) - gone, "which count, since without a time of day each may be an event of its own"),
    ):
        if count:
            yield f"`{origin}` has rows that repeat another in every cell ({count:,}), {became}."


def _version_at(path: Path) -> int:
    """Return the version of the catalogue that is being replaced, which the new one must exceed; else 0."""
    with suppress(sqlite3.Error, StorageError), closing(Place(path).connect("ro", Connection)) as old:
        return read_version(old)
    return 0
