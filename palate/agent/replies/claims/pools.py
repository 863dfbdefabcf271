"""Among which items something is the most, or the only one: all that is shown, or the list that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.counts import is_count
from palate.agent.replies.claims.ground import Ground, called
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import has
from palate.agent.replies.claims.stocked import is_there
from palate.agent.replies.claims.subjects import Group
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import Token, normal


def pools_of(sentence: Sentence, first: int, last: int, ground: Ground, *, known: int | None = None) -> Iterator[Group]:
    """Yield the items that what stands in `words[first:last]` may be told among.

    "The longest" in one list of two is the longest of that or of all; "of these three" tells which, and "of the three
    that tell it" is of as many as are `known`.
    """
    counts, own = counted(sentence, first, last, ground), sentence.listed
    yield from _described(sentence, first, last, ground)
    overall = len(ground.shown) in counts or lists().words["overall"].within(sentence.words, first, last)
    parted = 1 < len(own) < len(ground.shown)
    if parted and not overall and counts <= {len(own)}:
        yield own
    if counts <= {len(ground.shown), 2, known}:
        yield ground.shown
    if lists().words["to_be_had"].within(sentence.words):
        yield tuple(item for item in ground.shown if is_there(item, ground))
    if but := excepted(sentence):
        yield tuple(item for item in ground.shown if item.id not in but)


def _described(sentence: Sentence, first: int, last: int, ground: Ground) -> Iterator[Group]:
    """Yield those that are told by what they are: "the shortest of the three PG-13 ones", "among the pastas"."""
    words = sentence.words
    yield from (
        each.items
        for each in sentence.mentions
        if each.several and first < each.start < last and words[each.start - 1].normal in lists().words["out_of"]
    )
    for place in (0, *range(first, last - 1)):  # "Among the chairs, the first is the cheapest".
        if words[place].normal not in lists().words["out_of"]:
            continue
        at = place + 1 + (words[place + 1].normal in lists().words["your"])
        number = number_at(words, at) if at < last else None
        at = number.end if number is not None else at
        said = [each for each in sentence.values if at <= each.start <= at + 1 and each.end <= last]
        pool = tuple(item for item in ground.shown if all(_has(item, each) for each in said)) if said else ()
        said_so = [word for word in words[at:last] if word.text.isalpha()][:2]
        pools = [pool, *(_called(some, ground) for some in (said_so, said_so[:1]) if some)]
        yield from (
            each for each in pools if 1 < len(each) < len(ground.shown) and (not number or number.value == len(each))
        )


def _has(item: Item, span: ValueSpan) -> bool:
    return any(has(item, match) for match in span.matches)


def _called(words: Sequence[Token], ground: Ground) -> Group:
    """Return the items whose titles have all of some words, as they stand or in the singular."""
    return tuple(item for item in ground.shown if all(called(word, f" {normal(item.title)} ") for word in words))


def excepted(sentence: Sentence) -> set[str]:
    """Return what is so as well, as is said: "apart from Jaws, the only one"."""
    words = sentence.words
    behind = [each for each in sentence.mentions if lists().words["except"].before(words, each.start) < each.start]
    return {item.id for each in behind for item in each.items}


def counted(sentence: Sentence, first: int, last: int, ground: Ground) -> set[int]:
    """Return the numbers of things that a part of a sentence tells something to be of: "of these three"."""
    words = sentence.words
    inside = [each for each in amounts_of(sentence, ground) if first <= each.start < last]
    of = [each for each in inside if any(word.normal == "of" for word in words[max(0, each.start - 2) : each.start])]
    return {int(each.quantity.low or 0) for each in of if is_count(words, each, ground)}
