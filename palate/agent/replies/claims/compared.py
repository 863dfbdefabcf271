"""What items are compared with without being named: what was named last, and what the person asked for."""

from __future__ import annotations

from collections.abc import Iterator

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
