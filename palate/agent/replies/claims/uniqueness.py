"""Claims that nothing else is so: "the only comedy", "only two fit"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, product

from palate.agent.replies.claims.amount import Amount, amounts_of
from palate.agent.replies.claims.amounts import holds_for
from palate.agent.replies.claims.asides import is_graded
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.counts import having, is_count
from palate.agent.replies.claims.difference import differences_of
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.pools import excepted, pools_of
from palate.agent.replies.claims.portions import is_share
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.shares import shares_of
from palate.agent.replies.claims.standing import has, has_alone
from palate.agent.replies.claims.stocked import is_there, stocked
from palate.agent.replies.claims.subjects import subject_of
from palate.agent.replies.claims.values import is_alone
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import ValueMatch, ValueSpan
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.grounding.quantity import Quantity
from palate.catalog.item import Item

_FILLING = 2
"""How many words may stand between a value and "the only one here": "a comedy too, the only one"."""
_MOST = 50
"""Meanings of a few words together that are looked at."""
_STOPS = ("and", "where", "while", "whereas")
"""Behind these something else is told: "the only one of aluminium where the rest are steel"."""
_LONG = 3
"""How many letters a word of a text has at least that tells items apart."""


def unbound_uniqueness(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Look at "the only comedy", which no other is, and "only two fit", which is true where nothing else does."""
    words = sentence.words
    for place in range(len(words)):
        if words[place].normal not in lists().words["only"] or not sentence.free(place, place + 1):
            continue
        mention = next((each for each in sentence.mentions if place < each.start <= place + 2), None)
        if mention is not None and (mention.start == place + 1 or words[place + 1].normal == "the"):
            if not _is_alone(sentence, mention, ground):
                yield Claim("superlative", "only", "Others are so too, or it cannot be told what nothing else is.")
        elif lists().words["unique"].at(words, max(0, place - 1)) > place:
            if not _is_unique(sentence, place, ground):
                yield Claim("superlative", "the only", "Others are so too, or it cannot be told what nothing else is.")
        elif not ground.evidence.complete and ground.shown and _counts(sentence, place + 1, ground):
            yield Claim("count", "only", "There are others that fit.")


def _counts(sentence: Sentence, place: int, ground: Ground) -> bool:
    if place >= len(sentence.words):
        return False
    one = sentence.words[place].normal == "one"
    counts = [each for each in amounts_of(sentence, ground) if each.start == place]
    more = [word.normal for word in sentence.words[place + 1 : place + 2]] == ["more"]  # "It needs only one more."
    measured = more or any(span.start == place and span.quantity.unit for span in quantity_spans(sentence.words))
    left = any(word.normal in lists().words["left"] for word in sentence.words[place + 1 : place + 5])
    if measured or left or is_share(sentence, place, ground) or _is_of_these(sentence, place):
        return False
    if one:
        return not (_is_one_of_these(sentence, place, ground) or _is_had(sentence, place, ground))
    return any(is_count(sentence.words, each, ground) and not _is_told(sentence, each, ground) for each in counts)


def _is_of_these(sentence: Sentence, place: int) -> bool:
    """Tell whether a number is of what is shown: "only one of them"."""
    words = sentence.words
    behind = place + 2
    return (
        words[place + 1 : behind] != ()
        and words[place + 1].normal == "of"
        and behind < lists().words["whole"].at(words, behind)
    )


def _is_one_of_these(sentence: Sentence, place: int, ground: Ground) -> bool:
    """Tell whether "only one" is of what is shown, one of which alone is so: "only one lamp", among other things."""
    quantity = Quantity(1, 1, None, "number", "one")
    having_it = having(sentence, Amount(place, place + 1, quantity, "=", None, "one", ()), ground)
    told = _told(sentence, place, sentence.clause(place)[1], ground)
    titled = [item for item in ground.shown if told and set(ground.texts(item).split()).issuperset(told)]
    return (1 in having_it or len(titled) == 1) and len(ground.shown) > 1


def _is_had(sentence: Sentence, place: int, ground: Ground) -> bool:
    """Tell whether the subject has one of something: "only one is left", "the chopper has only one"."""
    quantity = Quantity(1, 1, None, "number", "one")
    amount = Amount(place, place + 1, quantity, "=", None, "one", ())
    subject = subject_of(sentence, place, place + 1, ground)
    fields = ground.schema.of_kind("number")
    return not subject.whole and any(
        subject.holds(partial(holds_for, amount=replace(amount, field=field.name), ground=ground)) for field in fields
    )


