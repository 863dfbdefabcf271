"""One way in for every source of rows, whatever its form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from palate.catalog.sources import delimited, excel, json_text, mappings, parquet
from palate.catalog.sources.frame import Frame, joined
from palate.catalog.sources.text import check_file, opened
from palate.errors import BadArgument, UnreadableFile


@runtime_checkable
class Table(Protocol):
    """A data frame of pandas, which is not imported for it."""

    index: Any

    def to_dict(self, orient: Any) -> Any:
        """Return its rows, for `records`."""

    def reset_index(self) -> Any:
        """Return it with its index as columns."""


Source = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | Table
"""A path to a CSV, JSON, JSON-lines, Parquet or Excel file, any iterable of dicts, or a data frame."""
_UNREAD = {
    ".xls": "an Excel workbook of before 2007",
    ".ods": "an OpenDocument spreadsheet",
    ".zip": "a zip archive",
    ".xml": "XML",
    ".html": "HTML",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".feather": "Feather",
    ".arrow": "Arrow",
    ".avro": "Avro",
    ".orc": "ORC",
    ".pkl": "a pickle",
    ".pickle": "a pickle",
    ".sqlite": "an SQLite database",
    ".rds": "an R object",
}
"""Forms by which files are called that cannot be read."""


def frames(source: Source, what: str, *, encoding: str | None = None, size: int | None = None) -> Iterator[Frame]:
    """Read a source in frames of `size` rows, or in one frame; the first frame comes even where there are no rows.

    Args:
        source: where the rows are.
        what: what they are, such as `items`, for messages.
        encoding: of a text file; UTF-8 (with or without a byte order mark) where not given.
        size: the most rows of one frame.

    Raises:
        UnreadableFile: the file is missing, empty, a folder or not of its form.
        BadArgument: the source is neither a path nor an iterable of dicts.
    """
    check_source(source, what)
    if isinstance(source, str | os.PathLike):
        return _file_frames(Path(source), what, encoding, size)
    return mappings.frames(enumerate(records(source), 1), origin=what, size=size)


def records(rows: Iterable[Any] | Table) -> Iterable[Any]:
    """Return the rows of an iterable, or of a data frame of pandas or polars; a named index of pandas is a column."""
    if hasattr(rows, "iter_rows"):  # polars
        named: Iterable[Mapping[str, Any]] = rows.iter_rows(named=True)
        return named
    if isinstance(rows, Table):
        whole = rows.reset_index() if any(name is not None for name in rows.index.names) else rows
        dicts: Iterable[Mapping[str, Any]] = whole.to_dict("records")
        return dicts
    return rows


def check_source(source: object, what: str) -> None:
    """Refuse what cannot hold rows.

    Raises:
        BadArgument: it is neither a path nor an iterable of dicts.
    """
    if isinstance(source, Mapping | bytes) or not isinstance(source, str | os.PathLike | Iterable | Table):
        kind = type(source).__name__
        raise BadArgument(f"`{what}` is a {kind}; expected a file path, an iterable of dicts or a data frame.")


def read_all(source: Source, what: str, *, encoding: str | None = None) -> Frame:
    """Read a whole source into one frame."""
    frame = joined(list(frames(source, what, encoding=encoding)))
    if not len(frame) and not frame.bad:
        name = f"`{frame.origin}`" if isinstance(source, str | os.PathLike) else f"the iterable of {what}"
        kind = "a header but no rows" if frame.columns else "no rows"
        raise UnreadableFile(f"{name} has {kind}; expected at least one row of {what}.")
    return frame


def _file_frames(path: Path, what: str, encoding: str | None, size: int | None) -> Iterator[Frame]:
    check_file(path, what)
    suffix = Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()
    if suffix in (".parquet", ".pq"):
        return parquet.frames(path, size=size)
    if suffix in (".xlsx", ".xlsm"):
        return excel.frames(path, size=size)
    if suffix in _UNREAD:
        raise UnreadableFile(f"`{path.name}` is {_UNREAD[suffix]}, which is not read; save it as CSV or JSON lines.")
    if suffix in (".jsonl", ".ndjson"):
        return json_text.line_frames(path, encoding=encoding, size=size)
    if suffix == ".json" or _starts_like_json(path, encoding):
        return json_text.frames(path, encoding=encoding, size=size)
    return delimited.frames(path, encoding=encoding, size=size)


def _starts_like_json(path: Path, encoding: str | None) -> bool:
    with opened(path, encoding) as handle:
        return handle.read(64).lstrip()[:1] in ("[", "{")
