"""Numbers among words: `12,000`, `7.5`, `5k`, `two and a half`, `a dozen`, `nineteen ninety-four`, `3 million`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from palate.catalog.grounding.data import table
from palate.catalog.grounding.quantity import finite
from palate.catalog.words import Token

_FILE = "quantity_words/en.toml"
_DIGITS = re.compile(r"(?P<value>\d+(?:\.\d+)?)(?P<rest>[^\d.].*)?")
_HALVES = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}


@dataclass(frozen=True)
class Number:
    """A number that ends before token `end`."""

    value: float
    end: int
    rest: str = ""
    """What is joined to its digits: `gb` of `16gb`, `+` of `16+`; `h40` of `1h40`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", finite(self.value))


def number_at(words: Sequence[Token], start: int) -> Number | None:
    """Read the longest number that begins at token `start`, if one does."""
    number = _digits(words, start) or _year_in_words(words, start) or _words(words, start) or _amount(words, start)
    if number is None or number.rest:
        return number
    return _with_fraction(words, number)


def _digits(words: Sequence[Token], start: int) -> Number | None:
    text = words[start].normal
    if words[start].text[-1:] and unicodedata.category(words[start].text[-1]) == "No":
        return _vulgar(words[start].text, start)
    match = _DIGITS.fullmatch(text)
    if match is None:
        return None
    value, rest = float(match["value"]), match["rest"] or ""
    multipliers: dict[str, int] = table(_FILE)["multipliers"]
    if rest in multipliers:
        return Number(value * multipliers[rest], start + 1)
    end = start + 1
    if not rest and end < len(words) and words[end].normal in multipliers and not _parted(words[end]):
        return Number(value * multipliers[words[end].normal], end + 1)
    return Number(value, end, rest)


def _vulgar(text: str, start: int) -> Number | None:
    """Read `½` and `2½`."""
    whole, fraction = text[:-1], unicodedata.numeric(text[-1], -1.0)
    if fraction < 0 or (whole and not whole.isdecimal()):
        return None
    return Number(float(whole or 0) + fraction, start + 1)


def _words(words: Sequence[Token], start: int) -> Number | None:
    """Read a number in words by the usual rule: units and tens add, hundreds and thousands multiply."""
    units, multipliers = _units(), table(_FILE)["multipliers"]
    if words[start].normal not in units:
        return None
    total, current, end = 0, units[words[start].normal], start + 1
    previous = current
    while end < len(words) and not _parted(words[end]):
        word = words[end].normal
        if word in multipliers and len(word) > 3:
            current, previous = max(current, 1) * multipliers[word], multipliers[word]
            if multipliers[word] >= 1_000:
                total, current = total + current, 0
        elif word in units and _continues(previous, units[word]):
            current, previous = current + units[word], units[word]
        elif word == "and" and previous >= 100 and end + 1 < len(words) and words[end + 1].normal in units:
            pass
        else:
            break
        end += 1
    return Number(total + current, end)


def _continues(previous: int, value: int) -> bool:
    """Tell whether `value` may follow: units after tens, anything smaller after hundreds."""
    return (previous in range(20, 100, 10) and 0 < value < 10) or (previous >= 100 and value < previous)


def _year_in_words(words: Sequence[Token], start: int) -> Number | None:
    """Read `nineteen ninety-four` and `twenty twenty`."""
    units = _units()
    century = units.get(words[start].normal, 0)
    if century not in (18, 19, 20) or start + 1 >= len(words) or _parted(words[start + 1]):
        return None
    rest = units.get(words[start + 1].normal, 0)
    if rest < 10:
        return None
    end = start + 2
    if end < len(words) and not _parted(words[end]) and _continues(rest, units.get(words[end].normal, 0)):
        return Number(float(century * 100 + rest + units[words[end].normal]), end + 1)
    return Number(float(century * 100 + rest), end)


def _amount(words: Sequence[Token], start: int) -> Number | None:
    """Read `a couple of`, `a dozen`, `half a dozen`, `a hundred`."""
    share, at = 1.0, start
    if words[start].normal == "half" and _is(words, start + 1, "a"):
        share, at = 0.5, start + 1
    if not _is(words, at, "a") or at + 1 >= len(words):
        return None
    value = table(_FILE)["amounts"].get(words[at + 1].normal)
    if value is None:
        return None
    end = at + 2 + (1 if value < 100 and _is(words, at + 2, "of") else 0)
    return Number(share * value, end)


def _with_fraction(words: Sequence[Token], number: Number) -> Number:
    """Add `and a half` and `and a quarter`."""
    end = number.end
    if _is(words, end, "and") and _is(words, end + 1, "a") and end + 2 < len(words):
        fraction = _HALVES.get(words[end + 2].normal)
        if fraction is not None:
            return Number(number.value + fraction, end + 3)
    return number


def _is(words: Sequence[Token], index: int, word: str) -> bool:
    return index < len(words) and words[index].normal == word


def _parted(word: Token) -> bool:
    return any(sign in ",;:.!?()\n" for sign in word.before)


@lru_cache(maxsize=1)
def _units() -> dict[str, int]:
    numbers = table(_FILE)["numbers"]
    ones = {word: value for value, word in enumerate(numbers["ones"].split())}
    return ones | {word: value for value, word in zip(range(20, 100, 10), numbers["tens"].split(), strict=True)}
