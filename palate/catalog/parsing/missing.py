"""The many spellings of a missing value."""

from __future__ import annotations

import math
import re
from html import unescape
from typing import Any

from palate.catalog.printable import one_line, printable

_SPELLINGS = (
    "|na|n/a|#n/a|n.a.|nan|null|none|nil|-|--|---|\N{EN DASH}|\N{EM DASH}|?|??|\\n|unknown|undefined|not available|tbd"
    "|(none)|(null)|(unknown)|(no genres listed)|<na>|<null>"
)
MISSING = frozenset(_SPELLINGS.split("|"))
"""In lower case; the empty text is among them."""
_MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags of HTML, which say how a text looks and nothing of what it says."""
_ALWAYS = frozenset(["", "\\n", "n/a", "#n/a", "null", "<na>", "nan"])


class Absent:
    """What stands in a frame where a row does not name a column at all, which is not the same as naming nothing."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT = Absent()


def is_missing(value: Any) -> bool:
    """Tell whether a cell says that there is no value."""
    if value is None or value is ABSENT:
        return True
    if isinstance(value, str):
        text = value.strip()
        return len(text) <= 18 and text.casefold() in MISSING
    if isinstance(value, float):
        return math.isnan(value)
    return isinstance(value, list) and not value


def is_blank(value: Any) -> bool:
    """Tell whether an id or a title is missing: stricter, for films are called `Unknown` and a song `?`."""
    if isinstance(value, str):
        text = value.strip()
        return len(text) <= 5 and text.casefold() in _ALWAYS
    return is_missing(value)


def clean(text: str) -> str:
    """Return a text as it is kept: stripped, its controls but line ends and tabs gone, `&amp;` as `&`."""
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    return printable(unescape(text) if "&" in text else text).strip()


def text_of(value: Any) -> str:
    """Write a cell as text: 42.0 as `42`, True as `true`, a list joined by commas."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(text_of(part) for part in value)
    return clean(str(value))


def line_of(value: Any) -> str:
    """Write a cell as text on one line: what is no prose stands within lines of others."""
    return one_line(text_of(value))
