"""Keys, taken out of what comes from outside: a server may repeat the one that it was sent, wherever that was from."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

LEAST = 8
"""Signs that a key has at least. Shorter ones, such as the `none` of a server that wants no key, are also words."""
NAMED = ("key", "token", "secret", "password")
"""How the names of settings that hold a key end."""
FORMS = re.compile(
    r"\bBearer\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,4096}"
    r"|\bsk-[\w-]{16,512}"
    r"|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)",
    re.ASCII,
)
"""What looks like a key, whoever's it is: behind `Bearer`, from `sk-` on, the name and password in an address."""
INSTEAD = "…"
LONGEST = 4096
"""Signs of a stream that are held back at most, because a key that begins in them may go on."""
_SIGNS = string.ascii_letters + string.digits + string.punctuation


def credentials(*keys: str | None, settings: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return every key that is known here, the longest first: one may be the start of another.

    Args:
        keys: that were passed.
        settings: more places that hold keys under their names, beside the environment.
    """
    named = [value for place in (os.environ, settings or {}) for value in _values(place)]
    known = {key.strip() for key in (*keys, *named) if key}
    return tuple(sorted((key for key in known if len(key) >= LEAST), key=len, reverse=True))


def redact(text: str, known: Iterable[str]) -> str:
    """Return a text without the keys that are known, and without what looks like one."""
    return FORMS.sub(INSTEAD, _without(text, known))


def redacted(pieces: Iterable[str], known: tuple[str, ...]) -> Iterator[str]:
    """Give pieces of a text without keys, though a key may be split over several.

    What may be the start of one is held back until it is seen how it goes on: the last word, as a rule.
    """
    held = ""
    for piece in pieces:
        held = _without(held + piece, known)
        if (end := _settled(held, known)) > 0:
            yield redact(held[:end], known)
            held = held[end:]
    if held:
        yield redact(held, known)


def _values(settings: Mapping[str, Any]) -> list[str]:
    return [value for name, value in settings.items() if name.lower().endswith(NAMED) and isinstance(value, str)]


def _without(text: str, known: Iterable[str]) -> str:
    for key in known:
        text = text.replace(key, INSTEAD)
    return text


def _settled(text: str, known: tuple[str, ...]) -> int:
    """Return how much of a text no key can reach into any more, whatever comes after it."""
    end = len(text.rstrip(_SIGNS))
    before = text[:end].rstrip()
    if before.endswith("Bearer"):
        end = len(before) - len("Bearer")
    if len(text) - end > LONGEST:
        end = len(text) - LONGEST
        end = next((each.start() for each in FORMS.finditer(text) if each.start() < end < each.end()), end)
    return min([end, *(_begun(text, key) for key in known)])


def _begun(text: str, key: str) -> int:
    """Return where a key begins that a text breaks off in; the text's end where none does."""
    most = min(len(key) - 1, len(text))
    return len(text) - next((size for size in range(most, 0, -1) if text.endswith(key[:size])), 0)
