"""Claims of how items stand to each other: "the longest", "cheaper than the second"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.counts import is_count
from palate.agent.replies.claims.differences import Difference, differences_of
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.multiples import Multiple, multiples_of
from palate.agent.replies.claims.phrases import lists, ordinal
from palate.agent.replies.claims.sentences import Sentence, adjectives, is_of_none
from palate.agent.replies.claims.standing import place_of
from palate.agent.replies.claims.subjects import Subject, subject_of
from palate.catalog.conditions import Condition
from palate.catalog.grounding.matches import THRESHOLD, AdjectiveSpan
from palate.catalog.item import Item
from palate.catalog.words import Token, normal

_NEAR = 3
"""How many words may stand between "longer" and "than"."""


def unbound_comparisons(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the comparisons that do not hold, or of which it cannot be told."""
    apart: list[Difference | Multiple] = [*differences_of(sentence, ground), *multiples_of(sentence, ground)]
    for span in adjectives(sentence, ground):
        if span.degree == "positive" or any(each.covers(span.start, span.end) for each in apart):
            continue
        said = " ".join(word.text for word in sentence.words[span.start : span.end])
        subject = subject_of(sentence, span.start, span.end, ground)
        if _unsurpassed(sentence, span):
            subject = replace(subject, negated=False, whole=False, groups=_before(sentence, span, subject))
        if subject.person and told(normal(said), ground.echo):
            continue
        if span.degree == "superlative" or _of_two(sentence, span) or _unsurpassed(sentence, span):
            if not _is_most(sentence, span, subject, ground):
                yield Claim("superlative", said, f"What is said to be “{said}” is not, or it cannot be told.")
        elif not _compares(sentence, span, subject, ground):
            yield Claim("comparison", said, f"“{said}” does not hold, or it cannot be told of what.")


def _of_two(sentence: Sentence, span: AdjectiveSpan) -> bool:
    """Tell whether a comparative is the superlative of two: "the shorter of the two"."""
    before = sentence.words[span.start - 1].normal if span.start else ""
    return before == "the" and _than(sentence, span.end) is None


def _before(sentence: Sentence, span: AdjectiveSpan, subject: Subject) -> tuple[tuple[Item, ...], ...]:
    named = [each for each in sentence.mentions if each.end <= span.start and not each.related]
    items = named[-1].items if named else sentence.inherited
    return (items,) if items else subject.groups


def _unsurpassed(sentence: Sentence, span: AdjectiveSpan) -> bool:
    """Tell whether it is said that nothing has more: "no other one is longer"."""
    first, _ = sentence.clause(span.start)
    none = lists().words["none"].within(sentence.words, first, span.start) or is_of_none(sentence, first)
    return none and _than(sentence, span.end) is None


def _than(sentence: Sentence, end: int) -> int | None:
    for place in range(end, min(len(sentence.words), end + _NEAR)):
        if sentence.words[place].normal == "than":
            return place
    return None


def _is_most(sentence: Sentence, span: AdjectiveSpan, subject: Subject, ground: Ground) -> bool:
    words = sentence.words
    if span.end < len(words) and words[span.end].normal in lists().words["ordered"]:
        return _is_ordered(ground.shown, span)
    ends = _ends(sentence, span, ground)
    if ends is not None:
        return _is_ordered(ground.shown, ends)
    if subject.whole:
        said = " ".join(word.normal for word in words[span.start : span.end])
        return told(said, ground.echo)
    extremes = _extremes(sentence, span, ground)
    if extremes is None:
        return False
    low, high = extremes
    nth = ordinal(words[span.start - 1]) if span.start else None
    if nth is not None:
        return subject.holds(lambda item: _is_nth(item, nth, span, ground))

    def most(item: Item) -> bool:
        value = place_of(item, span.field)
        return value is not None and (value >= high if span.direction == 1 else value <= low)

    return subject.holds(most)


def _is_nth(item: Item, nth: int, span: AdjectiveSpan, ground: Ground) -> bool:
    places = [place for each in ground.shown if (place := place_of(each, span.field)) is not None]
    order = sorted(places, reverse=span.direction == 1)
    return len(order) >= nth and place_of(item, span.field) == order[nth - 1]


