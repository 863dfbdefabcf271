"""Dates in their several forms, as ISO 8601 text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from palate.catalog.parsing.form import Epoch, Form
from palate.catalog.words import LANGUAGES

_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$|^\d{4}-\d{2}-\d{2}[+-]\d{2}:\d{2}$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})(?:[/.\-](\d{1,2}))?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}|\d{2})$")
_MONTH_YEAR = re.compile(r"^(0?[1-9]|1[0-2])[/.\-](\d{4})$")
_DAY_NAME = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]+([^\W\d_]+)\.?[\s\-/.,]+(\d{4}|\d{2})$")
_NAME_DAY = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_NAME_YEAR = re.compile(r"^([^\W\d_]+)\.?[\s\-/]+(\d{4})$")
_TIME = re.compile(r"[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?\s*(?:z|utc|gmt|uhr)?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_LARGEST = 1e18
_SCALE = {"s": 1.0, "ms": 1e3, "us": 1e6}


def parse_date(value: Any, form: Form) -> str | None:
    """Return a cell as ISO text (`1999`, `1999-12`, `1999-12-31` or with a time, in UTC); None where it is no date."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, form)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.isdigit():
        return _from_number(float(text), form)
    if _ISO.match(text):
        return _iso(text)
    text = _WEEKDAY.sub("", text)
    if match := _TIME.search(text):
        day = _day(text[: match.start()], form)
        time = _clock(match)
        return f"{day}T{time}" if day and len(day) == 10 and time else None
    return _day(text, form)


def _from_number(number: float, form: Form) -> str | None:
    if not -_LARGEST < number < _LARGEST:  # not even milliseconds since 1970; nor is what is no number
        return None
    if form.epoch is not None:
        try:
            moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=number / _SCALE[form.epoch])
        except (OverflowError, ValueError):
            return None
        return moment.replace(microsecond=0).isoformat()
    whole = int(number)
    if 1000 <= number <= 2200:
        return f"{whole:04d}"
    return _made(whole // 10000, whole // 100 % 100, whole % 100) if 10_000_000 <= whole <= 22_001_231 else None


def _iso(text: str) -> str | None:
    try:
        moment = dt.datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("z", "Z")) else text)
    except ValueError:
        match = re.match(r"^(\d{4}-\d{2}-\d{2})", text)
        return _iso(match[1]) if match and len(text) > 10 and text[10] in "+- " and len(text) <= 16 else None
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return moment.date().isoformat() if len(text) == 10 else moment.replace(microsecond=0).isoformat()


def _day(text: str, form: Form) -> str | None:
    text = text.strip().rstrip(",")
    if match := _YEAR_FIRST.match(text):
        return _made(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if match := _YEAR_LAST.match(text):
        first, second = int(match[1]), int(match[3])
        day_first = (form.day_first or first > 12) and second <= 12
        return _made(_full(match[4]), *((second, first) if day_first else (first, second)))
    if match := _MONTH_YEAR.match(text):
        return _made(int(match[2]), int(match[1]), None)
    if match := _DAY_NAME.match(text):
        return _made(_full(match[3]), _months().get(match[2].casefold()), int(match[1]))
    if match := _NAME_DAY.match(text):
        return _made(int(match[3]), _months().get(match[1].casefold()), int(match[2]))
    if match := _NAME_YEAR.match(text):
        return _made(int(match[2]), _months().get(match[1].casefold()), None)
    return None


@cache
def _months() -> Mapping[str, int]:
    """Return the number of each month by its names, written out and short, in every language that is understood."""
    from babel import Locale

    widths = [Locale.parse(name).months["format"][width] for name in LANGUAGES for width in ("wide", "abbreviated")]
    return {name.rstrip(".").casefold(): at for names in widths for at, name in names.items()} | {"sept": 9}


def _made(year: int, month: int | None, day: int | None) -> str | None:
    try:
        date = dt.date(year, month or 0, day if day is not None else 1)
    except ValueError:
        return None
    return date.isoformat() if day is not None else date.isoformat()[:7]


def _full(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) > 40 else 2000)


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4].casefold() == "pm" else 0)
    return f"{hour:02d}:{minute:02d}:{second:02d}" if hour < 24 and minute < 60 and second < 60 else None


def day_comes_first(values: Sequence[str]) -> bool:
    """Tell whether a column writes the day before the month; where no value shows it, only points and dashes say so."""
    parts = [match for value in values if (match := _YEAR_LAST.match(_TIME.sub("", value.strip())))]
    if any(int(match[1]) > 12 for match in parts):
        return True
    if any(int(match[3]) > 12 for match in parts):
        return False
    return any(match[2] in ".-" for match in parts)


def seconds_of(value: Any, form: Form) -> float | None:
    """Return a moment as seconds since 1970; None where the cell is no date."""
    number = plain_number(value)
    if number is not None and form.epoch is not None:
        return number / _SCALE[form.epoch]
    text = parse_date(value, form)
    if text is None:
        return None
    padded = text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text
    return dt.datetime.fromisoformat(padded).replace(tzinfo=dt.UTC).timestamp()


def clock_of(value: Any) -> float | None:
    """Return a time of day, such as `14:30`, as seconds since midnight; None where the cell is none."""
    match = _TIME.fullmatch(f" {value.strip()}") if isinstance(value, str) else None
    clock = _clock(match) if match else None
    return None if clock is None else dt.datetime.fromisoformat(f"1970-01-01T{clock}+00:00").timestamp()


def plain_number(value: Any) -> float | None:
    """Return a cell as the number that it is as it stands; None where it is none."""
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def date_form(texts: Sequence[str], *, counted: Epoch | None = None) -> Form:
    """Return how dates are written; `counted` is the unit of numbers whose size does not tell it."""
    numbers = [number for text in texts if (number := plain_number(text)) is not None]
    counts = len(numbers) * 2 > len(texts) and not all(map(_is_calendar, numbers))
    return Form(day_first=day_comes_first(texts), epoch=(epoch_of(numbers) or counted) if counts else None)


def _is_calendar(number: float) -> bool:
    """Tell whether a number is a date written as 19991231."""
    return 19_000_101 <= number <= 21_001_231 and 1 <= number // 100 % 100 <= 12


def epoch_of(numbers: Sequence[float]) -> Epoch | None:
    """Tell the unit of moments counted since 1970, by their size; None where they are too small to be moments."""
    if not numbers:
        return None
    middle = sorted(numbers)[len(numbers) // 2]
    if 1e8 <= middle < 2e10:
        return "s"
    if 1e11 <= middle < 2e13:
        return "ms"
    return "us" if 1e14 <= middle < 2e16 else None
