"""The words of a message that a model says a condition comes from, held against the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz

from palate.catalog.words import WIDE, fold, tokens

_ALIKE = 80.0
"""How like a part of the message a quote must be, of 100, to be taken for it: models drop a comma or a plural."""
_SPACE = re.compile(r"\s+")
_LONGEST, _MOST = 10, 60
"""Words of a quote, and of a message that quotes are taken from."""
_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb.,!?\u2026"


def verbatim(quote: str, message: str) -> str | None:
    """Return the part of a message that a quote is, as the message has it; None where it has nothing like it."""
    said, wanted = _SPACE.sub(" ", message), _SPACE.sub(" ", quote).strip().strip(_MARKS)
    if not wanted:
        return None
    at = fold(said).find(fold(wanted))
    if at >= 0 and len(fold(said)) == len(said):
        return said[at : at + len(wanted)]
    if at >= 0:
        return wanted
    near = fuzz.partial_ratio_alignment(fold(wanted), fold(said), score_cutoff=_ALIKE)
    if near is None or len(wanted) > len(said):
        return None
    return _whole_words(said, near.dest_start, near.dest_end)


def spans(message: str) -> list[str]:
    """Return all that can be quoted of a message: its words, and those that stand side by side, shortest first."""
    words = list(islice(_words(message), _MOST))
    found = (
        message[words[at][0] : words[at + length - 1][1]]
        for length in range(1, min(_LONGEST, len(words)) + 1)
        for at in range(len(words) - length + 1)
    )
    return list(dict.fromkeys(found))


def _words(message: str) -> Iterator[tuple[int, int]]:
    """Yield where each word begins and ends; a sign of a script without spaces between words counts as one."""
    for token in tokens(message):
        if WIDE.search(token.text):
            yield from ((at, at + 1) for at in range(token.start, token.end))
        else:
            yield token.start, token.end


def _whole_words(text: str, start: int, end: int) -> str:
    """Return a part of a text, widened to the words that it cuts."""
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum() and text[start].isascii():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum() and text[end].isascii():
        end += 1
    return text[start:end].strip()
