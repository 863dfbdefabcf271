"""A request as the words that demonstrations are found by: what a catalogue fills in is masked by its field's name.

So "a western" finds what shows how "a comedy" is planned, and "longer than Heat" what shows "older than Jaws".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.words import WIDE, Token, normal, stem, tokens
from palate.planners.demos.demonstration import Demonstration

TITLE, NUMBER = "<title>", "<number>"
_DECADE = re.compile(r"(?:\d\d)?\d0s")
_MOST_WORDS = 80


def masked_request(request: str, catalog: Catalog) -> list[str]:
    """Return the words of what a person says, in which the catalogue's values and titles are looked for."""
    words = tokens(request)[:_MOST_WORDS]
    masks: dict[int, str] = {}
    for span in catalog.grounder.value_spans(words):
        if span.matches and span.matches[0].confidence >= THRESHOLD:
            masks |= _over(span.start, span.end, _field(span.matches[0].field))
    for title in catalog.grounder.title_spans(words):
        if title.matches and title.matches[0].confidence >= THRESHOLD:
            masks |= _over(title.start, title.end, TITLE)
    return _told_apart(words, masks | _degrees(words, catalog))


def masked_demonstration(demonstration: Demonstration, catalog: Catalog) -> list[str]:
    """Return the words of a demonstration's request, in which the values and titles of its plan are looked for."""
    words = tokens(demonstration.request)[:_MOST_WORDS]
    stems = [stem(each.normal) for each in words]
    masks: dict[int, str] = {}
    for text, mask in _told(demonstration):
        wanted = [stem(word) for word in normal(text).split()]
        for start in range(len(stems) - len(wanted) + 1) if wanted else ():
            if stems[start : start + len(wanted)] == wanted:
                masks |= _over(start, start + len(wanted), mask)
    return _told_apart(words, _degrees(words, catalog) | masks)


def as_text(masked: list[str]) -> str:
    """Return masked words as the text that they stand for, without the pairs that only words are found by."""
    single = (word for word in masked if " " not in word and word != "<value>")
    return " ".join(word.strip("<>") for word in single)


def _degrees(words: tuple[Token, ...], catalog: Catalog) -> dict[int, str]:
    """Mask adjectives that measure, so that "cheaper" and "longest" find what shows "newer" and "oldest"."""
    masks: dict[int, str] = {}
    for span in catalog.grounder.adjectives(words):
        masks |= _over(span.start, span.end, f"<{span.degree}>")
    return masks


def _told_apart(words: tuple[Token, ...], masks: dict[int, str]) -> list[str]:
    """Return masked words, and what stands side by side in them ("how many", "<value> or")."""
    found = list(_masked(words, masks))
    return [*found, *(f"{one} {other}" for one, other in pairwise(found))]


def _over(start: int, end: int, mask: str) -> dict[int, str]:
    """Mask words: the first by what they are, the others by nothing."""
    return {start: mask} | dict.fromkeys(range(start + 1, end), "")


def _masked(words: tuple[Token, ...], masks: dict[int, str]) -> Iterator[str]:
    for at, word in enumerate(words):
        mask = masks.get(at)
        if mask is None:
            yield from _word(word)
        elif mask:
            yield from mask.split()


def _word(word: Token) -> Iterator[str]:
    if _DECADE.fullmatch(word.normal):
        yield "<decade>"
    elif word.normal[:1].isdigit():
        yield NUMBER
    elif WIDE.search(word.normal):
        yield from word.normal
    else:
        yield from map(stem, word.normal.split())


def _field(name: str) -> str:
    """A value counts as one of its field, and as a value at all."""
    return f"<{name}> <value>"


def _told(demonstration: Demonstration) -> Iterator[tuple[str, str]]:
    """Yield the texts in a plan that the catalogue filled in, the longest first, with what they are masked by."""
    found: list[tuple[str, str]] = []
    for step in demonstration.plan.steps:
        titles = step.args.get("items") or ()
        found += [(str(title), TITLE) for title in titles]
        found += [(str(part["value"]), _field(part["field"])) for part in conditions(step.args)]
    found += [(taste.title, TITLE) for taste in demonstration.plan.taste if taste.title]
    found += [(str(taste.value), _field(taste.field)) for taste in demonstration.plan.taste if taste.field]
    yield from sorted(found, key=lambda each: len(each[0]))


def conditions(args: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the conditions of a written step whose value is a text."""
    for where in args.get("where") or ():
        for part in where.get("any_of", [where]) if isinstance(where, dict) else ():
            if isinstance(part.get("value"), str) and isinstance(part.get("field"), str):
                yield part
