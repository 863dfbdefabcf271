"""Opening text files, with one clear sentence for each way in which that fails."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from palate.errors import UnreadableFile, closest

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def check_file(path: Path, what: str) -> None:
    """Refuse a path that is missing, a folder, or an empty file.

    Raises:
        UnreadableFile: it is one of those; `what` says what the file should have held.
    """
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
    chosen = encoding or _marked(path) or "utf-8"
    try:
        codecs.lookup(chosen)
    except LookupError:
        raise UnreadableFile(
            f"`{chosen}` is not an encoding that Python knows; try `utf-8`, `latin-1` or `cp1252`."
        ) from None
    try:
        with path.open(encoding=chosen, newline="") as handle:
            yield handle
    except UnicodeError:
        raise UnreadableFile(_complaint(path, chosen)) from None
    except PermissionError:
        raise UnreadableFile(f"`{path}` may not be read by this user.") from None


def _marked(path: Path) -> str | None:
    with path.open("rb") as handle:
        start = handle.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _complaint(path: Path, encoding: str) -> str:
    data = path.read_bytes()
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
