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
    """Refuse what says of no behaviour what it tells.

    Raises:
        BadArgument: it is so.
    """
    if not isinstance(given, Mapping | None):
        raise BadArgument(f"`behaviours` should be what behaviours tell, by their names; `{given!r}` is not.")
    for name, tells in (given or {}).items():
        if tells not in get_args(Tells):
            raise BadArgument(f"`{name}` is said to be `{tells}`; expected {', '.join(get_args(Tells))}.")


@dataclass
class _Found:
    """What the build has learned so far."""

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
    findings: tuple[str, ...] = ()


def build(path: Path, sources: Sources, progress: Progress) -> None:
    """Build the file; nothing is left at `path` but the old file or the whole new one.

    Raises:
        BadRows: rows cannot be loaded; all of them are listed.
        UnreadableFile: a source is missing, empty, or not of its form.
        BadArgument, UnknownField: an argument is not as it should be, or what is at `path` is not Palate's.
        StorageError: the disk is full, or fails.
    """
    with replacing(path) as connection:
        fill_catalog(connection, sources, path, progress)


def fill_catalog(connection: sqlite3.Connection, sources: Sources, path: Path, progress: Progress) -> None:
    """Build a catalogue into an empty database.

    Raises:
        BadRows, UnreadableFile, BadArgument, UnknownField, StorageError: as for `build`.
    """
    with _uncollected():
        connection.execute("BEGIN")
        with noting_tables(connection):
            _write(connection, sources, path, progress)
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


def _write(connection: sqlite3.Connection, sources: Sources, path: Path, progress: Progress) -> None:
    declared = read_declared(sources.fields)
    progress("reading items", 0, None)
    frame = read_all(sources.items, "items", encoding=sources.encoding)
    found = _Found(title=sources.title or title_template(frame, declared))
    if found.title is not None:
        compose(frame, found.title)
        declared = {**declared, SOURCE: Declared("title")}
    log_frames = _log_frames(sources)
    first_log = next(log_frames, None)
    people = read_all(sources.users, "users", encoding=sources.encoding) if sources.users is not None else None
    check_declared(declared, (name for part in (frame, first_log, people) if part is not None for name in part.columns))
    columns = item_columns(frame, declared, mentioned(first_log, declared) if first_log is not None else ())
    rows = read_rows(frame, columns, what="item", lenient=sources.skip_bad, first=True)
    found.sizes[frame.origin] = len(frame) + len(frame.bad)
    if sources.skip_bad or not rows.bad:
        composed = () if found.title == sources.title else (_composed(found.title),)
        found.findings = (*composed, *findings(frame, rows.columns, declared))
    del frame  # half of the memory, before anything is written
    found.columns, found.items, found.bad = rows.columns, len(rows), list(rows.bad)
    found.skipped, found.emptied = rows.skipped, rows.emptied
    if not sources.skip_bad and first_log is None and people is None:
        refuse(found.bad, sizes=found.sizes)  # at once, where nothing else could be at fault
    layout.make(connection)
    if sources.skip_bad or not rows.bad:  # what will be refused is not written first
        _insert_items(connection, rows, progress)
    rowids = _log_items(first_log, rows, declared, found, lenient=sources.skip_bad)
    del rows  # the other half, before the log comes
    if first_log is not None and found.log is not None:
        _insert_log(connection, chain([first_log], log_frames), found.log, declared, found, rowids, progress)
    if people is not None:
        _insert_users(connection, people, declared, found, lenient=sources.skip_bad)
    else:
        layout.make_users(connection, ())
    if not sources.skip_bad:
        refuse(found.bad, sizes=found.sizes)
    if not found.items:
        none = "The only row could not" if found.skipped == 1 else f"None of the {found.skipped} rows could"
        raise BadRows(f"{none} be loaded, so nothing was written.")
    _finish(connection, found, sources, path, progress)


def _composed(title: str | None) -> str:
    return (
        f"No column names an item, so titles are put together: `{title}`. `--title '…'` puts them together in another "
        "way, and `--field COLUMN=title` names a column."
    )


def _log_frames(sources: Sources) -> Iterator[Frame]:
    if sources.interactions is None:
        return iter(())
    return frames(sources.interactions, "interactions", encoding=sources.encoding, size=_LOG_BATCH)


