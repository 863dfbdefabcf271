"""Claims of by how much items differ: "22 minutes shorter than it", "$39 less", "the oldest by fifty years"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from palate.agent.replies.claims.amount import Amount, amounts_of, fitted
from palate.agent.replies.claims.amounts import holds_for
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.compared import is_limit, recent_items
from palate.agent.replies.claims.counts import is_count, is_counted
from palate.agent.replies.claims.difference import Difference, differences_of, from_limit, is_unit
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import Group, Subject, apart_of, subject_of
from palate.catalog.item import Item
from palate.catalog.schema import Field

_NEAR = 3
"""How many words may stand between an amount, what it is more of, and what it is compared with."""


def unbound_differences(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the differences of which the amount or the direction does not hold."""
    for each in differences_of(sentence, ground):
        if not _binds(sentence, each, ground) and not _is_own(sentence, each, ground):
            said = " ".join(word.text for word in sentence.words[each.start : each.end])
            yield Claim("comparison", said, f"“{said}” does not hold, or it cannot be told of what.")


def _is_own(sentence: Sentence, difference: Difference, ground: Ground) -> bool:
    """Tell whether it is no difference at all: "takes 96 minutes over it"."""
    if sentence.words[difference.end - 1].normal not in lists().apart["own"]:
        return False
    subject = subject_of(sentence, difference.start, difference.end, ground)
    return not subject.whole and subject.holds(lambda item: holds_for(item, difference.amount, ground))


def _binds(sentence: Sentence, difference: Difference, ground: Ground) -> bool:
    if difference.spared:
        return True
    subject = subject_of(sentence, difference.amount.start, difference.amount.end, ground)
    if difference.direction == 0:
        return any(_are_apart(pair, difference) for pair in _twos(sentence, ground))
    if difference.margin:
        each = [replace(subject, groups=(group,), topic=()) for group in (*subject.groups, subject.topic) if group]
        return any(_is_ahead(one, difference, field, ground) for one in each for field in difference.fields)
    if is_limit(sentence, difference.end):
        return subject.holds(lambda item: from_limit(item, difference, ground))
    if _than(sentence, difference, set(), ground) is None and subject.holds(
        lambda item: from_limit(item, difference, ground)
    ):
        return True  # "£49, a pound below that": the limit is the last that was spoken of.
    if any(_compares(each, sentence, difference, ground) for each in _each(sentence, difference, subject, ground)):
        return True
    if any(_from_amount(each, difference, subject) for each in amounts_of(sentence, ground)):
        return True
    amount = difference.amount
    behind = [word.normal for word in sentence.words[amount.end : amount.end + 1]]
    more = behind == ["more"] and _than(sentence, difference, set(), ground) is None
    alone = more or not any(each.end <= amount.start for each in sentence.mentions)
    return alone and is_count(sentence.words, amount, ground) and is_counted(sentence, amount, ground)


def _each(sentence: Sentence, difference: Difference, subject: Subject, ground: Ground) -> Iterator[Subject]:
    """Yield whom it is said of, and in "the first and, $3 above it, the second" the one behind it."""
    yield from apart_of(subject, sentence, difference.amount.start)
    if subject.topic and not any(each.related and each.end <= difference.start for each in sentence.mentions):
        yield replace(subject, groups=(subject.topic,), topic=())
    end = difference.end
    opens = difference.start
    opens -= opens > 0 and sentence.words[opens - 1].normal in ("just", "only")
    beside = [each for each in sentence.mentions if each.end == opens or _is_for(each, end, sentence)]
    if not any(each.end <= difference.start and not each.related for each in sentence.mentions):
        beside += [each for each in sentence.mentions if each.end <= difference.start]
    groups = [each.items for each in beside]
    if subject.whole and not sentence.mentions:
        groups += [(item,) for item in ground.known.values()]
    yield from (Subject((group,), whole=False, negated=subject.negated, person=False) for group in groups)
    offered = [each for each in sentence.mentions if each.start >= end and _is_offered(each, sentence)]
    yield from (Subject((each.items,), whole=False, negated=subject.negated, person=False) for each in offered[:1])
    ahead = [each for each in sentence.mentions if end <= each.start <= end + _NEAR and not each.related]
    if ahead and any(word.before.strip() for word in sentence.words[end : ahead[0].start + 1]):
        yield Subject((ahead[0].items,), whole=False, negated=subject.negated, person=False)


def _is_offered(mention: Mention, sentence: Sentence) -> bool:
    """Tell whether something is what one gets: "spend £30 more than that and you could have the kettle"."""
    at = mention.start - (sentence.words[mention.start - 1].normal == "the") if mention.start else 0
    return lists().words["offers"].before(sentence.words, at) < at


def _is_for(mention: Mention, end: int, sentence: Sentence) -> bool:
    """Tell whether a difference is that of what is named behind it: "eleven minutes more for the latter"."""
    near = end <= mention.start <= end + _NEAR
    return near and mention.start > 0 and sentence.words[mention.start - 1].normal == "for"


