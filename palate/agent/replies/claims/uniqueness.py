"""Claims that nothing else is so: "the only comedy", "only two fit"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palate.agent.replies.claims.amount import Amount, amounts_of
from palate.agent.replies.claims.amounts import holds_for
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.counts import is_count
from palate.agent.replies.claims.differences import differences_of
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import has
from palate.agent.replies.claims.stocked import is_there, stocked
from palate.agent.replies.claims.subjects import subject_of
from palate.catalog.grounding.matches import ValueSpan
from palate.catalog.item import Item
from palate.catalog.words import normal

_LONG = 5
"""How many letters a word of a title has at least that tells items apart."""


def unbound_uniqueness(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Look at "the only comedy", which no other is, and "only two fit", which is true where nothing else does."""
    words = sentence.words
    for place in range(len(words)):
        if words[place].normal not in lists().words["only"] or not sentence.free(place, place + 1):
            continue
        if lists().words["unique"].at(words, max(0, place - 1)) > place:
            if not _is_unique(sentence, place, ground):
                yield Claim("superlative", "the only", "Others are so too, or it cannot be told what nothing else is.")
        elif not ground.evidence.complete and ground.shown and _counts(sentence, place + 1, ground):
            yield Claim("count", "only", "There are others that fit.")


def _counts(sentence: Sentence, place: int, ground: Ground) -> bool:
    one = sentence.words[place : place + 1] and sentence.words[place].normal == "one"
    counts = [each for each in amounts_of(sentence, ground) if each.start == place]
    return bool(one) or any(
        is_count(sentence.words, each, ground) and not _is_told(sentence, each, ground) for each in counts
    )


def _is_told(sentence: Sentence, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number is one that the subject has ("only two are left"), or a difference."""
    if any(each.covers(amount.start, amount.end) for each in differences_of(sentence, ground)):
        return True
    subject = subject_of(sentence, amount.start, amount.end, ground)
    return not subject.whole and subject.holds(lambda item: holds_for(item, amount, ground))


def _is_unique(sentence: Sentence, place: int, ground: Ground) -> bool:
    """Tell whether what stands behind "the only" is true of the subject, and of nothing else that is shown."""
    subject = subject_of(sentence, place, place + 1, ground)
    _, last = sentence.clause(place)
    last = next((each for each in range(place, last) if sentence.words[each].normal == "and"), last)
    spans = [each for each in sentence.values if place < each.start < last] or _apposed(sentence, place, last)
    numbers = [each for each in amounts_of(sentence, ground) if place < each.start < last]
    numbers = [each for each in numbers if not _is_of(sentence, place, each, ground)]
    stock = [there for _, _, there in stocked(sentence, place, last, ground)]
    fields = _had(sentence, place, last, ground) if not (spans or numbers or stock) else ()
    titled = _in_titles(sentence, place, last, ground) if not (spans or numbers or stock or fields) else ()
    if subject.whole or not (spans or numbers or stock or fields or titled):
        return False
    excepted = _excepted(sentence)
    other = recent_items(sentence, place) if sentence.words[place + 1].normal in lists().words["others_of"] else []

    def fits(item: Item, field: str | None) -> bool:
        valued = all(
            any(has(item, match) for match in span.matches) != _is_denied(sentence, place, span.start) for span in spans
        )
        known = all(item.get(name) is not None for name in fields)
        words = set(normal(item.title).split())
        return (
            valued
            and known
            and all(is_there(item, ground) is there for there in stock)
            and words.issuperset(titled)
            and all(
                holds_for(item, replace(amount, field=amount.field or field), ground)
                != _is_denied(sentence, place, amount.start)
                for amount in numbers
            )
        )

    def unique(own: set[str]) -> bool:
        """Look at one field at a time: what costs less than 4 is no other thing of less than 4 stars."""
        numeric = [field.name for field in ground.schema.of_kind("number", "date")] if numbers else [None]
        return any(
            all(fits(item, field) == (item.id in own) for item in ground.shown if item.id not in excepted)
            for field in numeric
        )

    owners = [{item.id for item in group} for group in subject.groups]
    return any(unique(own) or any(unique(own | {item.id}) for item in other[:2]) for own in owners)


def _apposed(sentence: Sentence, place: int, last: int) -> list[ValueSpan]:
    """Return the value that stands right before "the only one" where no more is said: "a comedy, the only one here"."""
    begins, _ = sentence.clause(place)
    one = place + 1 < last and sentence.words[place + 1].normal == "one"
    alone = one and lists().words["here"].at(sentence.words, place + 2) == last
    return [each for each in sentence.values if each.end == begins and alone]


def _had(sentence: Sentence, place: int, last: int, ground: Ground) -> tuple[str, ...]:
    """Return the fields of which something is said to have any value: "the only one with an age rating"."""
    words = sentence.words
    at = next((at for at in range(place, last) if words[at].normal in lists().words["having"]), last)
    return tuple(span.matches[0].field for span in ground.grounder.field_spans(words[at:last]))


def _in_titles(sentence: Sentence, place: int, last: int, ground: Ground) -> tuple[str, ...]:
    """Return the words of titles behind "the only": "the only one that is called wireless"."""
    titled = {word for item in ground.shown for word in normal(item.title).split() if len(word) >= _LONG}
    return tuple(word.normal for word in sentence.words[place:last] if word.normal in titled)


def _is_of(sentence: Sentence, place: int, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number says how many: "the only two", "the only one of the five"."""
    counted = amount.start == place + 1 or sentence.words[amount.start - 1].normal in lists().words["the"]
    return counted and is_count(sentence.words, amount, ground)


def _excepted(sentence: Sentence) -> set[str]:
    """Return what is so as well, as is said: "apart from Jaws, the only one"."""
    words = sentence.words
    behind = [each for each in sentence.mentions if lists().words["except"].before(words, each.start) < each.start]
    return {item.id for each in behind for item in each.items}


def _is_denied(sentence: Sentence, place: int, start: int) -> bool:
    """Tell whether what stands behind "the only" is what it lacks: "the only one not in English"."""
    return lists().words["negations"].within(sentence.words, place, start)
