"""How a message might also have been written: other values, no capitals, a slip, later in a conversation."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from palate.language.reader.pieces import Marked
from training.examples import Marking
from training.surfaces import NAMES, unheard, value

_SURFACE = 0.5
"""How often what stands for a value is replaced by another one, so that no word is learnt for its role."""
_UNHEARD = 0.3
"""How many of these are names that nobody has heard: what a value says should matter less than where it stands."""
_HEADER = 0.3
"""How often the words of a column's name are cut short, as those who make tables do."""
_ELSEWHERE = 0.15
"""How many first messages are read as if they answered."""


def worn(marking: Marking, draw: random.Random) -> Marking:
    """Write a message as it might also have been written: other values, no capitals, no full stops, a slip."""
    if draw.random() < 0.6:
        marking = _revalued(marking, draw)
    if draw.random() < 0.3:
        marking = _renumbered(marking, draw)
    if draw.random() < 0.3:
        marking = _recased(marking)
    if draw.random() < 0.25:
        marking = _slipped(marking, draw)
    if draw.random() < 0.1:
        marking = replace(marking, linked=tuple(each for each in marking.linked if draw.random() < 0.7))
    if marking.tagged.context == "new" and draw.random() < _ELSEWHERE:
        # What is said first might be said later, and does no more then: a wish is no yes.
        marking = replace(marking, tagged=replace(marking.tagged, context=draw.choice(("asked", "checked"))))
    return marking


def worn_header(name: str, draw: random.Random) -> str:
    """Write a column's name as another table might have it: `life expectancy` as `life exp`, `quantity` as `qntty`."""
    if draw.random() > _HEADER:
        return name
    header, colon, side = name.partition(":")
    return " ".join(_cut(word, draw) for word in header.split()) + colon + side


def _cut(word: str, draw: random.Random) -> str:
    if len(word) < 5 or not word.isalpha() or draw.random() < 0.3:
        return word
    return word[: draw.randint(3, 5)] if draw.random() < 0.7 else word[0] + re.sub("[aeiou]", "", word[1:])


def _revalued(marking: Marking, draw: random.Random) -> Marking:
    """Put other values of the catalogues in place of some."""
    if marking.tagged.catalogue == "*":
        return marking
    swaps = [
        (each, unheard(draw) if draw.random() < _UNHEARD else value(_shape(each, marking), "value", draw))
        for each in marking.linked
        if each.kind in ("value", "title") and draw.random() < _SURFACE and _stands_alone(each, marking)
    ]
    return _edited(marking, [(each.start, each.end, new) for each, new in swaps])


def _renumbered(marking: Marking, draw: random.Random) -> Marking:
    """Put other digits in place of numbers of two digits and more."""
    edits = [
        (each.start + found.start(), each.start + found.end(), _digits(found[0], draw))
        for each in marking.linked
        if each.kind in ("number", "money", "time", "year")
        for found in re.finditer(r"\d{2,}", marking.tagged.text[each.start : each.end])
    ]
    return _edited(marking, edits)


def _digits(written: str, draw: random.Random) -> str:
    if re.fullmatch(r"(19|20)\d\d", written):
        return str(draw.randint(1920, 2026))
    return str(draw.randint(1, 9)) + "".join(str(draw.randint(0, 9)) for _ in written[1:])


def _shape(marked: Marked, marking: Marking) -> str:
    part = next((p for p in marking.tagged.parts if p.start < marked.end and marked.start < p.end), None)
    if marked.kind == "title":
        return "title"
    return "maker" if part is not None and part.kind in (*NAMES, "director", "cast") else "kind"


def _stands_alone(marked: Marked, marking: Marking) -> bool:
    return any((part.start, part.end) == (marked.start, marked.end) for part in marking.tagged.parts)


def _edited(marking: Marking, edits: Sequence[tuple[int, int, str]]) -> Marking:
    """Replace stretches of the text, and move everything that stands behind them."""
    tagged, text = marking.tagged, marking.tagged.text
    moves: list[tuple[int, int]] = []
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
        moves.append((end, len(new) - (end - start)))

    def moved(at: int) -> int:
        return at + sum(by for end, by in moves if at >= end)

    parts = tuple(replace(part, start=moved(part.start), end=moved(part.end)) for part in tagged.parts)
    stretches = tuple(replace(each, start=moved(each.start), end=moved(each.end)) for each in tagged.stretches)
    linked = tuple(Marked(moved(each.start), moved(each.end), each.kind) for each in marking.linked)
    clauses = tuple(replace(each, start=moved(each.start), end=moved(each.end)) for each in tagged.clauses)
    return Marking(replace(tagged, text=text, parts=parts, stretches=stretches, clauses=clauses), linked)


def _recased(marking: Marking) -> Marking:
    text = re.sub(r"[.!](?=\s|$)", " ", marking.tagged.text)
    return Marking(replace(marking.tagged, text=text), marking.linked)


def _slipped(marking: Marking, draw: random.Random) -> Marking:
    """Put a slip into a word that is no part."""
    text = marking.tagged.text
    taken = {at for start, end in _spans(marking) for at in range(start, end)}
    found = re.finditer(r"[a-z]{4,}", text)
    words: list[re.Match[str]] = [word for word in found if taken.isdisjoint(range(word.start(), word.end()))]
    if not words:
        return marking
    word = draw.choice(words)
    at = draw.randint(word.start(), word.end() - 2)
    slips: tuple[Callable[[], str], ...] = (
        lambda: text[at + 1] + text[at],
        lambda: text[at] + text[at] + text[at + 1],
        lambda: text[at],
    )
    return _edited(marking, [(at, at + 2, draw.choice(slips)())])


def _spans(marking: Marking) -> Iterator[tuple[int, int]]:
    yield from ((each.start, each.end) for each in marking.linked)
    yield from ((part.start, part.end) for part in marking.tagged.parts)