def _is_alone(sentence: Sentence, mention: Mention, ground: Ground) -> bool:
    """Tell whether "only Alien is …" is true of one of the claims behind it, where there is one."""
    last = next((each.start for each in sentence.mentions if each.start >= mention.end), len(sentence.words))
    own = {item.id for item in mention.items}
    spans = [each for each in sentence.values if mention.end <= each.start < last]
    numbers = [each for each in amounts_of(sentence, ground) if mention.end <= each.start < last]
    stock = [there for _, _, there in stocked(sentence, mention.end, last, ground)]
    tests: list[Callable[[Item], bool]] = [partial(_has_any, span=span) for span in spans]
    tests += [partial(holds_for, amount=amount, ground=ground) for amount in numbers]
    tests += [partial(_is_there, there=there, ground=ground) for there in stock]
    pair = {item.id: item for item in (*recent_items(sentence, mention.start)[:2], *mention.items)}
    for pool in (ground.shown, tuple(pair.values())):
        so = [{item.id for item in pool if test(item)} for test in tests]
        rest = {item.id for item in pool} - own
        if not so or own in so or (rest and rest in so):
            return True
    return False


def _is_there(item: Item, *, there: bool, ground: Ground) -> bool:
    return is_there(item, ground) is there


def _has_any(item: Item, *, span: ValueSpan) -> bool:
    return any(has(item, match) for match in span.matches)


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
    last = next((each for each in range(place, last) if sentence.words[each].normal in _STOPS), last)
    inside = [each for each in sentence.values if place < each.start < last and not is_graded(sentence, each)]
    spans = inside or _apposed(sentence, place, last)
    numbers = [each for each in amounts_of(sentence, ground) if place < each.start < last]
    numbers = [each for each in numbers if not _is_of(sentence, place, each, ground)]
    numbers += [
        each for each in shares_of(sentence) if place < each.start < last and each.quantity.unit and not numbers
    ]
    stock = [there != _is_denied(sentence, place, at) for at, _, there in stocked(sentence, place, last, ground)]
    fields = _had(sentence, place, last, ground) if not (spans or numbers or stock) else ()
    lacking = _is_denied(sentence, place, last)
    told = _told(sentence, place, last, ground) if not (spans or numbers or stock or fields) else {}
    if not (spans or numbers or stock or fields or told):
        return True  # "The only one that you'll ever need" says nothing that could be looked up.
    if subject.whole:
        return False
    # "The only one made of copper" is of one field at a time: another may be so by its colour.
    by_span = [[(span, match) for match in span.matches] for span in spans]
    meanings = list(islice(product(*by_span), _MOST))
    without, pools = excepted(sentence), list(pools_of(sentence, sentence.clause(place)[0], last, ground))
    other = recent_items(sentence, place) if sentence.words[place + 1].normal in lists().words["others_of"] else []

    def fits(item: Item, field: str | None, meant: Sequence[tuple[ValueSpan, ValueMatch]]) -> bool:
        valued = all(
            (has(item, match) and (not is_alone(sentence, span) or has_alone(item, match)))
            != _is_denied(sentence, place, span.start)
            for span, match in meant
        )
        known = all((item.get(name) is not None) != lacking for name in fields)
        return (
            valued
            and known
            and all(is_there(item, ground) is there for there in stock)
            and (set(ground.texts(item).split()).issuperset(told) != any(told.values()))
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
            all(fits(item, field, meant) == (item.id in own) for item in pool if item.id not in without)
            for meant in meanings
            for field in numeric
            for pool in pools
        )

    owners = [{item.id for item in group} for group in (*subject.groups, subject.topic) if group]
    return any(unique(own) or any(unique(own | {item.id}) for item in other[:2]) for own in owners)


def _apposed(sentence: Sentence, place: int, last: int) -> list[ValueSpan]:
    """Return the value that stands right before "the only one" where no more is said: "a comedy, the only one here"."""
    begins, _ = sentence.clause(place)
    one = place + 1 < last and sentence.words[place + 1].normal == "one"
    alone = one and lists().words["here"].at(sentence.words, place + 2) == last
    return [each for each in sentence.values if begins - _FILLING <= each.end <= begins and alone]


def _had(sentence: Sentence, place: int, last: int, ground: Ground) -> tuple[str, ...]:
    """Return the fields of which something is said to have any value: "the only one with an age rating"."""
    words = sentence.words
    at = next((at for at in range(place, last) if words[at].normal in lists().words["having"]), last)
    return tuple(span.matches[0].field for span in ground.grounder.field_spans(words[at:last]))


def _told(sentence: Sentence, place: int, last: int, ground: Ground) -> dict[str, bool]:
    """Return the words behind "the only" that stand in texts of what is shown, and whether they are denied."""
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    known = {word for item in ground.shown for word in ground.texts(item).split() if len(word) >= _LONG} - common
    found: dict[str, bool] = {}
    for at in range(place, last):
        if (word := sentence.words[at].normal) in known and sentence.free(at, at + 1):
            found[word] = _is_denied(sentence, place, at)
    return found


def _is_of(sentence: Sentence, place: int, amount: Amount, ground: Ground) -> bool:
    """Tell whether a number says how many: "the only two", "the only one of the five"."""
    counted = amount.start == place + 1 or sentence.words[amount.start - 1].normal in lists().words["the"]
    return counted and is_count(sentence.words, amount, ground)


def _is_denied(sentence: Sentence, place: int, start: int) -> bool:
    """Tell whether what stands behind "the only" is what it lacks: "the only one not in English"."""
    return lists().words["negations"].within(sentence.words, place, start)
