"""Whether words name an item, and do not say that something is so: "the western costs", but not "it is the western"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from palate.agent.replies.claims.phrases import lists
from palate.catalog.words import Token

PAUSE = re.compile(r"[,:(\u2013\u2014]")
"""What stands between a name and what explains it."""


def is_claimed(words: Sequence[Token], start: int) -> bool:
    """Tell whether what begins at a word is said of something: "it is the …", and not "as is the …"."""
    if start > 1 and words[start - 2].normal in ("as", "so"):
        return False
    if (
        start > 0
        and words[start - 1].normal in ("its", "thats", "be")
        and all(w.capital for w in words[start + 1 : start + 2])
    ):
        return False  # "It's the Moka."
    return start > 0 and words[start - 1].normal in lists().words["copulas"] and not words[start].before.strip()


def is_subject(words: Sequence[Token], end: int) -> bool:
    """Tell whether something is said of what ends at a word: "the red one costs", "the rest all cost"."""
    end += end < len(words) and not words[end].before.strip() and words[end].normal in lists().words["all"]
    return end < len(words) and not words[end].before.strip() and words[end].normal in lists().words["follows"]


def is_compared(words: Sequence[Token], start: int) -> bool:
    """Tell whether what begins at a word stands behind "than", "like" or the like; "each of them" is no part of it."""
    if (of := lists().words["parts_of"].before(words, start)) < start:
        return is_compared(words, of)
    if start > 0 and words[start - 1].normal == "of" and words[start - 1].before.strip():
        return False  # "…; of the other three there are 20 left."
    return start > 0 and words[start - 1].normal in lists().words["relations"] and not words[start].before.strip()


def is_named(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether words name an item: something is said of it, it is compared with, or picked ("take the red one")."""
    return is_subject(words, end) or is_compared(words, start) or lists().words["picked"].before(words, start) < start
