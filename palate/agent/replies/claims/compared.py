"""What items are compared with without being named: what was named last, and what the person asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from palate.agent.replies.claims.amount import fitted
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import tokens

_NEAR = 3
"""How many words may stand between "your" and "limit"."""


def recent_items(sentence: Sentence, start: int) -> list[Item]:
    """Return the items named before a word, each once, the last one first."""
    here = [item for each in sentence.mentions if each.end <= start and not each.several for item in each.items]
    order = [*sentence.recent, *here]
    return list({item.id: item for item in reversed(order)}.values())


def standards(sentence: Sentence, start: int, own: Collection[str], ground: Ground) -> list[Item]:
    """Return what "longer" alone may be compared with: the item named last, the one before it, the other of two."""
    recent = [item for item in recent_items(sentence, start) if item.id not in own]
    shown = ground.shown
    before = [one for one, item in pairwise(shown) if item.id in own and sentence.listed]
    other = [item for item in shown if item.id not in own] if len(shown) == 2 and len(own) == 1 else []
    return [*recent[:1], *before[:1], *other]


def is_limit(sentence: Sentence, start: int) -> bool:
    """Tell whether what begins at a word is something that the person asked for: "your limit"."""
    words = sentence.words
    your = lists().words["you"].at(words, start) if start < len(words) else start
    return your > start and lists().words["asked"].within(words, your, min(len(words), your + _NEAR))


def limits(field: Field, ground: Ground) -> Iterator[float]:
    """Yield the numbers that the person named and that can be of a field."""
    for said in ground.evidence.said:
        for span in quantity_spans(tokens(said)):
            limit = fitted(span.quantity, field, field.name)
            if limit is not None and limit.low is not None:
                yield limit.low
