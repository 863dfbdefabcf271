"""Words inside a run of a script that puts no spaces between them: `我想看一部美国的喜剧`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from palate.catalog.words import WIDE, Token, normal

_SHORTEST, _LONGEST = 2, 12
"""Characters of a word that is looked for: one alone is most often a part of another word."""


def cut(words: Sequence[Token], known: Callable[[Collection[str]], Collection[str]]) -> tuple[Token, ...]:
    """Cut runs at the words in them that are known, the longest first; what is left stays as it is.

    Args:
        words: of a text.
        known: returns those of some normalised words that are known.
    """
    return tuple(piece for word in words for piece in (_pieces(word, known) if WIDE.match(word.text) else (word,)))


def _pieces(word: Token, known: Callable[[Collection[str]], Collection[str]]) -> Iterator[Token]:
    """Yield the pieces of one run."""
    spans = [
        (start, end)
        for length in range(min(_LONGEST, len(word.text)), _SHORTEST - 1, -1)
        for start, end in ((at, at + length) for at in range(len(word.text) - length + 1))
    ]
    form = {span: normal(word.text[slice(*span)]) for span in spans}
    found = set(known(set(form.values())))
    taken: list[tuple[int, int]] = []
    for start, end in spans:
        if form[start, end] in found and all(end <= low or high <= start for low, high in taken):
            taken.append((start, end))
    edges = {0, len(word.text)}.union(*taken)
    for start, end in pairwise(sorted(edges)):
        text = word.text[start:end]
        yield replace(
            word,
            text=text,
            normal=normal(text),
            start=word.start + start,
            end=word.start + end,
            before="" if start else word.before,
        )
