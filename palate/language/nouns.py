"""Which words stand for the catalogue's items as such: its noun, in any number, and what means the same."""

from __future__ import annotations

from functools import lru_cache

from palate.catalog.catalog import Catalog
from palate.catalog.words import normal, singular
from palate.language.embedder import ByEncoder

_SAME = 0.8
"""From which probability on a word means the noun: "movie" of a film; "documentary" does not."""


def is_noun(word: str, catalog: Catalog) -> bool:
    """Tell whether a normalised word is the catalogue's noun, in the singular or plural."""
    noun = normal(catalog.schema.noun)
    return word == noun or noun in singular(word) or word in singular(noun)


def means_noun(word: str, catalog: Catalog) -> bool:
    """Tell whether a word is the catalogue's noun, or means the same."""
    return is_noun(word, catalog) or _alike(word, catalog.schema.noun)


@lru_cache(maxsize=1_000)
def _alike(word: str, noun: str) -> bool:
    return bool(ByEncoder().likely(word, (noun,))[0] >= _SAME)
