"""Several values in one cell: lists, or text with a delimiter."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from palate.catalog.parsing.form import Form
from palate.catalog.parsing.missing import is_missing, line_of

_GLUED = re.compile(
    r"^(?:jr|sr|inc|ltd|llc|co|corp|gmbh|s\.?a|d\.?c|m\.?d|ph\.?d|esq|ii|iii|iv|u\.?s\.?a?|n\.?y|l\.?a)\.?$",
    re.IGNORECASE,
)
_NAMED = ("name", "title", "label", "value")


def parse_tags(value: Any, form: Form) -> list[str]:
    """Return a cell's values, each once, in order; empty where there are none."""
    if isinstance(value, list):
        parts = [_named(part) for part in _flat(value)]
    elif isinstance(value, str):
        parts = _split(value.strip(), form)
    else:
        parts = [value]
    return list(dict.fromkeys(line_of(part) for part in parts if not is_missing(part)))


def _flat(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, list | tuple):
            yield from _flat(list(part))
        else:
            yield part


def named_value(part: Mapping[Any, Any]) -> Any:
    """Return what an object is called: its `name` or the like, else its first text, else its first value."""
    texts = (value for value in part.values() if isinstance(value, str))
    return next((part[name] for name in _NAMED if name in part), next(texts, next(iter(part.values()), None)))


def _named(part: Any) -> Any:
    return named_value(part) if isinstance(part, Mapping) else part


def _split(text: str, form: Form) -> list[Any]:
    listed = list_in(text)
    if listed is not None:
        return [_named(part) for part in _flat(listed)]
    if form.delimiter is None:
        return text.split("|")
    if form.delimiter == " ":
        return text.split()
    parts: list[str] = []
    for part in text.split(form.delimiter):
        if form.delimiter == "," and parts and _GLUED.match(part.strip()):
            parts[-1] += "," + part.rstrip()
        else:
            parts.append(part.strip())
    return parts


def list_in(text: str) -> list[Any] | None:
    """Return the list that a text spells as JSON (`["a", "b"]`), Python (`['a', 'b']`) or in braces, if it does."""
    if len(text) < 2 or text[0] + text[-1] not in ("[]", "{}", "()"):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        if isinstance(value, list | tuple | set):
            return list(value)
    inner = text[1:-1]
    if text[0] == "{" and ":" not in inner:
        return [part.strip().strip('"') for part in inner.split(",")]
    if text[0] == "[" and not any(mark in inner for mark in "[]{}"):
        return [part.strip().strip("'\"") for part in inner.split(",")]
    return None
