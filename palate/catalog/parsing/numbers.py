"""Numbers as people write them: thousands, decimals, currencies, units, percent, clocks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from palate.catalog.parsing.form import Form
from palate.catalog.parsing.units import Unit, unit_named, unit_of

_NUMBER = re.compile(
    r"""^(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*(?P<pre>[^\d\s.,+\-()'"]{1,4}|Rs\.)?\s*(?P<sign2>[-\u2212])?\s*
    (?P<digits>\d[\d.,'\u2019\u00a0\u202f\u2009\ ]*(?:[eE][+-]?\d+)?|[.,]\d+)
    \s*(?P<post>/\s?\d{1,3}|[^\d()]{0,20}?(?:[mt][23])?)\s*\)?$""",
    re.VERBOSE,
)
_DURATION = re.compile(
    r"^(?:pt)?(?:(?P<h>\d+)\s*(?:h|hr|hrs|hour|hours)\.?)?\s*(?:(?:and\s+)?(?P<m>\d+)\s*(?:m|min|mins|minutes?)?\.?)?"
    r"\s*(?:(?P<s>\d+)\s*(?:s|sec|secs|seconds?)\.?)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
_SPACES = re.compile("[\u00a0\u202f\u2009 '\u2019]")
_POINTED = re.compile(r"\d+(?:\.\d+)+")
_WHOLE = re.compile(r"\d+")
_COMMA_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d,.])")
_GROUPED = re.compile(r"^\d{1,3}([.,])\d{3}(?:\1\d{3})*$")


_FRAMED = re.compile(
    r"(?P<before>[^\d]*?)(?P<number>[^\w\s]?\d[\d.,]*\+?)(?P<unit>\s?[^\W\d_]{0,12}\.?)(?P<after>[^\d]*)"
)
_OUT_OF = re.compile(
    r"(?P<value>\d+(?:[.,]\d+)?)\s*(?P<of>/|[^\W\d_][^\d]{0,12}?)\s*(?P<most>\d+)\s*(?P<what>[^\W\d_]*)"
)
_STARRED = re.compile("(?P<full>[★⭐✭✮✯🌟]*)(?P<half>[½⯨⯪]?)(?P<hollow>[☆✩⚝]*)")
_MULTIPLIED = re.compile(r"(?P<number>[^\w\s]{0,2}\s?\d+(?:[.,]\d+)?)\s?(?P<times>k|K|M|B|mn|bn|mio|Mio)")
_TIMES = {"k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "mio": 1e6, "Mio": 1e6, "B": 1e9, "bn": 1e9}


@dataclass(frozen=True)
class Quantity:
    """A number as read: its value in the unit it was written with."""

    value: float
    unit: str | None = None
    """The shown name of a known unit, or the words that followed the number."""
    known: Unit | None = None


def read_quantity(text: str, *, decimal_comma: bool = False, clock: bool = False) -> Quantity | None:
    """Read one number with its sign, currency or unit; None where the text is no number."""
    if clock and (match := _CLOCK.match(text)):
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        return Quantity(hours * 60 + minutes + seconds / 60, "minutes", unit_of("min"))
    match = _NUMBER.match(text)
    if match is None:
        return _starred(text) or _duration(text)
    value = _value(match["digits"], decimal_comma)
    pre, post = match["pre"], match["post"].strip()
    if clock and post in ("m", "s", "'"):
        post = "s" if post == "s" else "min"
    before = unit_of(pre) if pre else None
    if value is None or (pre and (before is None or before.dimension != "money")):
        return None
    if match["sign"] in ("-", "\u2212") or match["sign2"] or (match["open"] and before is not None):
        value = -value
    if post and before is None:
        known = unit_of(post)
        return Quantity(value, known.name if known else post, known)
    if post and unit_of(post) is None and post not in ("-", ".-", ",-"):
        return None
    return Quantity(value, before.name if before else None, before)


def out_of(text: str) -> tuple[str, int] | None:
    """Return a score and the highest that there is: `8.7/10`, `4.5 out of 5`, `★★★☆☆`; None where it is none."""
    starred = _starred(text)
    if starred is not None and starred.unit is not None:
        return f"{starred.value:g}", int(starred.unit[1:])
    match = _OUT_OF.fullmatch(text)
    if match is None or unit_of(match["of"]) or unit_of(match["what"]):  # `2 h 30`, `4 x 100 ml`
        return None
    return match["value"], int(match["most"])


def _starred(text: str) -> Quantity | None:
    """Count the stars of a text; its unit is how many there are, such as `/5`, where hollow ones tell that."""
    match = _STARRED.fullmatch(text.replace("\ufe0f", "").replace(" ", ""))
    if match is None or not match[0]:
        return None
    full, half, hollow = (len(match[part]) for part in ("full", "half", "hollow"))
    return Quantity(full + half / 2, f"/{full + half + hollow}" if hollow else None)


def multiplied(text: str) -> tuple[str, float] | None:
    """Return a number that is told in thousands, millions or billions, and how many of one it is: `1.4M`, `$60k`."""
    match = _MULTIPLIED.fullmatch(text)
    return (match["number"], _TIMES[match["times"]]) if match else None


def framed(text: str) -> tuple[str, str, str] | None:
    """Return the one number of a text with its unit, and the words before and behind: `up to`, `15 h` and nothing."""
    match = _FRAMED.fullmatch(text)
    if match is None:
        return None
    number, unit, after = match["number"].replace("+", ""), match["unit"], match["after"]
    if read_quantity(f"{number}{unit}".strip()) is None:
        unit, after = "", f"{unit}{after}"  # `£55,000 pa`
    return match["before"].strip(), f"{number}{unit}".strip(), after.strip()


def _duration(text: str) -> Quantity | None:
    match = _DURATION.match(text) if any(mark in text.casefold() for mark in "hm") else None
    if match is None or match["h"] is None:
        return None
    minutes = int(match["h"]) * 60 + int(match["m"] or 0) + int(match["s"] or 0) / 60
    return Quantity(float(minutes), "minutes", unit_of("min"))


def _value(digits: str, decimal_comma: bool) -> float | None:
    text = _SPACES.sub("", digits)
    text = text.rstrip(".,")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal_comma = comma > point
    elif comma >= 0 and not decimal_comma:
        decimal_comma = not _GROUPED.match(text)
    elif point >= 0 and decimal_comma:
        decimal_comma = bool(_GROUPED.match(text))
    text = text.replace(".", "").replace(",", ".") if decimal_comma else text.replace(",", "")
    try:
        return float(text)
    except ValueError:
        return None


def uses_decimal_comma(values: list[str]) -> bool:
    """Tell whether a column's commas are decimal: one has other than three digits behind it, and no point has."""
    comma = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?!\d|[.,]\d)")
    point = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?!\d|[.,]\d)")
    return any(comma.search(value) for value in values) and not any(point.search(value) for value in values)


def points_group(values: list[str]) -> bool:
    """Tell whether a column's points group thousands: `12.357` and `1.200` beside `101000` and `950`.

    Each has three digits behind it, and by that reading the numbers lie closer together than with decimals.
    """
    grouped = [match[0] for value in values if (match := _POINTED.search(value))]
    whole = [float(match[0]) for value in values if (match := _WHOLE.search(value)) and "." not in value]
    if len(grouped) < 2 or not whole or any(not _GROUPED.match(each) or each.startswith("0") for each in grouped):
        return False
    return _lie_closer(grouped, ".", whole)


def commas_group(values: list[str]) -> bool:
    """Tell whether commas with three digits behind them group thousands beside decimal ones: `2,650` and `1430,00`."""
    grouped = [match[0] for value in values if (match := _COMMA_GROUPS.search(value))]
    others = [value for value in values if not _COMMA_GROUPS.search(value)]
    known = [read.value for value in others if (read := read_quantity(value, decimal_comma=True))]
    return bool(grouped and known) and _lie_closer(grouped, ",", known)


def _lie_closer(grouped: list[str], mark: str, others: list[float]) -> bool:
    """Tell whether numbers lie closer to others where a mark in them groups thousands than where it is decimal."""
    as_decimals, as_thousands = ([float(each.replace(mark, by)) for each in grouped] for by in (".", ""))
    return _spread(others + as_thousands) < _spread(others + as_decimals)


def _spread(numbers: list[float]) -> float:
    logs = [math.log10(number) for number in numbers if number > 0]
    return max(logs) - min(logs) if logs else 0.0


def parse_number(value: Any, form: Form) -> float | int | None:
    """Return a cell as a number in the column's unit; None where it is none, of another unit, or out of bounds."""
    number = None if isinstance(value, str) and form.decimal_comma else _plain(value)
    if number is None and isinstance(value, str):
        number = _written(value.strip(), form)
    if number is None or not math.isfinite(number):
        return None
    if (form.low is not None and number < form.low) or (form.high is not None and number > form.high):
        return None
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number


def bare(text: str, form: Form) -> tuple[str, float]:
    """Return the number of a text without what a column writes around it, and how many of one it is."""
    if form.out_of is not None and (scored := out_of(text)) and scored[1] == form.out_of:
        return scored[0], 1.0
    if form.multiplied and (told := multiplied(text)):
        return told
    if form.framed and (found := framed(text)):
        return found[1], 1.0
    return text, 1.0


def _written(text: str, form: Form) -> float | None:
    text, times = bare(text, form)
    comma = form.decimal_comma and not (form.comma_groups and _COMMA_GROUPS.search(text))
    quantity = read_quantity(text, decimal_comma=comma, clock=form.clock)
    if quantity is None:
        return None
    told = form.any_unit and out_of(text) is None  # `7/10` is no value where the others are out of 5
    number = quantity.value if told else _converted(quantity, form.unit)
    return None if number is None else number * times


def _plain(value: Any) -> float | int | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        try:
            return value if abs(value) < 2**63 else float(value)
        except OverflowError:  # of more digits than a float can have
            return None
    if isinstance(value, str) and "_" not in value:
        try:
            return float(value)
        except ValueError:
            return None
    return None


def _converted(quantity: Quantity, unit: str | None) -> float | None:
    if quantity.unit is None or quantity.unit == unit:
        return quantity.value
    target = unit_named(unit) if unit else None
    if quantity.known is not None and target is not None and quantity.known.dimension == target.dimension:
        same = target.dimension != "money"
        return round(quantity.value * quantity.known.factor / target.factor, 6) if same else None
    if _stem(quantity.unit) == _stem(unit or ""):
        return quantity.value
    return None


def _stem(unit: str) -> str:
    """Return a unit that no table knows without what its number changes: `packs`, `Pack`."""
    return unit.casefold().rstrip("s")
