"""Whether a text tells a value: a number, a name or a yes, whatever the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from palate.catalog.item import FieldValue
from palate.catalog.words import normal

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HAN_DIGITS = "零一二两三四五六七八九十百千万"
_HAN_WORDS = ("没有", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_HAN_DENIALS = ("不", "没")
_DENIALS = frozenset({"no", "not", "isn", "doesn", "aren", "never", "out"})
"""Words by which a text says no; of "isn't" it is the part before the apostrophe, whichever that is."""


def tells(text: str, value: FieldValue, *, every: bool = True) -> bool:
    """Tell whether a text holds a value; of several values all, or with `every=False` any."""
    if isinstance(value, list):
        return (all if every else any)(tells(text, each) for each in value)
    if isinstance(value, bool):
        return affirms(text) is value
    if isinstance(value, int | float):
        return tells_number(text, value)
    return value is not None and _position(text, str(value)) is not None


def tells_number(text: str, number: float) -> bool:
    """Tell whether a number stands in a text by itself: 7 is not in "17" or "7.5"; a small one may be a word."""
    if number in numbers(text):
        return True
    if number in range(len(_WORDS)) and f" {_WORDS[int(number)]} " in _padded(text):
        return True
    return number in range(len(_HAN_WORDS)) and bool(
        re.search(f"(?<![{_HAN_DIGITS}]){_HAN_WORDS[int(number)]}(?![{_HAN_DIGITS}])", text)
    )


def numbers(text: str) -> list[float]:
    """Return the numbers that a text holds in figures."""
    return [float(found.replace(",", "")) for found in _NUMBER.findall(text)]


def affirms(text: str) -> bool:
    """Tell whether a text says yes rather than no."""
    return not (
        _DENIALS.intersection(re.findall("[a-z]+", text.casefold())) or any(word in text for word in _HAN_DENIALS)
    )


def first_told(text: str, names: Sequence[str]) -> str | None:
    """Return the name that a text has first; of two that begin at one place the longer."""
    found = [(place, -len(name), name) for name in names if (place := _position(text, name)) is not None]
    return min(found)[2] if found else None


def _position(text: str, name: str) -> int | None:
    place = _padded(text).find(_padded(name))
    return None if place < 0 else place


def _padded(text: str) -> str:
    return f" {normal(text)} "
