"""Claims that something is the most of all, or more than the other of two: "the longest", "the shorter of the two"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.counts import is_count
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.phrases import lists, ordinal
from palate.agent.replies.claims.pools import pools_of
from palate.agent.replies.claims.sentences import Sentence, adjectives
from palate.agent.replies.claims.standing import first_of, place_of
from palate.agent.replies.claims.subjects import Group, Subject
from palate.catalog.conditions import Condition
from palate.catalog.grounding.matches import THRESHOLD, AdjectiveSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item

_PAIR = 2
_WIDE = 4
"""How many words behind a superlative tell that it is of all there is: "the cheapest lamp that we have"."""
_NEAR = 3
"""How many words may stand between "longer" and "than"."""


def is_most(sentence: Sentence, span: AdjectiveSpan, subject: Subject, ground: Ground) -> bool:
    """Tell whether a subject is what a superlative, or the comparative of two, says."""
    words = sentence.words
    if span.end < len(words) and words[span.end].normal in lists().words["ordered"]:
        return _is_ordered(ground.shown, span)
    if span.end < len(words) and words[span.end].normal in lists().words["ordered_last"]:
        return _is_ordered(tuple(reversed(ground.shown)), span)
    if [word.normal for word in words[max(0, span.start - 2) : span.start]] == ["least", "to"]:
        return _is_ordered(tuple(reversed(ground.shown)), span)
    ends = _ends(sentence, span, ground)
    if ends is not None:
        return _is_ordered(ground.shown, ends)
    if (respectively := _respectively(sentence, span, ground)) is not None:
        return any(_is_at_end(respectively, span=span, ends=ends) for ends in _extremes(sentence, span, ground))
    if subject.whole:
        said = " ".join(word.normal for word in words[span.start : span.end])
        return told(said, ground.echo)
    number = number_at(words, span.start - 1) if span.start and sentence.free(span.start - 1, span.start) else None
    if number is None and span.end < len(words) and not words[span.end].before.strip():
        number = number_at(words, span.end) if words[span.end].text.isalpha() else None  # "The shortest two".
    if number is not None and number.value in range(2, len(ground.shown)):
        count = int(number.value)
        most = {item.id for item in first_of(ground.shown, span.field, span.direction, count)}
        named = {item.id for each in sentence.mentions if each.start >= span.end for item in each.items}
        before = {item.id for item in recent_items(sentence, span.start)[:count]}
        return most in [named, before, *({item.id for item in group} for group in subject.groups)]
    nth = ordinal(words[span.start - 1]) if span.start else None
    if [word.normal for word in words[span.end : span.end + 2]] == ["but", "one"]:
        nth = 2
    if nth is not None:
        return subject.holds(lambda item: _is_nth(item, nth, span, ground))
    for group in subject.groups:
        if len(group) > 1 and {item.id for item in group} == {
            item.id for item in first_of(ground.shown, span.field, span.direction, len(group))
        }:
            return True  # "The two from Brewster are the cheapest".
    return any(subject.holds(partial(_is_at_end, span=span, ends=ends)) for ends in _extremes(sentence, span, ground))


def _respectively(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> Item | None:
    """Return which of two is meant in "A and B, the newest and the oldest of the five"."""
    words = sentence.words
    found = [each for each in adjectives(sentence, ground) if each.degree == "superlative"]
    before = [each for each in sentence.mentions if each.titled and each.end <= span.start]
    for first, last in pairwise(found):
        between = [word.normal for word in words[first.end : last.start]]
        two = [each for each in before if each.end <= first.start][-2:]
        if span not in (first, last) or between != ["and", "the"] or len(two) < _PAIR:
            continue
        joined = [word.normal for word in words[two[0].end : two[1].start] if word.normal != "the"] == ["and"]
        if joined and first.start - two[1].end == 1:
            return two[span == last].items[0]
    return None


def _is_at_end(item: Item, *, span: AdjectiveSpan, ends: tuple[float, float]) -> bool:
    value = place_of(item, span.field)
    return value is not None and (value >= ends[1] if span.direction == 1 else value <= ends[0])


def _is_nth(item: Item, nth: int, span: AdjectiveSpan, ground: Ground) -> bool:
    places = [place for each in ground.shown if (place := place_of(each, span.field)) is not None]
    order = sorted(places, reverse=span.direction == 1)
    return len(order) >= nth and place_of(item, span.field) == order[nth - 1]


def _ends(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> AdjectiveSpan | None:
    """Return by what all is said to be in order: the first of "from cheapest to dearest"."""
    words = sentence.words
    found = [each for each in adjectives(sentence, ground) if each.degree == "superlative"]
    for first, last in pairwise(found):
        opens = "from" in [word.normal for word in words[max(0, first.start - 2) : first.start]]
        between = [word.normal for word in words[first.end : last.start] if word.normal not in ("the", "down", "up")]
        if span in (first, last) and opens and between == ["to"] and first.field == last.field:
            return first
    return None


def _is_ordered(items: Sequence[Item], span: AdjectiveSpan) -> bool:
    known = [value for item in items if (value := place_of(item, span.field)) is not None]
    return known == sorted(known, reverse=span.direction == 1)


def _extremes(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> Iterator[tuple[float, float]]:
    """Yield the least and the greatest value among those that a superlative may be about."""
    first, last = sentence.clause(span.start)
    words, named = sentence.words, list(dict.fromkeys(item.id for each in sentence.mentions for item in each.items))
    narrow = lists().words["narrow"].within(words, first, last) or any(
        first <= each.start < last and is_count(words, each, ground) for each in amounts_of(sentence, ground)
    )
    if span.degree == "comparative" and is_of_two(sentence, span) and len(named) > 1:
        pools: Iterable[Group] = [tuple(map(ground.catalog.item, named))]
    elif narrow or (len(ground.shown) > 1 and not _is_wide(sentence, first, last, span)):
        known_of = sum(place_of(item, span.field) is not None for item in ground.shown)
        pools = pools_of(sentence, first, last, ground, known=known_of)
    else:
        yield from _of_all(sentence, span, first, last, ground)
        return
    for pool in pools:
        if known := [value for item in pool if (value := place_of(item, span.field)) is not None]:
            yield min(known), max(known)


def _is_wide(sentence: Sentence, first: int, last: int, span: AdjectiveSpan) -> bool:
    """Tell whether a clause speaks of all there is, besides in titles and the superlative: "the least stock"."""
    wide = lists().words["wide"]
    return any(
        sentence.free(place, place + 1) and place < wide.at(sentence.words, place) <= last
        for place in (*range(first, span.start), *range(span.end, min(last, span.end + _WIDE)))
    ) and not any(word.normal == "here" for word in sentence.words[span.end : last])


def _of_all(
    sentence: Sentence, span: AdjectiveSpan, first: int, last: int, ground: Ground
) -> Iterator[tuple[float, float]]:
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
    if len(values):
        yield float(values.min()), float(values.max())


def is_of_two(sentence: Sentence, span: AdjectiveSpan) -> bool:
    """Tell whether a comparative is the superlative of two: "the shorter of the two"."""
    before = sentence.words[span.start - 1].normal if span.start else ""
    return before == "the" and than_behind(sentence, span.end) is None


def than_behind(sentence: Sentence, end: int) -> int | None:
    """Return where "than" stands behind a comparative; None where none does."""
    for place in range(end, min(len(sentence.words), end + _NEAR)):
        if sentence.words[place].normal == "than":
            return place
    return None
