"""An amount by which items differ, as a reply says it: "22 minutes shorter than it", "$39 less", "by fifty years"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from palate.agent.replies.claims.amount import Amount, amounts_of, fitted
from palate.agent.replies.claims.compared import limits
from palate.agent.replies.claims.counts import is_count, is_of_others
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence, adjectives
from palate.agent.replies.claims.shares import shares_of
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import subject_of
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import AdjectiveSpan
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import Token, tokens

_NEAR = 3
"""How many words may stand between an amount and what it is more of."""
_ABOUT = 0.1
"""How far from "about" a difference may be."""
_LEAST_APART = 0.005
"""Differences are told to the cent."""

Direction = Literal[1, 0, -1]
_DIRECTIONS: dict[str, Direction] = {"more": 1, "sooner": -1, "less": -1, "later": 1, "earlier": -1, "distance": 0}


@dataclass(frozen=True)
class Difference:
    """An amount by which the subject of a sentence and something else differ: `words[start:end]`."""

    amount: Amount
    start: int
    end: int
    """Where it ends, without what is compared with."""
    direction: Direction
    """Whether the subject has more or less; 0 where only the distance of two is told."""
    fields: tuple[Field, ...]
    """Of which fields it may be."""
    behind: int
    """Where "than" may stand."""
    spared: bool = False
    """Whether it is what is left of a limit of the person's, which was looked at when it was read."""
    beside: tuple[Item, ...] = ()
    """What a verb sets it apart from: "outlasts the others by ten minutes"."""
    margin: bool = False
    """Whether it is how far the subject is ahead of all others: "the oldest by fifty years"."""

    def covers(self, start: int, end: int) -> bool:
        """Tell whether words are a part of it."""
        return self.start < end and start < self.end

    def holds(self, gap: float, field: Field) -> bool:
        """Tell whether a gap is as large as is said."""
        quantity = self.amount.quantity
        fit = quantity if field.role == "year" else fitted(quantity, field, field.name)
        if fit is None or fit.low is None or fit.high is None:
            return False
        if self.amount.op == "=" and not self.amount.is_round:
            return abs(gap - fit.low) < _LEAST_APART
        if self.amount.op in ("~", "="):
            return fit.low * (1 - _ABOUT) <= gap <= fit.high * (1 + _ABOUT)
        return {"<": gap < fit.low, "<=": gap <= fit.high, ">": gap > fit.high, ">=": gap >= fit.low}[self.amount.op]


def differences_of(sentence: Sentence, ground: Ground) -> list[Difference]:
    """Find the amounts of a sentence by which things differ."""
    spans = [span for span in adjectives(sentence, ground) if span.degree != "positive"]
    read = _longest([*amounts_of(sentence, ground), *shares_of(sentence)])
    read = [each for each in read if not is_of_others(sentence, each, ground)]
    found = [_spared(sentence, each, ground) or _difference(sentence, each, spans, ground) for each in read]
    return [each for each in found if each is not None and each.fields]


def _spared(sentence: Sentence, amount: Amount, ground: Ground) -> Difference | None:
    """Read what is left of a limit of the person's: "two minutes to spare", "leaves £16 in your pocket"."""
    words = sentence.words
    end = lists().apart["spared"].at(words, amount.end)
    start = lists().apart["sparing"].before(words, amount.start)
    if end == amount.end and start == amount.start:
        return None
    found = Difference(amount, start, end, -1, _fields(amount, ground), end, spared=True)
    subject = subject_of(sentence, amount.start, amount.end, ground)
    return found if subject.holds(lambda item: from_limit(item, found, ground)) else None


def _longest(amounts: Sequence[Amount]) -> list[Amount]:
    """Leave the longest of the amounts that overlap: "six cents" are no six."""
    kept: list[Amount] = []
    for amount in sorted(amounts, key=lambda each: each.start - each.end):
        if all(amount.end <= each.start or each.end <= amount.start for each in kept):
            kept.append(amount)
    return sorted(kept, key=lambda each: each.start)


def _difference(
    sentence: Sentence, amount: Amount, spans: Sequence[AdjectiveSpan], ground: Ground
) -> Difference | None:
    """Read what stands behind an amount ("longer", "more"), or before it ("longer by", "they differ by")."""
    words = sentence.words
    if _is_counted_more(words, amount, ground):
        return None  # "Then come two more in Swedish".
    if amount.start and words[amount.start - 1].normal in lists().apart["at"]:
        return None  # "At 81 minutes shorter than Fargo" tells how long it is, "of the five" how many they are.
    for span in spans:
        follows = span.start <= amount.end < span.end and not words[amount.end].before.strip(" -")
        if span.degree == "comparative" and follows and words[span.start].normal not in lists().words["follows"]:
            field = ground.schema.field(span.field)
            return Difference(amount, amount.start, span.end, span.direction, those(amount, (field,)), span.end)
    near = (
        words[amount.start].normal in lists().apart["near"] and lists().apart["of"].at(words, amount.end) > amount.end
    )
    extra = lists().apart["extra"].before(words, amount.start) < amount.start and not is_count(words, amount, ground)
    gap = lists().apart["gaps"].within(words, 0, amount.start)
    if near or extra or gap or lists().apart["distance_before"].before(words, amount.start) < amount.start:
        return Difference(amount, amount.start, amount.end, 0, _fields(amount, ground), amount.end)
    by = lists().apart["by"].before(words, amount.start)
    if by < amount.start:
        return _by(sentence, amount, by, spans, ground) or _without_adjective(sentence, amount, ground)
    return _without_adjective(sentence, amount, ground)


