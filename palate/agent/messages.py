"""What comes in from outside: messages and names, made safe."""

from __future__ import annotations

import re

from palate.errors import BadArgument

LONGEST = 4_000
"""Characters of a message that are read; that the rest was not is said in the reply."""
MOST_REQUESTS = 8
"""Requests of one message that are answered: with three steps each they use up what a turn may take."""
_MOST_NAME = 500
_HARMFUL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def cleaned(message: str) -> str:
    """Return a message without what no text has: NULs, control characters, halves of characters."""
    return _HARMFUL.sub(" ", message)


def name_of(name: str | None, what: str) -> str | None:
    """Return a user's or session's name.

    Raises:
        BadArgument: it is empty or too long.
    """
    if name is None:
        return None
    if not str(name).strip():
        raise BadArgument(f"`{what}` is `{name!r}`; a text that is not empty was expected, or None for nobody.")
    if len(name) > _MOST_NAME:
        raise BadArgument(f"`{what}` has {len(name)} characters; at most {_MOST_NAME} were expected.")
    return name
