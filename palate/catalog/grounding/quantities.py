"""Quantities among the words of a message: numbers with their units, money, durations, decades and ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from palate.catalog.grounding.data import table
from palate.catalog.grounding.fitting import fit
from palate.catalog.grounding.number_words import Number, number_at
from palate.catalog.grounding.quantity import Quantity, QuantitySpan, kind_of
from palate.catalog.grounding.years import years_at
from palate.catalog.parsing.units import spellings
from palate.catalog.words import Token, as_written, normal

__all__ = ["Quantity", "QuantitySpan", "fit", "quantity_spans"]

_FILE = "quantity_words/en.toml"
_COMPACT = re.compile(r"h(?:rs?)?(\d{1,2})(?:m|min|mins)?")
_DASHES = re.compile(r"\s?[-\u2013\u2014]\s?")
_LONGEST_UNIT = 3
"""Words of a unit, such as `miles per hour`."""
_WITHIN = (" ", "-", "/", "")
"""What stands before a unit, and between its words."""
_HALVES = ("half", "quarter")
_YEARS = 1000
"""From where on a number may be a year, and is none of stars."""


def quantity_spans(words: Sequence[Token]) -> list[QuantitySpan]:
    """Find the quantities among the words, as they stand; the longest reading from each word, none overlapping."""
    found: list[QuantitySpan] = []
    at = 0
    while at < len(words):
        span = years_at(words, at) or _range(words, at) or _single(words, at)
        if span is None:
            at += 1
        else:
            found.append(span)
            at = span.end
    return found


def _range(words: Sequence[Token], start: int) -> QuantitySpan | None:
    """`90-120 minutes`, `$20-50`, `1990-95`, with any dash."""
    first = _single(words, start)
    if first is None or first.end >= len(words) or not _DASHES.fullmatch(words[first.end].before):
        return None
    last = _single(words, first.end)
    low, high = first.quantity, last.quantity if last else None
    if last is None or high is None or low.low is None or high.high is None:
        return None
    if low.unit not in (None, high.unit) and high.unit is not None:
        return None
    top = high.high
    if low.unit is None and high.unit is None and 1000 <= low.low <= 2100 and top < 100:
        top += low.low // 100 * 100
    if not low.low < top:
        return None
    whole = high if high.unit is not None else low
    quantity = replace(whole, low=low.low, high=top, text=as_written(words[start : last.end]))
    return QuantitySpan(start, last.end, quantity)


def _single(words: Sequence[Token], start: int) -> QuantitySpan | None:
    sign = _sign_before(words[start])
    if sign is not None:
        number = number_at(words, start + 1) if start + 1 < len(words) else None
        return _made(words, start, number.end, number.value, sign) if number and not number.rest else None
    number = number_at(words, start)
    if number is None:
        return _note(words, start) or _one_of_a_unit(words, start)
    if number.rest:
        return _joined(words, start, number)
    return _counted(words, start, number)


def _sign_before(word: Token) -> str | None:
    """Return the unit of `$20` and `USD 50`; a code is in capitals, since `yen` and `euro` follow their number."""
    unit = _units().get(word.normal)
    is_code = len(word.text) == 3 and word.text.isupper() and word.text.isalpha()
    is_sign = kind_of(unit) == "money" and not any(map(str.isalnum, word.normal))
    return unit if is_code or is_sign else None


def _counted(words: Sequence[Token], start: int, number: Number) -> QuantitySpan:
    """A number, and the unit that follows it apart."""
    end = number.end
    scale = _scale(words, end)
    if scale is not None:
        return _made(words, start, scale[1], number.value, f"/{scale[0]}")
    unit, behind = _unit_at(words, end)
    if unit is None and _are_hours(words, end):
        unit, behind = "hours", end + 1
    is_year = unit == "stars" and number.value >= _YEARS  # a film "from 2014 stars" somebody
    if unit is None or (unit in ("seconds", "points") and number.value == 1) or is_year:
        return _made(words, start, end, number.value, None)
    return _longer(words, _made(words, start, behind, number.value, unit))


def _unit_at(words: Sequence[Token], at: int, joined: str = "") -> tuple[str | None, int]:
    """Return the longest unit that begins at a word, or with what is joined to a number, and where it ends."""
    for end in range(min(len(words), at + _LONGEST_UNIT), at - bool(joined), -1):
        run = words[at:end]
        begins = bool(joined) or run[0].before != "/"  # "100km/h", and "100/h" is none
        said = " ".join([joined, *(word.normal for word in run)]).strip()
        unit = _units().get(said) or (None if run else _joined_units().get(said))
        if unit is not None and begins and all(word.before in _WITHIN for word in run):
            return unit, end
    return None, at


def _are_hours(words: Sequence[Token], at: int) -> bool:
    """Tell whether an "h" apart from its number are hours, with minutes behind it: "3 h 44 min"."""
    minutes = number_at(words, at + 1) if at + 1 < len(words) and words[at].normal == "h" else None
    if minutes is None or minutes.end >= len(words):
        return False
    return _units().get(minutes.rest or words[minutes.end].normal) == "minutes"


def _joined(words: Sequence[Token], start: int, number: Number) -> QuantitySpan | None:
    """`16gb`, `90min`, `1h40`, `16+`."""
    if number.rest == "+":
        span = _counted(words, start, Number(number.value, number.end))
        return QuantitySpan(start, span.end, replace(span.quantity, high=None))
    if match := _COMPACT.fullmatch(number.rest):
        return _made(words, start, number.end, number.value * 60 + int(match[1]), "minutes")
    unit, end = _unit_at(words, number.end, number.rest)
    return _longer(words, _made(words, start, end, number.value, unit)) if unit else None


def _note(words: Sequence[Token], start: int) -> QuantitySpan | None:
    """`a tenner`, `fiver`; of whichever money the catalogue counts in."""
    at = start + (words[start].normal == "a")
    value = table(_FILE)["notes"].get(words[at].normal) if at < len(words) else None
    if value is None:
        return None
    said = as_written(words[start : at + 1])
    return QuantitySpan(start, at + 1, Quantity(float(value), float(value), None, "money", said))


def _one_of_a_unit(words: Sequence[Token], start: int) -> QuantitySpan | None:
    """`an hour`, `an hour and a half`, and half of anything: `half a carat`; `a second` is no quantity."""
    halved = words[start].normal == "half"
    at = start + halved
    if at + 1 >= len(words) or words[at].normal not in ("a", "an"):
        return None
    unit, end = _unit_at(words, at + 1)
    if unit is None or not (halved or words[at + 1].normal in table(_FILE)["words"]["single"].split()):
        return None
    return _longer(words, _made(words, start, end, 0.5 if halved else 1.0, unit))


def _longer(words: Sequence[Token], span: QuantitySpan) -> QuantitySpan:
    """Add what follows a quantity: `and a half`, and behind hours `and ten minutes`, `30`."""
    quantity, end = span.quantity, span.end
    if quantity.unit is None or quantity.low is None or end >= len(words):
        return span
    following = [word.normal for word in words[end : end + 3]]
    if following[:2] == ["and", "a"] and following[2:] in ([half] for half in _HALVES):
        more = 0.5 if following[2] == "half" else 0.25
        return _made(words, span.start, end + 3, quantity.low + more, quantity.unit)
    if quantity.unit != "hours":
        return span
    minutes = _minutes(words, end + (following[0] == "and"), bare=following[0] != "and")
    return (
        span if minutes is None else _made(words, span.start, minutes.end, quantity.low * 60 + minutes.value, "minutes")
    )


def _minutes(words: Sequence[Token], at: int, *, bare: bool) -> Number | None:
    """Read the minutes behind hours: `10 minutes`, `10m`; with `bare` also two digits that end a phrase."""
    rest = number_at(words, at) if at < len(words) and words[at].before in (" ", ", ", "") else None
    if rest is None or not rest.value < 60:
        return None
    if rest.rest:
        return rest if (_units() | _joined_units()).get(rest.rest) in ("minutes", "m") else None
    if rest.end < len(words) and _units().get(words[rest.end].normal) == "minutes":
        return Number(rest.value, rest.end + 1)
    ends = rest.end == len(words) or words[rest.end].before.strip() != ""
    return rest if bare and ends and words[at].text.isdecimal() and len(words[at].text) == 2 else None


def _scale(words: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The scale and the end of `out of 10` and `/10` behind a number."""
    if end < len(words) and words[end].before == "/":
        at = end
    elif [word.normal for word in words[end : end + 2]] == ["out", "of"]:
        at = end + 2
    else:
        return None
    number = number_at(words, at) if at < len(words) else None
    if number is None or number.value not in (4, 5, 6, 10, 20, 100):
        return None
    return int(number.value), number.end + (number.end < len(words) and words[number.end].normal == "stars")


def _made(words: Sequence[Token], start: int, end: int, value: float, unit: str | None) -> QuantitySpan:
    value = round(value, 6)
    return QuantitySpan(start, end, Quantity(value, value, unit, kind_of(unit), as_written(words[start:end])))


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """Return the unit of each word for one; those of a letter and some others are joined to their number, or none."""
    joined = table(_FILE)["joined"]["units"].split()
    written = {
        word: unit
        for word, unit in _joined_units().items()
        if word not in joined and (len(word) > 1 or word == "g" or not word.isalpha())
    }
    return written | {word: unit for unit, words in table(_FILE)["units"].items() for word in words.split()}


@lru_cache(maxsize=1)
def _joined_units() -> dict[str, str]:
    return {normal(written): unit.name for written, unit in spellings().items() if normal(written)}
