"""The kind of a column, from its cells and its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.delimiters import delimiter_of, spaced
from palate.catalog.kinds.findings import currencies_in
from palate.catalog.parsing.dates import day_comes_first, epoch_of, parse_date
from palate.catalog.parsing.flags import MARK, NO, YES, parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.missing import is_missing, text_of
from palate.catalog.parsing.numbers import (
    Quantity,
    bare,
    commas_group,
    framed,
    multiplied,
    out_of,
    parse_number,
    points_group,
    read_quantity,
    uses_decimal_comma,
)
from palate.catalog.parsing.tags import list_in
from palate.catalog.parsing.units import unit_named
from palate.catalog.schema import Kind

_SAMPLE = 2_000
_ENOUGH = 20
"""Cells of nothing but 0 and 1 that are no counts any more."""
_NEARLY_ALL = 0.9
_CODE = re.compile(r"\d*[A-Za-z]{1,3}\d*")
"""What numbers a course or a flat: `A`, `20A`, `M12`."""
_APART = re.compile(r"\d\s+[^\W\d_]")
_QUARTERS = frozenset(["00", "15", "30", "45"])
_FRAMES = 3
"""Words around a number, such as `up to` and `from`, of which so many kinds may stand in a column of numbers."""
_PROMISED = 0.5
_HIGHEST_SCORE = 1_000
_UNPROMISED = 0.8


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
        or _number(name, values, texts)
        or _words(name, texts)
    )


def declared_kind(name: str, kind: Kind, cells: Sequence[Any], low: float | None, high: float | None) -> Column:
    """Read a column as the kind that the caller says it is."""
    values = _sample(cells)
    texts = [text_of(value) for value in values]
    if kind == "number":
        column = _as_number(name, values, texts)
        return column.model_copy(update={"form": column.form.model_copy(update={"low": low, "high": high})})
    if kind == "date":
        return _column(name, "date", _date_form(texts))
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
    links = sum(text.startswith(("http://", "https://", "www.", "data:image")) for text in texts)
    padded = any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in texts) and all(
        text.isdigit() for text in texts
    )
    spaced_out = sum(" " in text for text in texts) * 2 > len(texts)
    if links * 10 >= len(texts) * 9 or padded or (names.says_opaque(name) and not spaced_out):
        return _column(name, "id", Form())
    return None


def _date(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column | None:
    if all(_is_number(text) for text in texts):
        numbers = [float(text) for text in texts]
        dated = names.says(name, "date") and all(len(text) == 8 and text.isdigit() for text in texts)
        if not dated and not (names.says(name, "date") and epoch_of(numbers)):
            return None
    if _most(texts) is not None:
        return None
    form = _date_form(texts)
    read = sum(parse_date(value, form) is not None for value in values)
    bare = sum(text.isdigit() for text in texts)
    if bare > read // 2 and not form.epoch and any(len(text) == 4 for text in texts):
        return None
    enough = _PROMISED if names.says(name, "date") else _UNPROMISED
    return _column(name, "date", form) if read / len(values) >= enough else None


def _date_form(texts: Sequence[str]) -> Form:
    numeric = [float(text) for text in texts if _is_number(text)]
    epoch = epoch_of(numeric) if len(numeric) * 2 > len(texts) else None
    if all(len(text) == 8 and text.isdigit() for text in texts):
        epoch = None
    return Form.model_validate({"day_first": day_comes_first(list(texts)), "epoch": epoch})


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _number(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column | None:
    if _times_of_day(texts) and names.role_in(name, None) != "duration":
        return None
    column = _as_number(name, values, texts)
    rest = [text for value, text in zip(values, texts, strict=True) if parse_number(value, column.form) is None]
    share = 1 - len(rest) / len(values)
    promised = column.role not in (None, "size") or unit_named(column.unit or "") is not None
    coded = sum(bool(_CODE.fullmatch(text)) for text in rest)
    if share < (_PROMISED if promised and coded * 2 <= len(rest) else _UNPROMISED):
        return None
    # Words that recur among numbers are values of their own: "One size" among 38 and 39, "1 Season" among minutes.
    usual = Counter(rest).most_common(1)
    recurring = max(5, len(values) // 50) if promised else 3
    return None if usual and usual[0][1] >= recurring and (share < 0.9 or not promised) else column


def _most(texts: Sequence[str]) -> int | None:
    """Return the one highest score that nearly all cells tell: 10 of `8.7/10`."""
    told = Counter(scored[1] for text in texts if (scored := out_of(text)))
    most, count = told.most_common(1)[0] if told else (0, 0)
    return most if len(told) == 1 and most > 1 and count >= _NEARLY_ALL * len(texts) else None


def _writing(texts: Sequence[str], form: Form) -> Form:
    """Return how numbers are written that are none as they stand: out of so many, in thousands, among words."""
    if (most := _most(texts)) is not None:
        return form.model_copy(update={"out_of": most})
    odd = [text for text in texts if multiplied(text) or not _is_plain(text, form)]
    if len(odd) < (1 - _NEARLY_ALL) * len(texts):
        return form
    among_words = [text for text in odd if not multiplied(text)]
    frames = [found for text in among_words if (found := framed(text))]
    measured = [
        found for found in frames if (read := read_quantity(found[1], decimal_comma=form.decimal_comma)) and read.known
    ]
    alike = len({(before, after) for before, _, after in measured}) <= _FRAMES
    if not alike or len(measured) < _NEARLY_ALL * len(among_words):
        return form
    return form.model_copy(update={"multiplied": len(among_words) < len(odd), "framed": bool(among_words)})


def _is_plain(text: str, form: Form) -> bool:
    """Tell whether a text is a number as it stands, with a known unit or none."""
    read = read_quantity(text, decimal_comma=form.decimal_comma, clock=form.clock)
    return (read is not None and read.known is not None) or parse_number(text, form) is not None


def _times_of_day(texts: Sequence[str]) -> bool:
    """Tell whether clocks tell when, and not how long: all of them on the quarter of an hour."""
    clocks = [text.split(":") for text in texts if text.count(":") == 1]
    return len(clocks) > _NEARLY_ALL * len(texts) and all(minute in _QUARTERS for _, minute in clocks)


def _as_number(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column:
    named = names.unit_in(name)
    comma = uses_decimal_comma([text for text in texts if "," in text]) or points_group(list(texts))
    clock = names.role_in(name, named) == "duration" or sum(text.count(":") in (1, 2) for text in texts) * 2 > len(
        texts
    )
    form = _writing(texts, Form(decimal_comma=comma, comma_groups=comma and commas_group(list(texts)), clock=clock))
    read = [
        quantity
        for value, text in zip(values, texts, strict=True)
        if isinstance(value, str) and (quantity := read_quantity(bare(text, form)[0], decimal_comma=comma, clock=clock))
    ]
    unit = _common_unit(read, texts) or (named.name if named else None)
    known = unit_named(unit) if unit else None
    role = names.role_in(name, known)
    form = form.model_copy(update={"unit": unit})
    numbers = [number for value in values if (number := parse_number(value, form)) is not None]
    if _looks_like_years(numbers, role):
        role, unit = "year", None
    elif role == "year":
        role = None
    elif role == "score" and max(numbers, default=0) > _HIGHEST_SCORE:
        role = "count"  # `positive_ratings` counts them
    if unit is None and role == "duration":
        unit = _usual_duration(numbers)
    return Column(
        source=name, name=name, kind="number", role=role, unit=_shown(unit), form=form.model_copy(update={"unit": unit})
    )


def _common_unit(read: list[Quantity], texts: Sequence[str]) -> str | None:
    """Return the unit of most numbers; one that is not known must be written after nearly all of them, and alike.

    A letter or two must stand apart from the number as well: `230 V`, but not `20A`.
    """
    rows = len(texts)
    units = Counter(quantity.unit for quantity in read if quantity.unit)
    if not units:
        return None
    unit, count = units.most_common(1)[0]
    if unit_named(unit) is not None:
        return unit
    stems = Counter(word.casefold().rstrip("s") for word in units.elements())
    apart = sum(bool(_APART.search(text)) for text in texts) >= 0.9 * rows
    steady = stems.most_common(1)[0][1] >= 0.9 * rows and unit.isalpha() and (len(unit) > 2 or apart)
    return unit if rows >= 3 and (steady or (unit.startswith("/") and count >= 0.9 * rows)) else None


def _shown(unit: str | None) -> str | None:
    return None if unit is None or unit.startswith("/") else unit


def _looks_like_years(numbers: list[float | int], role: str | None) -> bool:
    whole = [number for number in numbers if isinstance(number, int) and 1000 <= number <= 2100]
    if len(whole) < 0.8 * len(numbers) or not whole:
        return False
    if role == "year":
        return True
    return role is None and len(set(whole)) >= 5 and all(1850 <= number <= 2035 for number in whole)


def _usual_duration(numbers: list[float | int]) -> str | None:
    middle = sorted(numbers)[len(numbers) // 2] if numbers else 0
    if 10 <= middle < 500:
        return "minutes"
    if 500 <= middle < 36_000:
        return "seconds"
    return "ms" if middle >= 36_000 else None


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
