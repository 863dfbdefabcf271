"""Accounting for every word of a message: what no frame has, and is not surely background, is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import small_words, words_of
from palate.catalog.words import WIDE, normal
from palate.language.frame import LONGEST, MOST, Frames
from palate.language.nouns import means_noun
from palate.language.part import Part
from palate.language.reader.reader import Word

_UNQUOTED = frozenset({"count", "any", "fault", "same", "than", "asked"})
"""Roles of parts that frames hold without their words."""
_TAKEN_BACK = ("retracted", "unasked")
Place = tuple[int, int]


def left_over(
    message: str, frames: Frames, parts: Sequence[Part], words: Sequence[Word], taken: Sequence[Place], catalog: Catalog
) -> tuple[str, ...]:
    """Return the words that matter and that no frame has, as they were said; those that stand together as one.

    Args:
        message: what the person wrote.
        frames: what became of it.
        parts: the parts of it that are read as something.
        words: its words, as far as they want or ask something.
        taken: where words stand that are spoken for otherwise: by calls of tools, or as the name of a field.
        catalog: whose nouns say nothing: "film" among films.
    """
    used = [*_used(message, frames, parts), *taken]
    left = [
        each
        for each in words
        if each.matters
        and not any(start < each.end and each.start < end for start, end in used)
        and not _is_empty(message[each.start : each.end], catalog)
    ]
    return tuple(message[start:end][:LONGEST] for start, end in _joined(message, left))[:MOST]


def _used(message: str, frames: Frames, parts: Sequence[Part]) -> Iterator[Place]:
    """Yield where the words stand that frames have."""
    quotes = set(_quotes(frames))
    for part in parts:
        taken_back = any(map(part.has, _TAKEN_BACK))
        if part.said in quotes or part.kind == "pointer" or part.role in _UNQUOTED or taken_back:
            yield part.start, part.end
    for quote in filter(None, quotes):
        start = message.find(quote)
        while start >= 0:
            yield start, start + len(quote)
            start = message.find(quote, start + len(quote))


def _quotes(frames: Frames) -> Iterator[str]:
    for frame in frames.frames:
        grouped = (each for group in frame.either for each in group)
        yield from (each.quote for each in (*frame.constraints, *grouped))
        yield from (each.quote for each in frame.refs)
        yield from (each.quote for each in frame.sort)
        yield from (each.quote for each in frame.unknown)
        yield from (each.quote for each in frame.calls)
    yield from (each.quote for each in frames.doubts)
    yield from frames.asides


def _is_empty(said: str, catalog: Catalog) -> bool:
    """Tell whether a word says nothing of an item: grammar, punctuation, part of a longer word, what every item is."""
    word = normal(said)
    return (
        not any(map(str.isalnum, said)) or word in _grammar() or bool(WIDE.fullmatch(word)) or means_noun(word, catalog)
    )


def _grammar() -> frozenset[str]:
    return small_words() | words_of("common/zh.toml", "function")


def _joined(message: str, words: Sequence[Word]) -> Iterator[Place]:
    """Yield where words stand, those as one between which only grammar stands."""
    places = [_bare(message, each) for each in words]
    while places:
        start, end = places.pop(0)
        while places and set(normal(message[end : places[0][0]]).split()) <= _grammar():
            if any(mark in message[end : places[0][0]] for mark in ",.;:!?\n"):
                break
            end = places.pop(0)[1]
        yield start, end


def _bare(message: str, word: Word) -> Place:
    """Return where a word stands without the punctuation at its ends."""
    at = [each for each in range(word.start, word.end) if message[each].isalnum()]
    return at[0], at[-1] + 1
