"""JSON (a list of objects, or an object that holds one) and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from palate.catalog.sources import mappings
from palate.catalog.sources.frame import BadRow, Frame, shown
from palate.catalog.sources.text import opened
from palate.errors import UnreadableFile

_SPACE = " \t\r\n"


def line_frames(path: Path, *, encoding: str | None, size: int | None) -> Iterator[Frame]:
    """Read JSON lines; a broken line becomes a bad row."""
    bad: list[BadRow] = []

    def rows(handle: Any) -> Iterator[tuple[int, Any]]:
        for number, text in enumerate(handle, 1):
            if text.strip():
                try:
                    yield number, json.loads(text)
                except (ValueError, RecursionError):
                    bad.append(BadRow(path.name, number, "", shown(text), "one JSON object"))

    with opened(path, encoding) as handle:
        for frame in mappings.frames(rows(handle), origin=path.name, size=size):
            frame.bad.extend(bad)
            bad.clear()
            yield frame


def frames(path: Path, *, encoding: str | None, size: int | None) -> Iterator[Frame]:
    """Read a JSON file: a list of objects, an object whose one list is that, objects by id, or JSON lines after all."""
    with opened(path, encoding) as handle:
        text = handle.read()
    start = len(text) - len(text.lstrip(_SPACE))
    if start == len(text):
        raise UnreadableFile(f"`{path.name}` holds no text; expected JSON.")
    if text[start] == "[":
        yield from mappings.frames(_elements(text, start, path), origin=path.name, size=size)
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text[start] == "{" and "\n{" in text:
            yield from line_frames(path, encoding=encoding, size=size)
            return
        raise _broken(path, error) from None
    rows = _rows_of(value)
    if rows is None:
        raise UnreadableFile(f"`{path.name}` holds no list of objects; expected `[{{…}}, {{…}}]`.")
    yield from mappings.frames(enumerate(rows, 1), origin=path.name, size=size)


def _elements(text: str, start: int, path: Path) -> Iterator[tuple[int, Any]]:
    """Decode the elements of a list one by one, so that each is known by its line."""
    decoder = json.JSONDecoder()
    at, counted, line = start + 1, 0, 1
    try:
        while True:
            at = _skip(text, at)
            if text[at : at + 1] == "]":
                return
            line += text.count("\n", counted, at)
            counted = at
            value, at = decoder.raw_decode(text, at)
            yield line, value
            at = _skip(text, at)
            if text[at : at + 1] == ",":
                at += 1
            elif text[at : at + 1] != "]":
                raise json.JSONDecodeError("Expecting `,` or `]`", text, at)
    except (ValueError, RecursionError) as error:
        raise _broken(path, error) from None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _broken(path: Path, error: Exception) -> UnreadableFile:
    if isinstance(error, json.JSONDecodeError):
        where, reason = f" line {error.lineno}", error.msg
    elif isinstance(error, RecursionError):
        where, reason = "", "it is nested too deeply"
    else:
        where, reason = "", "a number in it has more digits than can be read"
    return UnreadableFile(f"`{path.name}`{where} is not JSON: {reason}.")


def _rows_of(value: Any) -> list[Any] | None:
    if not isinstance(value, dict):
        return None
    lists = [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]
    if len(lists) == 1:
        return list(lists[0])
    if value and all(isinstance(part, dict) for part in value.values()):
        return [part if "id" in part else {"id": key, **part} for key, part in value.items()]
    return [value] if value and not lists else None
