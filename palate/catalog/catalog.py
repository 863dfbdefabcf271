"""A catalogue: its items, people and interactions, read safely from many threads and kept current."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from palate.catalog.connections import Connections, Reader
from palate.catalog.display import Displayed, Look
from palate.catalog.indexes import Progress, silent
from palate.catalog.item import Interaction, Item, ItemId
from palate.catalog.meta import Tells, read_plan, read_schema, write_meta
from palate.catalog.own_tables import noting_tables
from palate.catalog.place import Place, place_of
from palate.catalog.reading import check_file, check_layout, item_of
from palate.catalog.schema import Schema
from palate.catalog.snapshot import Snapshot
from palate.catalog.storage import Connection, stored
from palate.errors import MOST_COMPARED, BadArgument, CallerError, NotACatalog, UnknownItem, closest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from palate.catalog.columns import Columns
    from palate.catalog.grounding.grounder import Grounder
    from palate.catalog.sources.source import Source

    Positions = npt.NDArray[np.int64]

T = TypeVar("T")


_KEPT_TO: ContextVar[tuple[Catalog, Snapshot] | None] = ContextVar("palate_kept_to", default=None)
"""A catalogue, and its version that a block keeps to."""


class Catalog(Displayed):
    """One catalogue, in a file or in memory. Safe for many threads: each reads through a connection of its own.

    A *position* is the place of an item in every numpy column: its rowid minus one.
    """

    def __init__(self, place: Path | Place, *, frozen: bool = False, anchor: Connection | None = None) -> None:
        """Open what is known to be a catalogue; `Catalog.open` checks first.

        Raises:
            BadArgument: a path was given as a text.
        """
        if not isinstance(place, Path | Place):
            raise BadArgument(f"`Catalog({place!r:.60})` opens nothing; write `Catalog.open(…)`, which looks first.")
        self._place = place if isinstance(place, Place) else Place(place)
        self._frozen = frozen
        self._connections = Connections(self._place, anchor)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    @classmethod
    def build(
        cls,
        path: str | os.PathLike[str],
        *,
        items: Source,
        interactions: Source | None = None,
        users: Source | None = None,
        fields: Mapping[str, str] | None = None,
        name: str | None = None,
        noun: str | None = None,
        skip_bad: bool = False,
        simulated: str | None = None,
        encoding: str | None = None,
        behaviours: Mapping[str, Tells] | None = None,
        title: str | None = None,
        aliases: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Catalog:
        """Build a catalogue and open it. `path` holds the old file or the whole new one, never anything between.

        Args:
            path: of the SQLite file to write. It may be missing, empty, or a catalogue, which is replaced; what is not
                Palate's is refused, and so is a catalogue in whose file an app keeps tables of its own. `:memory:`
                makes a catalogue of this process alone, of 1 GB at most, which is gone when it is closed; nothing is
                written to disk. Its readers wait while it is written.
            items: a CSV, JSON, JSON-lines, Excel or Parquet file, any iterable of dicts, or a data frame.
            interactions: likewise; who did what with which item.
            users: likewise; what is known of people.
            fields: what columns are, where the inference should not decide: `{"sku": "id", "rating": "number:1..5"}`;
                of a category also the order of its values, `{"cut": "category:fair<good<ideal"}`.
            name: what the catalogue is called; the file name of `path` where not given.
            noun: what one item is called, such as `film`; by the items' file where not given, if that has a plural for
                its name.
            skip_bad: leave cells empty that cannot be read, and rows out that have no id or title, and tell of them
                (`skipped`, `emptied`, `faults`), instead of refusing them all.
            simulated: how the interactions were made, where they were not observed; shown wherever they are.
            encoding: of text files that are not UTF-8.
            behaviours: what behaviours of the log tell of items, where their names do not or tell something else:
                `{"wishlist": "positive", "open": "passive", "swap": "negative"}`.
            title: how titles are put together where no column names an item: `{make} {model} ({year})`.
            aliases: what people call fields and values besides, in any language: `{"beds": "bedrooms"}` for a field,
                `{"city:München": "Munich"}` for a value of the field `city`. Countries, languages and currencies are
                known by their names and codes without it.
            progress: called with a stage, how much of it is done, and how much there is or None.

        Raises:
            BadRows: rows cannot be loaded; each kind of fault is told, and nothing is written.
            UnreadableFile: a source is missing, empty, or not of its form.
            BadArgument: an argument is of the wrong type or out of its range, or what is at `path` is not Palate's.
            UnknownField: `fields` or `aliases` names a column that no source has.
            StorageError: the disk is full, or fails.
        """
        from palate.catalog.build import Sources, build, fill_catalog

        if progress is not None and not callable(progress):
            raise BadArgument(f"`progress` should be a function; `{progress!r}` is not.")
        place = place_of(path)
        sources = Sources(
            items, interactions, users, fields, name, noun, simulated, encoding, skip_bad, behaviours, title, aliases
        )
        if place.memory is None:
            build(place.path, sources, progress or silent)
            return cls(place)
        anchor = place.connect("rw", Connection)
        fill_catalog(anchor, sources, place.path, progress or silent)
        return cls(place, anchor=anchor)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Catalog:
        """Open a catalogue that was built before.

        Raises:
            BadArgument: `path` is no path.
            NotACatalog: the file is missing, is something else, or has the layout of another version of Palate.
            StorageError: the file is damaged, or cannot be read.
        """
        place = place_of(path)
        if place.memory is not None:
            raise NotACatalog(
                f"`{path}` is a catalogue in memory, of which there is none to open; "
                'make one with `Catalog.build(":memory:", items=…)`.'
            )
        check_file(place.path)
        opened = cls(place)
        try:
            check_layout(place.path, opened.connect())
        except BaseException:
            opened.close()
            raise
        return opened

    @classmethod
    def films(cls) -> Catalog:
        """Open the embedded films, built once into a cache of this user's.

        The file is shared by everything that this user runs, so it is not written: `palate data films --db films.db`
        makes a copy that can be.
        """
        from palate.catalog.datasets.films import cached_films

        return cls(cached_films(), frozen=True)

    @property
    def path(self) -> Path:
        """The SQLite file; `:memory:` where there is none."""
        return self._place.path

    @property
    def in_memory(self) -> bool:
        """Whether it is in memory, so that there is nothing on disk to keep anything beside."""
        return self._place.memory is not None

    @property
    def schema(self) -> Schema:
        """The schema card of the current version."""
        return self._now().schema

    @property
    def version(self) -> int:
        """Grows with every change, whoever makes it."""
        return self._now().schema.version

    @property
    def skipped(self) -> int:
        """How many rows were left out when it was built."""
        return read_plan(self.connect()).skipped

    @property
    def emptied(self) -> int:
        """How many cells could not be read when it was built, and were left empty."""
        return read_plan(self.connect()).emptied

    @property
    def faults(self) -> tuple[str, ...]:
        """What was wrong with those rows and cells, a line for each kind of fault."""
        return read_plan(self.connect()).faults

    @property
    def findings(self) -> tuple[str, ...]:
        """What is to be told of columns whose kind is not plain, each with what would settle it."""
        return read_plan(self.connect()).findings

    @property
    def columns(self) -> Columns:
        """The numpy columns of the current version, built when they are first asked for."""
        return self._now().columns

    @property
    def grounder(self) -> Grounder:
        """What maps words to fields, values and titles of the current version."""
        return self._now().grounder

    def connect(self) -> sqlite3.Connection:
        """Return this thread's read-only connection; it belongs to the catalogue, so do not close it.

        Raises:
            CallerError: the catalogue was closed.
            StorageError: the file cannot be read.
        """
        return self._connections.reader()

    def new_connection(self) -> sqlite3.Connection:
        """Return a read-only connection that is the caller's own, to be guarded in ways of their own, and closed.

        Raises:
            CallerError: the catalogue was closed.
            StorageError: the file cannot be read.
        """
        return self._connections.fresh(Connection)

    def using(self) -> AbstractContextManager[None]:
        """Keep the catalogue open for as long as a block takes: `close` waits for its end.

        Raises:
            CallerError: the catalogue was closed.
        """
        return self._connections.lifetime.inside()

    def has(self, item: ItemId) -> bool:
        """Tell whether an item has this id."""
        return self._rowid(item) is not None

    def item(self, item: ItemId) -> Item:
        """Return one item.

        Raises:
            UnknownItem: no item has that id.
        """
        return self.items([item])[0]

    def items(self, items: Iterable[ItemId]) -> list[Item]:
        """Return items, in the order asked for.

        Raises:
            UnknownItem: one of them is not in the catalogue.
            BadArgument: `items` cannot be gone through.
        """
        wanted = _listed(items)
        cursor = self.connect().cursor()
        cursor.row_factory = sqlite3.Row
        rows = cursor.execute("SELECT * FROM items WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
        kinds = {field.name: field.kind for field in self.schema.fields}
        with stored(self.path.name):
            found = {str(row["id"]): item_of(row, kinds) for row in rows}
        for item in wanted:
            if item not in found:
                raise self._unknown(item)
        return [found[item] for item in wanted]

    def position(self, item: ItemId) -> int:
        """Return an item's place in every column.

        Raises:
            UnknownItem: no item has that id.
        """
        rowid = self._rowid(item)
        if rowid is None:
            raise self._unknown(item)
        return rowid - 1

    def positions(self, items: Iterable[ItemId]) -> Positions:
        """Return items' places, in the order asked for.

        Raises:
            UnknownItem: one of them is not in the catalogue.
            BadArgument: `items` cannot be gone through.
        """
        import numpy as np

        wanted = _listed(items)
        rowids = [rowid for rowid in self._now().rowids(wanted) if rowid is not None]
        if len(rowids) < len(wanted):
            raise self._unknown(next(item for item in wanted if not self.has(item)))
        return np.array(rowids, dtype=np.int64) - 1

    def ids(self, positions: Sequence[int] | Positions) -> list[ItemId]:
        """Return the ids at places, in the order asked for.

        Raises:
            BadArgument: there is no such place, or one is no whole number.
        """
        try:
            wanted = [int(position) for position in positions]
        except (TypeError, ValueError, OverflowError) as error:
            raise BadArgument(f"`{positions!r}` are no positions; expected whole numbers.") from error
        found = self._now().ids([position + 1 for position in wanted])
        known = [item for item in found if item is not None]
        if len(known) < len(wanted):
            raise BadArgument(
                f"Position {wanted[found.index(None)]} is none of this catalogue's; "
                f"they run from 0 to {self.schema.items - 1}."
            )
        return known

    def vocabulary(self, field: str) -> Mapping[str, int]:
        """Return all values of a category or tags field with their counts, most frequent first.

        Raises:
            UnknownField: no field has that name.
            BadArgument: the field is of another kind.
        """
        kind = self.schema.field(str(field)).kind
        if kind not in ("category", "tags"):
            raise BadArgument(f"`{field}` is a {kind}; expected a category or tags field, which have a vocabulary.")
        return self.columns.vocabulary(field)

    def has_user(self, user: str) -> bool:
        """Tell whether anything is known of a person: an interaction, or a row of the users' file."""
        query = "SELECT 1 FROM interactions WHERE user = ? UNION ALL SELECT 1 FROM users WHERE id = ? LIMIT 1"
        return self.connect().execute(query, (_bindable(user), _bindable(user))).fetchone() is not None

    def log_of(self, user: str) -> list[Interaction]:
        """Return what a person did, oldest first; what has no time comes first."""
        query = (
            "SELECT user, items.id, CAST(behaviour AS TEXT), CAST(value AS REAL), CAST(time AS REAL) "
            "FROM interactions JOIN items ON items.rowid = item WHERE user = ? ORDER BY time, interactions.rowid"
        )
        return [Interaction(*row) for row in self.connect().execute(query, (_bindable(user),))]

    def upsert(self, items: Source, *, new_fields: bool = False) -> int:
        """Add items and change those that exist; everything derived from them follows, in one transaction.

        A row need not be whole: columns that it lacks stay as they are, and a value of None empties one.

        Args:
            items: the rows, in any form that `build` takes.
            new_fields: add the columns that the catalogue does not have, which are refused otherwise: most are slips.

        Returns:
            How many items were added or changed.

        Raises:
            BadRows: rows cannot be loaded; each kind of fault is told, and nothing is changed.
            BadArgument: the rows do not give the items' ids.
            UnknownField: the catalogue has no such column; the message says which is closest.
            CallerError: the catalogue was closed, or its file may not be written.
            StorageError: the disk is full, the file is damaged, or others keep it locked.
        """
        from palate.catalog.upsert import upsert

        with self._writing() as connection:
            return upsert(connection, items, new_fields=new_fields)

    def remove(self, items: Iterable[ItemId]) -> int:
        """Remove items (or one), with all that is derived from them and what people did with them, in one transaction.

        What an agent remembers of them stays, and says nothing where they are not. Others keep their ids, but not their
        positions. What is derived from the whole log is made anew, so remove many at once.

        Returns:
            How many items were removed.

        Raises:
            UnknownItem: one of them is not in the catalogue; the message says which, and nothing is changed.
            BadArgument: `items` cannot be gone through, or no item would be left.
            CallerError: the catalogue was closed, or its file may not be written.
            StorageError: the disk is full, the file is damaged, or others keep it locked.
        """
        from palate.catalog.remove import remove

        wanted = _listed([items] if isinstance(items, str) else items)
        with self._writing() as connection:
            return remove(connection, wanted)

    def record(self, interactions: Source | Iterable[Interaction]) -> int:
        """Add interactions; the statistics and indexes of the log follow, in one transaction.

        Returns:
            How many were added.

        Raises:
            BadRows: rows cannot be loaded; all of them are listed, and nothing is changed.
            UnreadableFile: no column identifies the person, or none the item.
            CallerError: the catalogue was closed, or its file may not be written.
            StorageError: the disk is full, the file is damaged, or others keep it locked.
        """
        from palate.catalog.record import record

        with self._writing() as connection:
            return record(connection, interactions)

    def change(self, write: Callable[[sqlite3.Connection], T]) -> T:
        """Change what is derived from the catalogue, in one transaction, after which its version is the next.

        Args:
            write: changes tables of its own on the connection it is given, and returns what is returned here.

        Raises:
            CallerError: the catalogue was closed, or its file may not be written.
            StorageError: the disk is full, the file is damaged, or others keep it locked.
        """
        with self._writing() as connection:
            found = write(connection)
            schema = read_schema(connection)
            write_meta(connection, schema.model_copy(update={"version": schema.version + 1}), read_plan(connection))
        return found

    def close(self) -> None:
        """Close it, once all who are inside `using` are done, and whoever changes it; the second time do nothing.

        Raises:
            CallerError: whoever calls is inside, and would wait for itself.
        """
        self._connections.lifetime.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):  # whoever stops a program does not wait for what it was doing
            self._connections.lifetime.let_go()
        else:
            self.close()

    def __repr__(self) -> str:
        return f"Catalog({str(self.path)!r})"

    def look(self) -> Look:
        """Return its fields with some of their values."""
        schema = self.schema
        rows = [(each.name, each.kind, f"{each.present:,}", ", ".join(each.examples)) for each in schema.fields]
        about = [f"{schema.name}: {schema.items:,} items, {schema.log.interactions:,} interactions"]
        about += [f"Also called: {', '.join(map(str, schema.aliases))}"] if schema.aliases else []
        return Look("\n".join(about), ("field", "kind", "present", "such as"), rows)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Keep to one version for as long as a block takes, unless the block itself changes the catalogue."""
        token = _KEPT_TO.set((self, self._now()))
        try:
            yield
        finally:
            _KEPT_TO.reset(token)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._frozen:
            raise CallerError(
                "The embedded films are shared and not written; make a copy of your own with "
                "`palate data films --db films.db`, and open it with `Catalog.open`."
            )
        with self._connections.writing() as connection, noting_tables(connection):
            yield connection
        _KEPT_TO.set(None)

    def _now(self) -> Snapshot:
        """Return what is derived from the current version; asking whether it is current costs microseconds."""
        kept = _KEPT_TO.get()
        if kept is not None and kept[0] is self and not self._connections.lifetime.closed:
            return kept[1]
        reader = self._connections.reader()
        seen = reader.execute("PRAGMA data_version").fetchone()[0]
        snapshot = self._snapshot
        if snapshot is not None and reader.seen == seen and reader.file == snapshot.file:
            return snapshot
        return self._renewed(reader, seen)

    def _renewed(self, reader: Reader, seen: int) -> Snapshot:
        schema = read_schema(reader)
        with self._lock:
            # Versions of a file only grow: a thread that read before another's change must not bring the old one back.
            now = self._snapshot
            if now is None or now.file != reader.file or schema.version > now.schema.version:
                self._snapshot = Snapshot(self.connect, schema, reader.file)
                now = self._snapshot
            reader.seen = seen
            return now

    def _rowid(self, item: ItemId) -> int | None:
        return self._now().rowids([str(item)])[0]

    def _unknown(self, item: ItemId) -> UnknownItem:
        near = self.connect().execute("SELECT id FROM items ORDER BY rowid LIMIT 5000").fetchall()
        return UnknownItem(
            f"`{str(item)[:MOST_COMPARED]}` is not in `{self.schema.name}`, which has {self.schema.items} items; "
            f"{closest(str(item), [str(row[0]) for row in near])}."
        )


def _listed(items: Iterable[ItemId]) -> list[ItemId]:
    if not isinstance(items, Iterable):
        raise BadArgument(f'`{items!r}` is no list of ids; expected one, such as `["42"]`.')
    return [str(item) for item in items]


def _bindable(name: str) -> str:
    """Return text that SQLite takes, which half a surrogate pair is not; nobody is called so."""
    return str(name).encode("utf-8", "replace").decode("utf-8")
