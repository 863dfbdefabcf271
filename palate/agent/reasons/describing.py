"""What an item says of itself: a phrase of its own description, in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from palate.agent.replies.wording import quoted
from palate.catalog.item import Item
from palate.catalog.printable import one_line
from palate.catalog.schema import Schema
from palate.catalog.words import normal

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])(?=\S)")
_CLAUSE = re.compile(r"[,;:，；：、]\s?| – | — ")
_LEAST, _MOST, _WHOLE = 75, 125, 170
"""Signs of a phrase that is cut before a comma, at the least and the most, and of a sentence without one."""
_NEWS = 0.5
"""The share of its words that neither the title nor another field has said."""


def own_words(item: Item, others: Sequence[Item], schema: Schema) -> str | None:
    """Return a phrase of the item's description; None where it has none, or none that tells it from the others."""
    common = {normal(text) for other in others for text in _sentences(other, schema)}
    known = _known(item, schema)
    for text in _sentences(item, schema):
        words = normal(text).split()
        news = [word for word in words if word not in known]
        if normal(text) not in common and len(news) >= _NEWS * max(1, len(words)):
            return quoted(_cut(text))
    return None


def _sentences(item: Item, schema: Schema) -> Iterator[str]:
    for field in schema.of_kind("text"):
        value = item.get(field.name)
        yield from _SENTENCE.split(one_line(value).strip()) if isinstance(value, str) else ()


def _known(item: Item, schema: Schema) -> set[str]:
    """Return the words of its title and its values, which a description may only repeat."""
    told = [item.title, *(str(item.get(field.name)) for field in schema.fields if field.kind in ("category", "tags"))]
    return {word for text in told for word in normal(text).split()}


def _cut(text: str) -> str:
    """Return a sentence without its full stop; of a long one what comes before a comma, and `…`."""
    text = text.strip().rstrip(".。")
    if len(text) <= _MOST:
        return text
    ends = [found.start() for found in _CLAUSE.finditer(text, _LEAST, _MOST)]
    if not ends and len(text) <= _WHOLE:
        return text
    end = ends[-1] if ends else text.rfind(" ", _LEAST, _MOST)
    return f"{text[: end if end > 0 else _MOST - 1].rstrip()}…"
