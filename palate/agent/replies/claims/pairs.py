"""Numbers that are told two at a time: "between 1975 and 1996", "at 93 and 94 minutes", "4.6 to 3.5", "101 or 102"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from typing import Literal

from palate.agent.replies.claims.amount import Amount, fitted, with_one_unit
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import Group, Subject
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import Token

_LEAST_APART = 0.005
_NAMED = 2
"""From so many titles on it is plain whose two numbers are."""
_BETWEEN = 4
"""How many words may stand between the two: "in stock to the other's"."""


@dataclass(frozen=True)
class Pair:
    """Two numbers that are told together."""

    first: Amount
    second: Amount
    kind: Literal["bounds", "ends", "each", "against", "either"]
    """bounds: all lies between them ("between 1975 and 1996"). ends: they are the least and the greatest ("from 1975
    to 1996"). each: one item has the first, the next the second. against: the subject has the first, another the
    second. either: each item has one of them, and neither is idle ("all 101 or 102 minutes")."""

    @property
    def both(self) -> tuple[Amount, Amount]:
        """The two."""
        return self.first, self.second


def pairs_of(sentence: Sentence, amounts: Sequence[Amount]) -> Iterator[Pair]:
    """Yield the numbers of a sentence that are told together; both are of one unit, or the unit is told once."""
    words = sentence.words
    for first, second in pairwise(amounts):
        between = words[first.end : second.start]
        if not 0 < len(between) <= _BETWEEN or any(word.before.strip() for word in between):
            continue
        if not with_one_unit((first, second)):
            continue
        joins, opens = between[0].normal, words[first.start - 1].normal if first.start else ""
        if opens in lists().pairs["between"] and joins in lists().pairs["and"]:
            yield Pair(first, second, "bounds")
        elif opens in lists().pairs["from"] and joins in lists().pairs["to"]:
            yield Pair(first, second, "ends")
        elif _is_against(between) and between[0].normal not in ("come", "comes"):
            yield Pair(first, second, "against")
        elif joins in lists().pairs["or"] and len(between) == 1:
            yield Pair(first, second, "either")
        elif joins in lists().pairs["and"] and len(between) == 1:
            yield Pair(first, second, "each")


def _is_against(between: Sequence[Token]) -> bool:
    """Tell whether "to" or the like stands between two numbers, next to the second or to whose that is."""
    near = [at for at, word in enumerate(between) if word.normal in lists().pairs["against"]]
    behind = [[word.normal for word in between[at + 1 :]] for at in near]
    joins = ("of", "than", "with", "to")
    return any(not words or words[0] in joins or words[0] in lists().words["determiners"] for words in behind)


def pair_holds(pair: Pair, subject: Subject, sentence: Sentence, ground: Ground) -> bool:
    """Tell whether both numbers of a pair are as is said, of one field."""
    first, second = with_one_unit(pair.both)
    fields = [
        field for field in ground.schema.of_kind("number", "date") if _fits(first, field) and _fits(second, field)
    ]
    named = [field for field in fields if field.name in (first.field, second.field)]
    return any(_of_field(pair.kind, first, second, field, subject, sentence, ground) for field in named or fields)


def _fits(amount: Amount, field: Field) -> bool:
    fit = fitted(amount.quantity, field, amount.field)
    return fit is not None and fit.low is not None and fit.high is not None


def _of_field(
    kind: str, first: Amount, second: Amount, field: Field, subject: Subject, sentence: Sentence, ground: Ground
) -> bool:
    low, high = _value(first, field), _value(second, field)
    if kind == "bounds":
        return subject.holds(lambda item: (own := number_of(item, field)) is not None and low <= own <= high)
    all_of_them = not sentence.mentions and lists().words["whole"].within(sentence.words, 0, first.start)
    if kind == "ends" or (kind == "against" and all_of_them and len(ground.shown) > 2):
        known = [own for item in ground.shown if (own := number_of(item, field)) is not None]
        return bool(known) and _same(min(known), min(low, high)) and _same(max(known), max(low, high))
    if kind == "either":
        having = [{item.id for item in ground.shown if _fulfils(item, field, each)} for each in (first, second)]
        return all(having) and subject.holds(lambda item: item.id in having[0] | having[1])
    if kind == "each":
        twos = [two for two in _twos(sentence, first, second) if len(two) == 2]
        if not any(each.several for each in sentence.mentions):
            twos += combinations(ground.shown, 2)
        return any(_has(one, field, low) and _has(other, field, high) for one, other in twos)
    if sum(each.titled for each in sentence.mentions) < _NAMED:
        two = permutations(ground.known.values(), 2)
        return any(_has(one, field, low) and _has(other, field, high) for one, other in two)
    titled = [item for each in sentence.mentions if each.titled and each.end <= first.start for item in each.items]
    joined = not any(each.related for each in sentence.mentions)
    if len(titled) == _NAMED and joined and lists().pairs["apart"].within(sentence.words, 0, first.start):
        return any(_has(one, field, low) and _has(other, field, high) for one, other in permutations(titled))
    others = _others(subject, sentence, first, second, ground)
    return subject.holds(lambda item: _has(item, field, low)) and any(_has(item, field, high) for item in others)


def _value(amount: Amount, field: Field) -> float:
    fit = fitted(amount.quantity, field, amount.field)
    return fit.low if fit is not None and fit.low is not None else float("nan")


def _same(one: float, other: float) -> bool:
    return abs(one - other) < _LEAST_APART


def _has(item: Item, field: Field, value: float) -> bool:
    own = number_of(item, field)
    return own is not None and _same(own, value)


def _fulfils(item: Item, field: Field, amount: Amount) -> bool:
    """Tell whether an item is on the side of an amount that is said: "either under two hours or over three"."""
    own, value = number_of(item, field), _value(amount, field)
    if own is None or amount.op in ("=", "~"):
        return own is not None and _same(own, value)
    return own <= value if amount.op in ("<", "<=") else own >= value


def _twos(sentence: Sentence, first: Amount, second: Amount) -> Iterator[Group]:
    """Yield the two items that stand before a pair, in the order in which they are named: also "the last two".

    They may stand behind it: "only 13 and 20 of the two bags".
    """
    several = [each for each in sentence.mentions if each.several]
    yield from (each.items for each in several if each.end <= first.start or each.start - second.end in (1, 2))
    recent = recent_items(sentence, first.start)
    if len(recent) > 1:
        yield (recent[1], recent[0])


def _others(subject: Subject, sentence: Sentence, first: Amount, second: Amount, ground: Ground) -> Sequence[Item]:
    """Return what the second number of "4.6 to 3.5" may be of: what stands around it, or what was named last."""
    behind = lists().words["belongs"].at(sentence.words, second.end)
    around = [
        each
        for each in sentence.mentions
        if first.end <= each.start < second.start or (behind > second.end and each.start == behind)
    ]
    if around:
        return around[0].items
    own = {item.id for group in subject.groups for item in group}
    if len(ground.shown) == 2 and len(own) == 1:
        return [item for item in ground.shown if item.id not in own]
    return [item for item in recent_items(sentence, first.start) if item.id not in own][:1]
