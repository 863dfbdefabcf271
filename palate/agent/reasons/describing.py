"""What an item says of itself: a phrase of its own description, in quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from palate.agent.replies.wording import quoted
from palate.catalog.item import Item
from palate.catalog.printable import one_line
from palate.catalog.schema import Schema
from palate.catalog.words import normal

MOST_READ = 4_000
"""Characters of an item's descriptions that are read, and of its title and of each value that they are held against."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])(?=\S)")
_CLAUSE = re.compile(r"[,;:，；：、]\s?| – | — ")
_LEAST, _MOST, _WHOLE = 75, 125, 170
"""Characters of a phrase that is cut before a comma, at the least and the most, and of a sentence without one."""
_NEWS = 0.5
"""The least share of a sentence's words that neither the title nor another field has said."""


class Descriptions:
    """What items say of themselves. Each item's descriptions are read and normalised once."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._read: dict[str, dict[str, str]] = {}

    def of(self, item: Item) -> Mapping[str, str]:
        """Return the sentences of the first `MOST_READ` characters, by their normal form."""
        if item.id not in self._read:
            self._read[item.id] = {normal(text): text for text in _sentences(item, self._schema)}
        return self._read[item.id]

    def shared(self, items: Iterable[Item]) -> frozenset[str]:
        """Return the sentences, normalised, that several of the items have."""
        times = Counter(words for item in items for words in self.of(item))
        return frozenset(words for words, count in times.items() if count > 1)

    def own_words(self, item: Item, shared: Collection[str]) -> str | None:
        """Return a phrase of the item's description; None where it has none, or none but those that are `shared`."""
        known = _known(item, self._schema)
        for sentence, text in self.of(item).items():
            words = sentence.split()
            news = [word for word in words if word not in known]
            if sentence not in shared and len(news) >= _NEWS * max(1, len(words)):
                return quoted(_cut(text))
        return None


def _sentences(item: Item, schema: Schema) -> Iterator[str]:
    left = MOST_READ
    for field in schema.of_kind("text"):
        value = item.get(field.name)
        if isinstance(value, str) and left > 0:
            yield from _SENTENCE.split(one_line(value[:left]).strip())
            left -= len(value)


def _known(item: Item, schema: Schema) -> set[str]:
    """Return the words of its title and its values, which a description may only repeat."""
    told = [item.title, *(str(item.get(field.name)) for field in schema.fields if field.kind in ("category", "tags"))]
    return {word for text in told for word in normal(text[:MOST_READ]).split()}


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
