"""Whom a claim may be about besides, where a sentence does not say so plainly."""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.replies.claims.ground import Ground, called
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item


def is_plain(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether what stands in `words[start:end]` is plainly of an item: its title is in the clause, or before it.

    "Jaws has 124 minutes" and "Jaws (124 minutes)" tell whose they are, and "so that's nineteen over" does not.
    """
    first, last = sentence.clause(start)
    titled = [each for each in sentence.mentions if each.titled and each.end <= start]
    return any(first <= each.start for each in titled) or (bool(titled) and (first, last) == (start, end))


def meant_perhaps(sentence: Sentence, start: int, end: int, ground: Ground) -> Iterator[tuple[Item, ...]]:
    """Yield whom the claim in `words[start:end]` may be about besides, where nothing in its clause says so.

    Where the sentence names several, it may be any of these; where it names nothing, any that is shown.
    """
    words, (first, _) = sentence.words, sentence.clause(start)
    here = any((first <= each.start and each.end <= start) or each.start == end for each in sentence.mentions)
    # "The jacket, at twice the price, is silver" goes on with the jacket.
    verb = words[first].normal in lists().words["follows"] and words[first].normal not in ("and", "also", "too")
    goes_on = verb or words[first].normal in lists().words["copulas"]
    if len(sentence.mentions) > 1 and not (here or goes_on or is_plain(sentence, start, end)):
        yield from (each.items for each in sentence.mentions if each.items)
        yield from ((item,) for each in sentence.mentions for item in each.items if each.several)
    counted = any(number_at(words, at) is not None for at in range(first, start))
    it = any(word.normal in lists().words["itself"] for word in words[:start])
    noun = end < len(words) and not words[end].before.strip() and called(words[end], ground.titles)
    if not (sentence.mentions or sentence.inherited or counted or it or noun):
        yield from ((item,) for item in ground.shown)
