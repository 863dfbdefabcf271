"""A column of numbers: how they are written, in which unit, and what they measure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from palate.catalog.kinds import names
from palate.catalog.kinds.column import Column
from palate.catalog.parsing.form import Form
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
from palate.catalog.parsing.units import unit_named

PROMISED, UNPROMISED = 0.5, 0.8
"""Of what share of its cells a column is of a kind that its name promises, and of one that it does not."""
_NEARLY_ALL = 0.9
_HIGHEST_SCORE = 1_000
_CODE = re.compile(r"\d*[A-Za-z]{1,3}\d*")
"""What numbers a course or a flat: `A`, `20A`, `M12`."""
_APART = re.compile(r"\d\s+[^\W\d_]")
_QUARTERS = frozenset(["00", "15", "30", "45"])
_FRAMES = 3
"""Words around a number, such as `up to` and `from`, of which so many kinds may stand in a column of numbers."""


def number_column(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column | None:
    """Return a column of numbers where its cells are such; None where they are times of day, codes or words."""
    if _times_of_day(texts) and names.role_in(name, None) != "duration":
        return None
    column = as_number(name, values, texts)
    rest = [text for value, text in zip(values, texts, strict=True) if parse_number(value, column.form) is None]
    share = 1 - len(rest) / len(values)
    promised = column.role not in (None, "size") or unit_named(column.unit or "") is not None
    coded = sum(bool(_CODE.fullmatch(text)) for text in rest)
    if share < (PROMISED if promised and coded * 2 <= len(rest) else UNPROMISED):
        return None
    # Words that recur among numbers are values of their own: "One size" among 38 and 39, "1 Season" among minutes.
    usual = Counter(rest).most_common(1)
    recurring = max(5, len(values) // 50) if promised else 3
    return None if usual and usual[0][1] >= recurring and (share < 0.9 or not promised) else column


def highest_score(texts: Sequence[str]) -> int | None:
    """Return the one highest score that nearly all cells tell: 10 of `8.7/10`."""
    told = Counter(scored[1] for text in texts if (scored := out_of(text)))
    most, count = told.most_common(1)[0] if told else (0, 0)
    return most if len(told) == 1 and most > 1 and count >= _NEARLY_ALL * len(texts) else None


def _writing(texts: Sequence[str], form: Form) -> Form:
    """Return how numbers are written that are none as they stand: out of so many, in thousands, among words."""
    if (most := highest_score(texts)) is not None:
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


def as_number(name: str, values: Sequence[Any], texts: Sequence[str]) -> Column:
    """Read a column as one of numbers, whatever its cells are."""
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
    shown = None if unit is None or unit.startswith("/") else unit
    return Column(
        source=name, name=name, kind="number", role=role, unit=shown, form=form.model_copy(update={"unit": unit})
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
