"""One way in for every source of rows, whatever its form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from palate.catalog.sources import delimited, json_text, mappings, parquet
from palate.catalog.sources.frame import Frame, joined
from palate.catalog.sources.text import check_file, opened
from palate.errors import BadArgument, UnreadableFile

Source = str | os.PathLike[str] | Iterable[Mapping[str, Any]]
"""A path to a CSV, JSON, JSON-lines or Parquet file, or any iterable of dicts."""


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
    return mappings.frames(enumerate(source, 1), origin=what, size=size)


def check_source(source: object, what: str) -> None:
    """Refuse what cannot hold rows.

    Raises:
        BadArgument: it is neither a path nor an iterable of dicts.
    """
    if isinstance(source, Mapping | bytes) or not isinstance(source, str | os.PathLike | Iterable):
        raise BadArgument(f"`{what}` is a {type(source).__name__}; expected a file path or an iterable of dicts.")


def read_all(source: Source, what: str, *, encoding: str | None = None) -> Frame:
    """Read a whole source into one frame.

    Raises:
        UnreadableFile: as `frames`; also where there is a header and nothing below it.
        BadArgument: as `frames`.
    """
    frame = joined(list(frames(source, what, encoding=encoding)))
    if not len(frame) and not frame.bad:
        name = f"`{frame.origin}`" if isinstance(source, str | os.PathLike) else f"the iterable of {what}"
        kind = "a header but no rows" if frame.columns else "no rows"
        raise UnreadableFile(f"{name} has {kind}; expected at least one row of {what}.")
    return frame


def _file_frames(path: Path, what: str, encoding: str | None, size: int | None) -> Iterator[Frame]:
    check_file(path, what)
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".pq"):
        return parquet.frames(path, size=size)
    if suffix in (".jsonl", ".ndjson"):
        return json_text.line_frames(path, encoding=encoding, size=size)
    if suffix == ".json" or _starts_like_json(path, encoding):
        return json_text.frames(path, encoding=encoding, size=size)
    return delimited.frames(path, encoding=encoding, size=size)


def _starts_like_json(path: Path, encoding: str | None) -> bool:
    with opened(path, encoding) as handle:
        return handle.read(64).lstrip()[:1] in ("[", "{")


__all__ = ["Source", "UnreadableFile", "check_source", "frames", "read_all"]
