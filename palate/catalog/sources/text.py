"""Opening text files, with one clear sentence for each way in which that fails."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from palate.errors import UnreadableFile, closest

_GZIP = b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def check_file(path: Path, what: str) -> None:
    """Refuse a path that is missing, a folder, or an empty file."""
    if path.is_dir():
        raise UnreadableFile(f"`{path}` is a folder; expected a file of {what}.")
    if not path.exists():
        siblings = sorted(entry.name for entry in path.parent.glob("[!.]*") if entry.is_file())
        near = f"; {closest(path.name, siblings)}" if siblings else ""
        raise UnreadableFile(f"`{path}` does not exist{near}. Expected a file of {what}.")
    if path.stat().st_size == 0:
        raise UnreadableFile(f"`{path}` is empty; expected a file of {what}.")


@contextmanager
def opened(path: Path, encoding: str | None) -> Iterator[TextIO]:
    """Open a text file as UTF-8, by its byte order mark, or in the encoding given.

    Raises:
        UnreadableFile: a byte is not of that encoding, which may show while reading inside the `with` block.
    """
    with _whole(path):
        chosen = encoding or _marked(path) or "utf-8"
    try:
        codecs.lookup(chosen)
    except LookupError:
        raise UnreadableFile(
            f"`{chosen}` is not an encoding that Python knows; try `utf-8`, `latin-1` or `cp1252`."
        ) from None
    try:
        with _whole(path), _text(path, chosen) as handle:
            yield handle
    except UnicodeError:
        raise UnreadableFile(_complaint(path, chosen)) from None
    except PermissionError:
        raise UnreadableFile(f"`{path}` may not be read by this user.") from None


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Say of a compressed file that breaks off what is wrong with it."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise UnreadableFile(f"`{path.name}` is compressed by gzip, and damaged; make it anew.") from None


def _text(path: Path, encoding: str) -> TextIO:
    if _compressed(path):
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def _compressed(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(2) == _GZIP


def _bytes(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if _compressed(path) else path.open("rb")  # type: ignore[return-value]


def _marked(path: Path) -> str | None:
    with _bytes(path) as handle:
        start = handle.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _complaint(path: Path, encoding: str) -> str:
    with _bytes(path) as handle:
        data = handle.read()
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (
            f"`{path.name}` is not {encoding}: byte 0x{data[error.start]:02x} at position {error.start}, line {line}. "
            "Name its encoding with --encoding (`encoding=`), such as `cp1252` or `latin-1`."
        )
    except UnicodeError as error:
        return f"`{path.name}` is not {encoding}: {error}. Name its encoding with --encoding (`encoding=`)."
    return f"`{path.name}` is not {encoding}. Name its encoding with --encoding (`encoding=`)."
