"""Where sentences begin and end among the words of a line."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.replies.claims.phrases import lists
from palate.catalog.words import Token

_ENDS = (".", "!", "?")


def ends(before: Token, word: Token, *, initial: bool = True) -> bool:
    """Tell whether a sentence ends before a word: not at "Mrs. Miller", nor at "Moulin Rouge! (2001)".

    Args:
        before: the word before it.
        word: the word.
        initial: whether a single letter before it may be somebody's initial, rather than a value such as "R".
    """
    between = word.before.rstrip()
    if not any(sign in between for sign in _ENDS) or word.before == between or between[-1] in ":,;":
        return False
    short = (initial and len(before.text) == 1 and before.text.isalpha()) or before.normal in lists().words["initials"]
    return not (short and between == ".") and not word.text[:1].islower()


def opening(words: Sequence[Token], start: int) -> int:
    """Return where the sentence begins that a word stands in."""
    return next((at for at in range(min(start, len(words) - 1), 0, -1) if _ends_at(words, at)), 0)


def closing(words: Sequence[Token], start: int) -> int:
    """Return where the sentence ends that a word stands in."""
    return next((at for at in range(start + 1, len(words)) if _ends_at(words, at)), len(words))


def _ends_at(words: Sequence[Token], at: int) -> bool:
    """Tell whether a sentence ends before a word; a letter is an initial behind a name, and not in "rated R"."""
    return ends(words[at - 1], words[at], initial=at <= 1 or words[at - 2].capital)
