"""Among which items something is the most, or the only one: all that is shown, or the list that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.counts import is_count
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.subjects import Group


def pools_of(sentence: Sentence, first: int, last: int, ground: Ground, *, known: int | None = None) -> Iterator[Group]:
    """Yield the items that what stands in `words[first:last]` may be told among.

    "The longest" in one list of two is the longest of that or of all; "of these three" tells which, and "of the three
    that tell it" is of as many as are `known`.
    """
    counts, own = counted(sentence, first, last, ground), sentence.listed
    overall = len(ground.shown) in counts or lists().words["overall"].within(sentence.words, first, last)
    parted = 1 < len(own) < len(ground.shown)
    if parted and not overall and counts <= {len(own)}:
        yield own
    if counts <= {len(ground.shown), 2, known}:
        yield ground.shown


def counted(sentence: Sentence, first: int, last: int, ground: Ground) -> set[int]:
    """Return the numbers of things that a part of a sentence tells something to be of: "of these three"."""
    words = sentence.words
    inside = [each for each in amounts_of(sentence, ground) if first <= each.start < last]
    of = [each for each in inside if any(word.normal == "of" for word in words[max(0, each.start - 2) : each.start])]
    return {int(each.quantity.low or 0) for each in of if is_count(words, each, ground)}