def _ends(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> AdjectiveSpan | None:
    """Return by what all is said to be in order: the first of "from cheapest to dearest"."""
    words = sentence.words
    found = [each for each in adjectives(sentence, ground) if each.degree == "superlative"]
    for first, last in pairwise(found):
        opens = first.start > 0 and words[first.start - 1].normal == "from"
        between = [word.normal for word in words[first.end : last.start]]
        if span in (first, last) and opens and between == ["to"] and first.field == last.field:
            return first
    return None


def _is_ordered(items: Sequence[Item], span: AdjectiveSpan) -> bool:
    known = [value for item in items if (value := place_of(item, span.field)) is not None]
    return known == sorted(known, reverse=span.direction == 1)


def _extremes(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> tuple[float, float] | None:
    """Return the least and the greatest value among those that a superlative is about."""
    first, last = sentence.clause(span.start)
    words, named = sentence.words, list(dict.fromkeys(item.id for each in sentence.mentions for item in each.items))
    narrow = lists().words["narrow"].within(words, first, last) or any(
        first <= each.start < last and is_count(words, each, ground) for each in amounts_of(sentence, ground)
    )
    wide = not narrow and (len(ground.shown) < 2 or _is_wide(words, first, last, span))
    if span.degree == "comparative" and _of_two(sentence, span) and len(named) > 1:
        pool = [place_of(ground.catalog.item(known), span.field) for known in named]
    elif not wide:
        pool = [place_of(item, span.field) for item in ground.shown]
    else:
        return _of_all(sentence, span, first, last, ground)
    known = [value for value in pool if value is not None]
    return (min(known), max(known)) if known else None


def _is_wide(words: Sequence[Token], first: int, last: int, span: AdjectiveSpan) -> bool:
    """Tell whether a clause speaks of all there is, besides in the words of the superlative: "the least stock"."""
    wide = lists().words["wide"]
    return wide.within(words, first, span.start) or wide.within(words, span.end, last)


def _of_all(
    sentence: Sentence, span: AdjectiveSpan, first: int, last: int, ground: Ground
) -> tuple[float, float] | None:
    """Look at all that was in play, with the values that the clause names: "the longest western here"."""
    columns = ground.catalog.columns
    inside = [each for each in sentence.values if first <= each.start and each.end <= last and each.start >= span.end]
    named = [each.matches[0] for each in inside if each.matches[0].confidence >= THRESHOLD]
    fields = {match.field: ground.schema.field(match.field).kind for match in named}
    wheres = [
        Condition(field=match.field, op="contains" if fields[match.field] == "tags" else "=", value=match.value)
        for match in named
    ]
    values = columns.numbers(span.field)[columns.select([*ground.evidence.where, *wheres])]
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if len(values) else None


def _compares(sentence: Sentence, span: AdjectiveSpan, subject: Subject, ground: Ground) -> bool:
    than = _than(sentence, span.end)
    if than is not None:
        others = _compared(sentence, than, subject, ground)
        if others is None:
            return _bounded(sentence, than, ground)
        return _beyond(span, subject, others)
    if subject.whole:
        said = " ".join(word.normal for word in sentence.words[span.start : span.end])
        return told(said, ground.echo)
    return any(_beyond(span, subject, others) for others in _before_it(sentence, span, subject, ground))


def _beyond(span: AdjectiveSpan, subject: Subject, others: Sequence[Item]) -> bool:
    """Tell whether the subject has more, or less, than all others."""
    values = [place_of(item, span.field) for item in others]

    def beyond(item: Item) -> bool:
        own = place_of(item, span.field)
        known = [value for value in values if value is not None]
        if own is None or len(known) < len(values):
            return subject.negated
        return _is_more(own, known, span)

    return bool(values) and subject.holds(beyond)


def _is_more(own: float, others: Sequence[float], span: AdjectiveSpan) -> bool:
    return all(own > other if span.direction == 1 else own < other for other in others)


def _before_it(sentence: Sentence, span: AdjectiveSpan, subject: Subject, ground: Ground) -> Iterator[tuple[Item, ...]]:
    """Yield what "longer" alone may be compared with: another item named before, or the one before it in the list."""
    own = {item.id for item in subject.groups[-1]}
    named = [each.items for each in sentence.mentions if each.end <= span.start]
    yield from (items for items in reversed(named) if not own & {item.id for item in items})
    yield from ((before,) for before, item in zip(ground.shown, ground.shown[1:], strict=False) if item.id in own)


def _compared(sentence: Sentence, than: int, subject: Subject, ground: Ground) -> tuple[Item, ...] | None:
    """Return what stands behind "than": named items, or all others of the reply; None where it is an amount."""
    words = sentence.words
    own = {item.id for group in subject.groups for item in group}
    others = tuple(item for item in ground.shown if item.id not in own)
    amount = next((each for each in amounts_of(sentence, ground) if each.end > than + 1), None)
    near = amount is not None and amount.start <= than + _NEAR
    if lists().words["others"].at(words, than + 1) > than + 1:
        return others
    if near and amount is not None and amount.start and words[amount.start - 1].normal in lists().words["others_of"]:
        return others if amount.quantity.low == len(others) else ()
    behind = [each for each in sentence.mentions if each.start > than]
    if near and amount is not None and (not behind or amount.start < behind[0].start):
        return None
    return behind[0].items if behind and behind[0].start <= than + _NEAR + 1 else ()


def _bounded(sentence: Sentence, than: int, ground: Ground) -> bool:
    """Tell whether an amount stands behind "than", which is then looked at as such."""
    return any(each.start <= than + _NEAR and than + 1 < each.end for each in amounts_of(sentence, ground))
