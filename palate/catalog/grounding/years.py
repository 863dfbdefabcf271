"""Spans of years among words: decades and centuries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from palate.catalog.grounding.data import table
from palate.catalog.grounding.quantity import Quantity, QuantityKind, QuantitySpan
from palate.catalog.words import Token, as_written

_FILE = "quantity_words/en.toml"
_FULL = re.compile(r"((?:1[5-9]|20)\d)0s")
_TENS = re.compile(r"(?:1[5-9]|20)\d0")
_SHORT = re.compile(r"(\d)0s")
_ORDINAL = re.compile(r"(\d\d)(?:st|nd|rd|th)")
_ORDINALS = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20}
_TENTHS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_THIRDS = {"early": (0, 32), "mid": (33, 65), "late": (66, 99)}


def years_at(words: Sequence[Token], start: int) -> QuantitySpan | None:
    """Read the decade or century that begins at token `start`, if one does.

    `early`, `mid` and `late` take the first four, the middle three and the last three years of a decade. A century is
    counted as historians do: the nineteenth is 1801 to 1900. `the 1800s` and `the 1900s` are whole centuries.
    """
    part = _part(words[start].normal)
    at = start + (part is not None)
    if part is not None and at < len(words) and words[at].normal == "the":
        at += 1
    found = _century(words, at) or _decade(words, at) if at < len(words) else None
    if found is None:
        return None
    end, low, high, kind = found
    low, high = _third(low, high, kind, part)
    quantity = Quantity(float(low), float(high), None, kind, as_written(words[start:end]))
    return QuantitySpan(start, end, quantity)


def _part(word: str) -> str | None:
    lists = table(_FILE)["words"]
    return next((part for part in ("early", "mid", "late") if word in lists[part].split()), None)


def _third(low: int, high: int, kind: QuantityKind, part: str | None) -> tuple[int, int]:
    if part is None:
        return low, high
    first, last = (_TENTHS if kind == "decade" else _THIRDS)[part]
    return low + first, low + last


def _decade(words: Sequence[Token], at: int) -> tuple[int, int, int, QuantityKind] | None:
    word, named = words[at].normal, table(_FILE)["decades"]
    following = words[at + 1].normal if at + 1 < len(words) else ""
    if _TENS.fullmatch(word) and following in table(_FILE)["words"]["open"].split():
        return at + 2, int(word), int(word) + 9, "decade"
    if match := _FULL.fullmatch(word):
        low = int(match[1]) * 10
        if low % 100 == 0 and low < 2000:
            return at + 1, low, low + 99, "century"
        return at + 1, low, low + 9, "decade"
    if match := _SHORT.fullmatch(word):
        low = int(match[1]) * 10
        low += 1900 if low >= 20 else 2000
        return at + 1, low, low + 9, "decade"
    if word in named:
        return at + 1, named[word], named[word] + 9, "decade"
    if word == "nineteen" and following in named and named[following] < 2000:
        return at + 2, named[following], named[following] + 9, "decade"
    low = named.get(f"{word} {following}")
    return None if low is None else (at + 2, low, low + 9, "decade")


def _century(words: Sequence[Token], at: int) -> tuple[int, int, int, QuantityKind] | None:
    centuries = table(_FILE)["words"]["century"].split()
    for length in (3, 2):
        number = table(_FILE)["centuries"].get(" ".join(word.normal for word in words[at : at + length]))
        if number is not None and at + length <= len(words):
            return at + length, (number - 1) * 100 + 1, number * 100, "century"
    end = at + 1
    if match := _ORDINAL.fullmatch(words[at].normal):
        number = int(match[1])
    elif words[at].normal in _ORDINALS:
        number = _ORDINALS[words[at].normal]
    elif words[at].normal == "twenty" and end < len(words) and words[end].normal == "first":
        number, end = 21, at + 2
    else:
        return None
    if end >= len(words) or words[end].normal not in centuries or not 10 <= number <= 21:
        return None
    return end + 1, (number - 1) * 100 + 1, number * 100, "century"