def _log_items(
    log: Frame | None, rows: Rows, declared: Mapping[str, Declared], found: _Found, *, lenient: bool
) -> Mapping[str, int]:
    """Decide how the log is read, and return the rowids of items by what it calls them."""
    if log is None or (not log.columns and not log.bad):
        return {}
    if not len(log) and not log.bad:
        raise UnreadableFile(f"`{log.origin}` has a header but no rows; expected at least one interaction.")
    ids = {str(identity): at for at, identity in enumerate(rows.cells[0], 1)}
    if not lenient:  # an interaction with a bad item is not at fault itself
        ids |= dict.fromkeys(rows.every_id - ids.keys(), 0)
    whole = len(rows.cells) == len(rows.columns)
    cells = dict(zip((column.name for column in rows.columns), rows.cells, strict=False))
    items = ItemKeys(ids, rows.columns if whole else rows.columns[:2], lambda column: cells[column.name])
    found.log = log_columns(log, declared, items, found.columns[0].source)
    return items.by(found.log.item_key)


def _insert_items(connection: sqlite3.Connection, rows: Rows, progress: Progress) -> None:
    layout.make_items(connection, rows.columns)
    total = len(rows)
    progress("writing items", 0, total)
    _insert(connection, "items", rows)
    progress("writing items", total, total)
    derive(connection, rows.columns, advance=lambda done: progress("indexing words", done, total))
    layout.make_indexes(connection, rows.columns)


def _insert(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    listed = ", ".join(quote(column.name) for column in rows.columns)
    marks = ", ".join("?" * len(rows.columns))
    connection.executemany(f"INSERT INTO {table}({listed}) VALUES ({marks})", rows.rows())


def _insert_log(
    connection: sqlite3.Connection,
    log_frames: Iterable[Frame],
    columns: LogColumns,
    declared: Mapping[str, Declared],
    found: _Found,
    rowids: Mapping[str, int],
    progress: Progress,
) -> None:
    done = 0
    given: dict[str, None] = {}
    prints: list[npt.NDArray[np.int64]] = []
    for frame in log_frames:
        log = read_log(frame, columns, rowids)
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?, ?)", log.rows)
        prints.append(log.prints)
        given |= dict.fromkeys(name for name, cells in frame.columns.items() if not all(map(is_missing, cells)))
        found.bad += log.bad
        found.skipped += len(log.bad)
        done += len(frame) + len(frame.bad)
        progress("writing interactions", done, None)
    found.sizes[frame.origin] = done
    told = log_findings(frame.origin, list(given), columns, declared)
    found.findings = (*found.findings, *told, *_without_repeated(connection, np.concatenate(prints), frame.origin))


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


def _insert_users(
    connection: sqlite3.Connection, frame: Frame, declared: Mapping[str, Declared], found: _Found, *, lenient: bool
) -> None:
    rows = read_rows(frame, user_columns(frame, declared), what="person", lenient=lenient, first=True)
    layout.make_users(connection, rows.columns)
    found.sizes[frame.origin] = len(frame) + len(frame.bad)
    _insert(connection, "users", rows)
    found.bad += rows.bad
    found.skipped += rows.skipped
    found.emptied += rows.emptied


def _finish(connection: sqlite3.Connection, found: _Found, sources: Sources, path: Path, progress: Progress) -> None:
    progress("measuring", 0, None)
    layout.make_log_indexes(connection)
    plan = Plan(
        columns=found.columns,
        log=found.log,
        skipped=found.skipped,
        emptied=found.emptied,
        faults=told(found.bad),
        findings=found.findings,
        behaviours=sources.behaviours or {},
        title=found.title,
    )
    name = one_line(sources.name or path.stem).strip()
    fields = measure_fields(connection, found.columns, found.items)
    schema = Schema(
        name=name,
        noun=one_line(sources.noun or noun_of(_stem(sources, name), connection, found.columns)).strip(),
        version=_version_at(path) + 1,
        items=found.items,
        fields=fields,
        log=measure_log(connection, plan, simulated=sources.simulated),
        aliases=read_aliases(sources.aliases, fields, connection),
    )
    write_meta(connection, schema, plan)
    for index in indexes():
        index.build(connection, schema, progress)


def _version_at(path: Path) -> int:
    """Return the version of the catalogue that is being replaced, which the new one must exceed; else 0."""
    with suppress(sqlite3.Error, StorageError), closing(Place(path).connect("ro", Connection)) as old:
        return read_version(old)
    return 0


def _stem(sources: Sources, name: str) -> str:
    """Return the name of the items' file; that of the catalogue where they came from none."""
    return Path(sources.items).stem if isinstance(sources.items, str | os.PathLike) else name
