"""Claims of how items stand to each other: "the longest", "cheaper than the second"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from palate.agent.replies.claims.ahead import named_ahead
from palate.agent.replies.claims.amount import amounts_of
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.compared import standards
from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.difference import Difference, differences_of
from palate.agent.replies.claims.ground import Ground, told
from palate.agent.replies.claims.multiples import Multiple, multiples_of
from palate.agent.replies.claims.naming import is_compared, is_subject
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence, adjectives, is_of_none
from palate.agent.replies.claims.standing import place_of
from palate.agent.replies.claims.subjects import Subject, subject_of
from palate.agent.replies.claims.superlatives import is_most, is_of_two, than_behind
from palate.agent.replies.claims.wondering import is_supposed, is_wondered
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import AdjectiveSpan
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.words import normal, singular

_PAIR = 2
_NEAR = 3
"""How many words may stand between "than" and what is compared with."""


def unbound_comparisons(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the comparisons that do not hold, or of which it cannot be told."""
    apart: list[Difference | Multiple] = [*differences_of(sentence, ground), *multiples_of(sentence, ground)]
    for span in adjectives(sentence, ground):
        if span.degree == "positive" or any(each.covers(span.start, span.end) for each in apart):
            continue
        if _is_of_anything(sentence, span) or is_wondered(sentence, span.start):
            continue
        if _is_of_others(sentence, span, ground):
            continue
        said = " ".join(word.text for word in sentence.words[span.start : span.end])
        subject = subject_of(sentence, span.start, span.end, ground)
        if span.start and sentence.words[span.start - 1].normal == "no" and than_behind(sentence, span.end) is not None:
            subject = replace(subject, negated=True)  # "No longer than Blair Witch".
        if _unsurpassed(sentence, span):
            subject = replace(subject, negated=False, whole=False, groups=_before(sentence, span, subject))
        if subject.person and told(normal(said), ground.echo):
            continue
        last = next((each for each in reversed(sentence.mentions) if each.end <= span.start), None)
        ahead = named_ahead(sentence, span.start, span.end)
        if last is not None and last.titled and not (last.related or subject.whole or ahead):
            said_so = any(word.normal in lists().words["copulas"] for word in sentence.words[last.end : span.start])
            subject = subject if said_so else replace(subject, groups=(*subject.groups, last.items))
        if span.degree == "superlative" or is_of_two(sentence, span) or _unsurpassed(sentence, span):
            if not is_most(sentence, span, subject, ground):
                yield Claim("superlative", said, f"What is said to be “{said}” is not, or it cannot be told.")
        elif not _compares(sentence, span, subject, ground):
            yield Claim("comparison", said, f"“{said}” does not hold, or it cannot be told of what.")


def _is_of_anything(sentence: Sentence, span: AdjectiveSpan) -> bool:
    """Tell whether it is of no item: "your 1.5-litre minimum", "for everything larger", "if you want the cheapest"."""
    words, (first, last) = sentence.words, sentence.clause(span.start)
    if is_supposed(sentence, span.start):
        return not any(first <= each.start < last for each in sentence.mentions)
    limit = any(word.normal in lists().words["marks"] for word in words[span.start : span.end + 1])
    anything = span.start > 0 and words[span.start - 1].normal in lists().words["anything"]
    return limit or (anything and not any(each.start >= span.end for each in sentence.mentions))


