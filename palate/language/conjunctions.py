"""The words for "and" and "or" of the languages that are read, by CLDR."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from palate.catalog.words import LANGUAGES


def are_apart(between: str) -> bool:
    """Tell whether the words between two parts make them two things: a comma, an "and", an "or"."""
    return _pattern(("standard", "or"), ",;\uff0c\uff1b\u3001").search(between) is not None


def are_alternatives(between: str) -> bool:
    """Tell whether an "or" stands among the words between two parts."""
    return _pattern(("or",), "").search(between) is not None


@cache
def _pattern(lists: Sequence[str], signs: str) -> re.Pattern[str]:
    from babel import Locale

    patterns = [Locale.parse(name).list_patterns[each]["2"] for name in LANGUAGES for each in lists]
    joining = {pattern.replace("{0}", "").replace("{1}", "").strip() for pattern in patterns}
    spaced = "|".join(re.escape(word) for word in joining if word.isascii())
    return re.compile(rf"[{signs}{''.join(word for word in joining if not word.isascii())}]|\b(?:{spaced})\b", re.I)