def _compares(subject: Subject, sentence: Sentence, difference: Difference, ground: Ground) -> bool:
    others = _others(sentence, difference, subject, ground)
    summed = _is_summed(sentence, difference)

    def apart(item: Item) -> bool:
        return any(
            _is_beyond_sum(item, group, difference, field) if summed else _is_apart(item, group, difference, field)
            for group in others
            for field in difference.fields
        )

    return bool(others) and subject.holds(apart)


def _is_summed(sentence: Sentence, difference: Difference) -> bool:
    return lists().totals["summed"].within(sentence.words, difference.end, sentence.clause(difference.end - 1)[1])


def _is_apart(item: Item, others: Group, difference: Difference, field: Field) -> bool:
    """Tell whether an item is beyond all others, and as far from the nearest as is said."""
    own, known = number_of(item, field), [number_of(other, field) for other in others]
    if own is None or not known:
        return False
    gaps = [(own - its) * difference.direction for its in known if its is not None]
    return len(gaps) == len(known) and min(gaps) > 0 and difference.holds(min(gaps), field)


def _is_beyond_sum(item: Item, others: Group, difference: Difference, field: Field) -> bool:
    """Tell whether an item differs from what several come to: "a minute longer than both put together"."""
    own, values = number_of(item, field), [number_of(other, field) for other in others]
    known = [value for value in values if value is not None]
    if own is None or len(known) < len(values):
        return False
    gap = (own - sum(known)) * difference.direction
    return gap > 0 and difference.holds(gap, field)


def _others(sentence: Sentence, difference: Difference, subject: Subject, ground: Ground) -> list[Group]:
    """Return what it may be compared with: what is named behind "than", or else one of what was named last."""
    own = {item.id for group in subject.groups for item in group}
    if _is_summed(sentence, difference):
        pair = [item for item in recent_items(sentence, difference.start) if item.id not in own]
        return [tuple(pair[:2])]
    if difference.beside:
        return [difference.beside]
    named = _than(sentence, difference, own, ground)
    if named:
        return [tuple(item for item in named if item.id not in own) or named]
    # "£518 below the champion" is below somebody, and "£518 less" than what was spoken of.
    return [(item,) for item in ground.known.values() if item.id not in own]


def _than(sentence: Sentence, difference: Difference, own: set[str], ground: Ground) -> Group | None:
    """Return what is named behind "than"; None where nothing is, or "that" is."""
    words, than = sentence.words, lists().apart["than"]
    far = difference.end if than.at(words, difference.end) > difference.end else difference.behind
    place = difference.behind if than.at(words, difference.behind) > difference.behind else far
    inside = than.before(words, place) < place
    while not inside and place < len(words) and is_unit(words[place].normal) and not words[place].before.strip():
        place += 1
    behind = place if inside else than.at(words, place)
    if (behind == place and not inside) or (behind < len(words) and words[behind].before.strip(" $€£-")):
        return None
    mention = next((each for each in sentence.mentions if behind <= each.start <= behind + _NEAR), None)
    if lists().words["others"].at(words, behind) > behind:
        meant = mention is not None and mention.start == behind and mention.several
        return mention.items if mention and meant else tuple(item for item in ground.shown if item.id not in own)
    if lists().apart["that"].at(words, behind) > behind and (mention is None or mention.start > behind):
        return None
    return mention.items if mention is not None else ()


def _twos(sentence: Sentence, ground: Ground) -> Iterator[Sequence[Item]]:
    """Yield the two that may lie apart: of those that are named, or else of all."""
    named = {item.id: item for each in sentence.mentions for item in each.items}
    return combinations((named if len(named) > 1 else ground.known).values(), 2)


def _are_apart(pair: Sequence[Item], difference: Difference) -> bool:
    one, other = pair
    for field in difference.fields:
        first, second = number_of(one, field), number_of(other, field)
        if first is not None and second is not None and difference.holds(abs(first - second), field):
            return True
    return False


def _is_ahead(subject: Subject, difference: Difference, field: Field, ground: Ground) -> bool:
    """Tell whether the subject is ahead of the nearest other by as much as is said."""
    own = {item.id for group in subject.groups for item in group}
    places = [number_of(item, field) for item in ground.shown if item.id not in own]
    others = [place for place in places if place is not None]

    def ahead(item: Item) -> bool:
        place = number_of(item, field)
        if place is None or not others:
            return False
        gap = min((place - other) * difference.direction for other in others)
        return gap > 0 and difference.holds(gap, field)

    return subject.holds(ahead)


def _from_amount(amount: Amount, difference: Difference, subject: Subject) -> bool:
    """Tell whether a difference from an amount is told: "a minute over three hours"."""
    if not difference.amount.end <= amount.start <= difference.end < amount.end or subject.whole:
        return False

    def apart(item: Item, field: Field) -> bool:
        value, from_ = number_of(item, field), fitted(amount.quantity, field, field.name)
        if value is None or from_ is None or from_.low is None:
            return False
        return difference.holds((value - from_.low) * difference.direction, field)

    return any(subject.holds(partial(apart, field=field)) for field in difference.fields)