def _is_of_others(sentence: Sentence, span: AdjectiveSpan, ground: Ground) -> bool:
    """Tell whether it is of something that no item is: "for bigger jobs", "a bigger spend", "decades later"."""
    words, end = sentence.words, span.end
    if span.start > 1 and words[span.start - 1].normal == "or" and words[span.start - 2].text[-1:].isdecimal():
        return True  # "1960 or earlier" is an amount.
    if (
        span.start > 2
        and words[span.start - 1].normal == "next"
        and words[span.start - 3].normal in ("of", "than", "to")
    ):
        return True  # "Three times the price of the next dearest" is of another.
    if span.degree == "comparative" and span.start > 1 and number_at(words, span.start - 1) is not None:
        return words[span.end : span.end + 1] != () and words[span.end].normal == "ones"  # "The two newer ones".
    if span.degree == "superlative" and lists().words["separating"].within(words, 0, span.start):
        return True  # "Ten minutes separate the shortest from the longest".
    the = span.start > 1 and span.degree == "comparative" and words[span.start - 1].normal == "the"
    if the and (is_compared(words, span.start - 1) or is_subject(words, span.end + 1)):
        return True  # "Less than the larger model", "the cheaper vacuum looks good".
    if span.end == span.start + 1 and span.start and lists().words["later"].before(words, span.end) < span.start:
        return True
    if end >= len(words) or words[end].before.strip() or not words[end].text.isalpha():
        return False
    spent = words[end].normal in lists().words["spent"]
    most = span.degree == "superlative" and span.start > 0 and words[span.start - 1].normal == "the" and not spent
    if most or than_behind(sentence, end) is not None:
        return False  # "The cheapest gadget" is the cheapest.
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    noun = {words[end].normal, *singular(words[end].normal)}
    things = lexicon().things(ground.schema.noun) | {word for (word,) in lists().words["things"].entries}
    known = noun & (common | things) or any(told(form, ground.titles) for form in noun)
    named = ground.grounder.field_spans(words[end : end + 1]) or any(each.start == end for each in sentence.values)
    return not (known or named or lists().words["counted"].at(words, end) > end)


def _before(sentence: Sentence, span: AdjectiveSpan, subject: Subject) -> tuple[tuple[Item, ...], ...]:
    named = [each for each in sentence.mentions if each.end <= span.start and not each.related]
    items = named[-1].items if named else sentence.inherited
    return (items,) if items else subject.groups


def _unsurpassed(sentence: Sentence, span: AdjectiveSpan) -> bool:
    """Tell whether it is said that nothing has more: "no other one is longer"."""
    first, _ = sentence.clause(span.start)
    none = lists().words["none"].within(sentence.words, first, span.start) or is_of_none(sentence, first)
    return none and than_behind(sentence, span.end) is None


def _compares(sentence: Sentence, span: AdjectiveSpan, subject: Subject, ground: Ground) -> bool:
    than = than_behind(sentence, span.end)
    if than is not None:
        others = _compared(sentence, than, subject, ground)
        if others is None:
            return _bounded(sentence, than, ground)
        own = {item.id for group in subject.groups for item in group}
        if not others and any(word.normal in ("the", "its") for word in sentence.words[than + 1 : than + 2]):
            others = tuple(item for item in ground.shown if item.id not in own)
            return any(_beyond(span, subject, [other]) for other in others)  # "Shorter than the Poirot mystery".
        return _beyond(span, subject, [item for item in others if item.id not in own] or others)
    if subject.whole and lists().words["you"].within(sentence.words, *sentence.clause(span.start)):
        return not sentence.mentions  # "You can go shorter" is of nothing.
    if subject.whole:
        said = " ".join(word.normal for word in sentence.words[span.start : span.end])
        about = [item for each in sentence.mentions for item in each.items if item not in ground.shown]
        return told(said, ground.echo) or any(_beyond(span, subject, [item]) for item in about)
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
    behind = [each for each in sentence.mentions if each.start >= span.end]
    if not named and len(behind) == _PAIR and behind[-1].start and sentence.words[behind[-1].start - 1].normal != "and":
        yield from (each.items for each in behind if not own & {item.id for item in each.items})
    yield from (
        rest for items in named if (rest := tuple(item for item in items if item.id not in own)) and rest != items
    )
    yield from ((before,) for before, item in pairwise(ground.shown) if item.id in own)
    yield from ((item,) for item in standards(sentence, span.start, own, ground))


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
