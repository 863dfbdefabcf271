"""Claims that items have something in common: "the same year as Jaws"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.subjects import subject_of
from palate.catalog.grounding.matches import FieldSpan
from palate.catalog.item import FieldValue, Item

_ABOUT = 0.1
"""How far from "about the same" it may be."""


def unbound_sameness(sentence: Sentence, ground: Ground) -> Iterator[Claim]:
    """Look at "the same year as Jaws", and at "the same maker", which is that of the item before."""
    words = sentence.words
    for place in range(len(words) - 1):
        if words[place].normal not in lists().words["same"] or words[place + 1].text[0].isdigit():
            continue  # "In the same 1.6-litre jug".
        fields = ground.grounder.field_spans(words[place + 1 : place + 3])
        about = any(word.normal in lists().words["much"] for word in words[max(0, place - 2) : place])
        alike = any(
            _alike([item.get(match.field) for item in items], about=about)
            for items in _groups(sentence, place, fields, ground)
            for match in (fields[0].matches if fields else ())
        )
        if fields and alike == lists().words["no_two"].within(words, 0, place):
            said = " ".join(word.text for word in words[place : place + 2])
            yield Claim("comparison", said, f"“{said}” does not hold, or it cannot be told of what.")


def _groups(sentence: Sentence, place: int, fields: Sequence[FieldSpan], ground: Ground) -> Iterator[Sequence[Item]]:
    """Yield what may have something in common: the two that are compared, or else any two of which one is named."""
    if two := _compared(sentence, place, fields, ground):
        yield two
        return
    named = {item.id for each in sentence.mentions for item in each.items} or {item.id for item in sentence.inherited}
    for pair in combinations(ground.known.values(), 2):
        if not named or named & {item.id for item in pair}:
            yield pair


def _compared(sentence: Sentence, place: int, fields: Sequence[FieldSpan], ground: Ground) -> list[Item]:
    """Return the two of "A is of the same year as B": others that the sentence names are not meant."""
    words, end = sentence.words, place + 1 + (fields[0].end if fields else 0)
    behind = [each for each in sentence.mentions if each.start == end + 1]
    if not behind or words[end].normal != "as":
        return []
    groups = subject_of(sentence, place, place + 1, ground).groups
    return [*groups[0], *behind[0].items] if len(groups) == 1 else []


def _alike(values: Sequence[FieldValue], *, about: bool) -> bool:
    numbers = [value for value in values if isinstance(value, int | float)]
    if about and len(numbers) == len(values) > 1:
        return max(numbers) - min(numbers) <= _ABOUT * max(numbers)
    sets: list[set[object]] = [set(value) if isinstance(value, list) else {value} for value in values]
    return len(sets) > 1 and bool(set.intersection(*sets) - {None})
