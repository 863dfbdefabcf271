"""Titles that are put together of other columns: `{make} {model} ({year})`."""

from __future__ import annotations

import re
from collections.abc import Collection

from palate.catalog.parsing.missing import ABSENT, is_missing, line_of
from palate.catalog.sources.frame import Frame
from palate.errors import BadArgument, UnknownField, closest

SOURCE = "title of its parts"
"""The source of a title column that is composed."""
_PART = re.compile(r"\{([^{}]+)\}")


def parts_of(template: object) -> list[str]:
    """Return the columns that a template names.

    Raises:
        BadArgument: it is no text, or names none.
    """
    found = _PART.findall(template) if isinstance(template, str) else []
    if not found:
        raise BadArgument(f"`title` is `{template!r:.60}`; expected columns in braces, such as `{{make}} {{model}}`.")
    return found


def compose(frame: Frame, template: str) -> None:
    """Add a column of titles; a part that a row lacks is left out, and so are brackets around nothing.

    Raises:
        UnknownField: the frame has no such column.
    """
    names = parts_of(template)
    for name in names:
        if name not in frame.columns:
            near = closest(name, list(frame.columns))
            raise UnknownField(f"`title` names `{name}`, which is no column of `{frame.origin}`; {near}.")
    cells = [frame.columns[name] for name in names]
    words = _PART.split(template)[::2]
    frame.columns[SOURCE] = [_title(words, row) for row in zip(*cells, strict=True)]


def composes(frame: Frame, template: str) -> bool:
    """Tell whether some rows have all that a title is made of."""
    return set(parts_of(template)) <= frame.columns.keys()


def _title(words: Collection[str], row: tuple[object, ...]) -> object:
    if all(is_missing(cell) for cell in row):
        return ABSENT
    first, *rest = words
    text = first
    for word, cell in zip(rest, row, strict=True):
        text += "" if is_missing(cell) else line_of(cell)
        text += word
    return re.sub(r"\s+", " ", re.sub(r"\(\s*\)|\[\s*\]", "", text)).strip(" ,;:-")
