"""Keys, taken out of what comes from outside: a server may repeat the one that it was sent, wherever that was from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
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
    for key in known:
        text = text.replace(key, INSTEAD)
    return FORMS.sub(INSTEAD, text)


def _values(settings: Mapping[str, Any]) -> list[str]:
    return [value for name, value in settings.items() if name.lower().endswith(NAMED) and isinstance(value, str)]