def _is_counted_more(words: Sequence[Token], amount: Amount, ground: Ground) -> bool:
    """Tell whether there are so many more of something: "two more in Swedish", "four more business books"."""
    end = amount.end
    if amount.quantity.unit is not None or end + 1 >= len(words) or words[end].normal != "more":
        return False
    common = words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")
    noun = words[end + 1]
    plain = not noun.before.strip() and noun.text.isalpha() and noun.normal not in common
    measured = any(span.quantity.unit for span in quantity_spans(tokens(f"2 {noun.text}")))  # "Two more minutes".
    plain = plain and not (measured or is_unit(noun.normal) or ground.grounder.field_spans([noun]))
    return plain or lists().apart["counted_more"].at(words, end) > end


def _by(
    sentence: Sentence, amount: Amount, by: int, spans: Sequence[AdjectiveSpan], ground: Ground
) -> Difference | None:
    """Read what stands before "by": "outlasts the others by ten minutes", "the oldest by fifty years"."""
    other = next((each for each in sentence.mentions if each.end == by and each.related), None)
    verb = sentence.words[other.start - 1 - (sentence.words[other.start - 1].normal == "the")] if other else None
    for name in ("outdoes", "falls_short"):
        if other is not None and verb is not None and verb.normal in lists().apart[name]:
            direction: Direction = 1 if name == "outdoes" else -1
            fields = _fields(amount, ground)
            return Difference(amount, by, amount.end, direction, fields, amount.end, beside=other.items)
    if lists().apart["that"].before(sentence.words, by) < by and amount.quantity.unit is not None:
        return Difference(amount, by, amount.end, 0, _fields(amount, ground), amount.end)  # "Precedes it by a year".
    behind = next((span for span in reversed(spans) if span.end <= by), None)
    ahead = next((span for span in spans if span.start in (amount.end, amount.end + 1)), None)
    if ahead and any(word.before.strip() for word in sentence.words[amount.end : ahead.start + 1]):
        ahead = None
    if ahead is not None and ahead.degree == "superlative":  # "By six cents the dearest".
        field = (ground.schema.field(ahead.field),)
        return Difference(amount, by, ahead.start, ahead.direction, those(amount, field), ahead.start, margin=True)
    if behind is None:
        return None
    fields = those(amount, (ground.schema.field(behind.field),))
    margin = behind.degree == "superlative"
    return Difference(amount, by, amount.end, behind.direction, fields, behind.end, margin=margin)


def _without_adjective(sentence: Sentence, amount: Amount, ground: Ground) -> Difference | None:
    words = sentence.words
    for place in range(amount.end, min(len(words), amount.end + _NEAR)):
        if words[place].before.strip(" -") or (words[place].normal == "off" and words[place - 1].normal == "day"):
            return None
        for name, direction in _DIRECTIONS.items():
            end = lists().apart[name].at(words, place)
            if end > place and end < len(words) and amount.quantity.unit is None and words[end].text[0].isdigit():
                return None  # "4.6 over 4.1" are what two have.
            if end > place:
                return Difference(amount, amount.start, end, direction, _of_way(name, _fields(amount, ground)), end)
        if place == amount.end and not is_unit(words[place].normal):
            return None
    return None


def _of_way(name: str, fields: Sequence[Field]) -> tuple[Field, ...]:
    """Leave years for "later" and "earlier", and all else for "more" and "less"."""
    years = name in ("later", "earlier")
    return tuple(field for field in fields if name in ("distance", "sooner") or (field.role == "year") == years)


def is_unit(word: str) -> bool:
    """Tell whether a word may stand between an amount and "more": "63 units more"."""
    return word in lists().apart["units"]


def _fields(amount: Amount, ground: Ground) -> tuple[Field, ...]:
    """Return the fields that a difference may be of: the one that is named, or all that it can be an amount of."""
    found = those(amount, ground.schema.of_kind("number", "date"))
    return tuple([field for field in found if field.name == amount.field] or found)


def those(amount: Amount, fields: Sequence[Field]) -> tuple[Field, ...]:
    """Leave the fields whose values can be so far apart: years of a year, and units of all else."""
    quantity = amount.quantity
    return tuple(
        field
        for field in fields
        if (quantity.unit == "years" if field.role == "year" else fitted(quantity, field, field.name) is not None)
    )


def from_limit(item: Item, difference: Difference, ground: Ground) -> bool:
    """Tell whether an item is as far from a number that the person named."""
    for field in difference.fields:
        own = number_of(item, field)
        gaps = [(own - limit) * difference.direction for limit in limits(field, ground)] if own is not None else []
        if any(gap > 0 and difference.holds(gap, field) for gap in gaps):
            return True
    return False
