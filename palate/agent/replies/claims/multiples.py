"""Claims of how many times as much something has: "twice as long as Alien", "a third of the price of the other"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from palate.agent.replies.claims.amount import op_before
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.compared import is_limit, limits
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.mention import Mention
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import Group, Subject, apart_of, subject_of
from palate.catalog.grounding.number_words import number_at
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import Token

_AHEAD, _BEHIND = 4, 7
"""How many words before and behind it may name its field, and what it is a multiple of."""
_ABOUT = 0.1
"""How far from "about twice" it may be."""
_EXACTLY = 0.02


@dataclass(frozen=True)
class Multiple:
    """A multiple that a sentence tells: `words[start:end]`."""

    start: int
    end: int
    factor: float
    op: str
    fields: tuple[Field, ...]
    of: Mention | None
    """Whose multiple it is, where that is named; of what was named last where not."""
    limit: bool
    """Whether it is a multiple of what the person asked for."""

    def covers(self, start: int, end: int) -> bool:
        """Tell whether words are a part of it."""
        return self.start < end and start < self.end

    def holds(self, ratio: float) -> bool:
        """Tell whether a ratio is as large as is said."""
        if self.op in ("=", "~"):
            return abs(ratio - self.factor) <= self.factor * (_EXACTLY if self.op == "=" else _ABOUT)
        within = abs(ratio - self.factor) <= _EXACTLY / 10 and self.op in ("<=", ">=")
        return within or (ratio < self.factor if self.op in ("<", "<=") else ratio > self.factor)


def unbound_multiples(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Yield the multiples that do not hold."""
    for each in multiples_of(sentence, ground):
        subject = subject_of(sentence, each.start, each.start + 1, ground)
        of = each.of.items if each.of is not None else ()
        # In "you pay more for it, twice the price of Jaws" it is what the sentence before is about.
        meant = replace(subject, groups=tuple(sentence.inherited if one == of else one for one in subject.groups))
        behind = [(named.items,) for named in sentence.mentions if named.start >= each.end and named.items != of]
        first, _ = sentence.clause(each.start)
        named = sentence.mentions if subject.whole else [one for one in sentence.mentions if one.start >= first]
        anyone = [((item,),) for item in ground.known.values()] if not named else []
        others = [replace(meant, groups=groups, whole=False) for groups in (*behind, *anyone)]
        if not any(_binds(one, each, ground) for one in (*apart_of(meant, sentence, each.start), *others)):
            said = " ".join(word.text for word in sentence.words[each.start : each.end])
            yield Claim("comparison", said, f"“{said}” does not hold, or it cannot be told of what.")


def multiples_of(sentence: Sentence, ground: Ground) -> list[Multiple]:
    """Find the multiples of a sentence that are told of something."""
    found: list[Multiple] = []
    for place in range(len(sentence.words)):
        factor = _factor(sentence.words, place)
        if factor is None or any(each.covers(place, place + 1) for each in found):
            continue
        multiple = _multiple(sentence, place, factor, ground)
        if multiple is not None and sentence.free(place, factor.end):
            found.append(multiple)
    return found


@dataclass(frozen=True)
class _Factor:
    value: float
    end: int


def _factor(words: Sequence[Token], place: int) -> _Factor | None:
    """Read "twice", "a third" or "five times"."""
    for value, said in lists().factors.items():
        end = said.at(words, place)
        if end > place:
            return _Factor(float(value), end)
    number = number_at(words, place)
    if number is None or number.rest or number.end >= len(words):
        return None
    times = words[number.end].normal in lists().words["times"]
    return _Factor(number.value, number.end + 1) if times else None


def _multiple(sentence: Sentence, place: int, factor: _Factor, ground: Ground) -> Multiple | None:
    words, end = sentence.words, factor.end
    start, op = op_before(words, place)
    if end >= len(words) or words[end].before.strip():
        return None
    named_there = any(each.start == end for each in sentence.mentions)
    if not named_there and lists().words["multiplied"].at(words, end) == end:
        return None  # "Half an hour", "a tenth of a star".
    last = next((at for at in range(end, len(words)) if words[at].before.strip()), len(words))
    last = min(last, end + _BEHIND)
    named = next((each for each in sentence.mentions if end <= each.start < last), None)
    of = end + (words[end].normal == "of")
    if of < last and words[of].normal == "that" and not (named and named.start == of):
        named = None  # "For twice that you get Jaws".
    limit = any(is_limit(sentence, at) for at in range(end, last))
    fields = _fields(words[max(0, start - _AHEAD) : last], ground)
    measured = lists().words["as_much"].at(words, end) > end or bool(_fields(words[end : end + 3], ground))
    pointed = any(lists().apart["that"].at(words, at) > at for at in range(end, min(last, end + 3)))
    if named is None and not limit and not pointed:
        unknown = number_at(words, place) is None and any(word.normal == "of" for word in words[end:last])
        if unknown or not measured:
            return None
    numbers = tuple(field for field in ground.schema.of_kind("number") if field.role != "year")
    return Multiple(start, end, factor.value, op, fields or numbers, named, limit)


def _fields(words: Sequence[Token], ground: Ground) -> tuple[Field, ...]:
    """Return the fields of numbers that are named by their names, or by adjectives: "twice as long"."""
    named = [match.field for span in ground.grounder.field_spans(words) for match in span.matches]
    named += [span.field for span in ground.grounder.adjectives(words)]
    found = [ground.schema.field(name) for name in dict.fromkeys(named)]
    return tuple(field for field in found if field.kind == "number" and field.role != "year")


def _binds(subject: Subject, multiple: Multiple, ground: Ground) -> bool:
    own = {item.id for group in subject.groups for item in group}
    others: tuple[Item, ...] = multiple.of.items if multiple.of is not None else ()
    if not others and not multiple.limit:
        groups: list[Group] = [(item,) for item in ground.known.values() if item.id not in own]
    else:
        groups = [others]

    def holds(item: Item) -> bool:
        return any(_holds_of(item, group, multiple, field, ground) for group in groups for field in multiple.fields)

    return not own & {item.id for item in others} and subject.holds(holds)


def _holds_of(item: Item, others: Sequence[Item], multiple: Multiple, field: Field, ground: Ground) -> bool:
    value = number_of(item, field)
    if value is None:
        return False
    if multiple.limit:
        return any(limit and multiple.holds(value / limit) for limit in limits(field, ground))
    bases = [number_of(other, field) for other in others]
    return bool(bases) and all(base and multiple.holds(value / base) for base in bases)
