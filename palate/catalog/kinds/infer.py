"""The kind of a column, from its cells and its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.delimiters import delimiter_of, spaced
from palate.catalog.kinds.findings import currencies_in
from palate.catalog.kinds.numeric import PROMISED, UNPROMISED, as_number, highest_score, number_column
from palate.catalog.parsing.dates import date_form, epoch_of, parse_date, plain_number
from palate.catalog.parsing.flags import MARK, NO, YES, parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.links import STARTS
from palate.catalog.parsing.missing import is_missing, text_of
from palate.catalog.parsing.tags import list_in
from palate.catalog.schema import Kind

_SAMPLE = 2_000
_ENOUGH = 20
"""Cells of nothing but 0 and 1 that are no counts any more."""


def infer(name: str, cells: Sequence[Any], declared: str | None = None) -> Column:
    """Find what a column is.

    A column is what most of its cells are; the others are then bad rows. "Most" is half of them where the name promises
    it (`price`, `year`, `released`) and four fifths where it does not.

    Args:
        name: the column's name.
        cells: all of its raw cells; a sample spread over them is looked at.
        declared: the type that the source declares (RecBole: `token`, `token_seq`, `float`, `float_seq`).
    """
    values = _sample(cells)
    if not values:
        return Column(source=name, name=name, kind="number" if declared == "float" else "text")
    if sum(isinstance(value, list) for value in values) * 2 > len(values):
        return _column(name, "text" if _long(values) else "tags", Form())
    texts = [text_of(value) for value in values]
    if declared == "token_seq" and not names.says(name, "text"):
        return _column(name, "tags", Form(delimiter=" "))
    marks = _marks(name, texts)
    if marks is not None and any(map(is_missing, cells)):
        return marks
    return (
        _flag(name, values, texts)
        or _opaque(name, texts)
        or _date(name, values, texts)
        or (_column(name, "category", Form()) if currencies_in(texts) else None)
        or number_column(name, values, texts)
        or _words(name, texts)
    )


def declared_kind(name: str, kind: Kind, cells: Sequence[Any], low: float | None, high: float | None) -> Column:
    """Read a column as the kind that the caller says it is."""
    values = _sample(cells)
    texts = [text_of(value) for value in values]
    if kind == "number":
        column = as_number(name, values, texts)
        return column.model_copy(update={"form": column.form.model_copy(update={"low": low, "high": high})})
    if kind == "date":
        return _column(name, "date", date_form(texts))
    if kind == "tags":
        return _column(name, "tags", _tags_form(name, texts))
    return _column(name, kind, Form())


def _column(name: str, kind: Kind, form: Form) -> Column:
    role = None
    if kind in ("number", "date", "flag"):
        role = names.role_in(name, None)
        role = role if kind == "number" or (kind == "date" and role == "year") or role == "stock" else None
    return Column(source=name, name=name, kind=kind, role=role, form=form)


def _sample(cells: Sequence[Any]) -> list[Any]:
    """Return cells that say something, spread over all; of a sparse column all are looked through."""
    some = [cell for cell in _spread(cells) if not is_missing(cell)]
    enough = len(cells) <= _SAMPLE or len(some) * 4 >= _SAMPLE
    return some if enough else list(_spread([cell for cell in cells if not is_missing(cell)]))


def _spread(cells: Sequence[Any]) -> Sequence[Any]:
    return cells if len(cells) <= _SAMPLE else cells[:: len(cells) // _SAMPLE + 1]


def _marks(name: str, texts: Sequence[str]) -> Column | None:
    """A column with nothing but one mark, or yes, in some of its cells; ones may be counts."""
    distinct = {text.casefold() for text in texts}
    return _column(name, "flag", Form(marked=True)) if len(distinct) == 1 and distinct <= YES - {"1"} | {MARK} else None


def _flag(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column | None:
    distinct = {text.casefold() for text in texts}
    if all(isinstance(value, bool) for value in values):
        return _column(name, "flag", Form())
    digits = distinct <= {"0", "1", "0.0", "1.0"}
    one_hot = len(distinct) == 2 and len(texts) >= _ENOUGH and names.role_in(name, None) is None
    if digits and not one_hot and not names.says_flag(name):
        return None
    share = sum(parse_flag(text) is not None for text in texts) / len(texts)
    if digits or distinct <= YES | NO or (share >= 0.9 and names.says_flag(name) and len(texts) >= 3):
        return _column(name, "flag", Form()) if distinct - {"t", "y", "n", "f"} or len(distinct) == 2 else None
    return None


def _opaque(name: str, texts: Sequence[str]) -> Column | None:
    """Codes and links: never numbers, never words."""
    if sum(text.startswith(STARTS) for text in texts) * 10 >= len(texts) * 9:
        return _column(name, "id", Form(link=True))
    padded = any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in texts) and all(
        text.isdigit() for text in texts
    )
    spaced_out = sum(" " in text for text in texts) * 2 > len(texts)
    if padded or (names.says_opaque(name) and not spaced_out):
        return _column(name, "id", Form())
    return None


def _date(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column | None:
    numbers = [number for text in texts if (number := plain_number(text)) is not None]
    dated = epoch_of(numbers) or all(len(text) == 8 and text.isdigit() for text in texts)
    if len(numbers) == len(texts) and not (dated and names.says(name, "date")):
        return None
    if highest_score(texts) is not None:
        return None
    form = date_form(texts)
    read = sum(parse_date(value, form) is not None for value in values)
    bare = sum(text.isdigit() for text in texts)
    if bare > read // 2 and not form.epoch and any(len(text) == 4 for text in texts):
        return None
    enough = PROMISED if names.says(name, "date") else UNPROMISED
    return _column(name, "date", form) if read / len(values) >= enough else None


def _long(values: Sequence[Any]) -> bool:
    """Tell whether lists hold sentences, such as the steps of a recipe, rather than values."""
    parts = [text_of(part) for row in values if isinstance(row, list) for part in row]
    return sum(map(len, parts)) > 40 * len(parts)


def _words(name: str, texts: Sequence[str]) -> Column:
    if names.says(name, "text") or _long([list_in(text) for text in texts[:200]]):
        return _column(name, "text", Form())
    form = delimiter_of(name, texts) or spaced(name, texts)
    if form is not None:
        return _column(name, "tags", form)
    lengths = [len(text.split()) for text in texts]
    mean, distinct = sum(lengths) / len(lengths), len(set(texts)) / len(texts)
    prose = mean > 6 or (mean > 3 and distinct > 0.9 and len(texts) >= 20) or sum(map(len, texts)) / len(texts) > 60
    return _column(name, "text" if prose and distinct > 0.1 else "category", Form())


def _tags_form(name: str, texts: Sequence[str]) -> Form:
    found = delimiter_of(name, texts) or spaced(name, texts)
    if found is not None:
        return found
    marks = Counter({mark: sum(mark in text for text in texts) for mark in ("|", ";", ",", "/")})
    mark, count = marks.most_common(1)[0]
    return Form(delimiter=mark) if count else Form()
