"""Words that say nothing of what is sought: one file a language, words in normal form."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

__all__ = ["stop_words"]


@lru_cache(maxsize=8)
def stop_words(language: str = "en") -> frozenset[str]:
    """Return the stop words of a language; none where there is no file for it."""
    file = resources.files(__name__).joinpath(f"{language}.txt")
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()
