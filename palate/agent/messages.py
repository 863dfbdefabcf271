"""What comes in from outside: messages and names, made safe."""

from __future__ import annotations

import re

from palate.catalog.printable import printable
from palate.errors import BadArgument

LONGEST = 4_000
"""Characters of a message that are read and kept; that there were more is said in the reply."""
MOST_REQUESTS = 8
"""Requests of one message that are answered: with three steps each they use up what a turn may take."""
_MOST_NAME = 500
_HALF = re.compile(r"[\ud800-\udfff]")


def cleaned(message: str) -> str:
    """Return a message as text that may be shown again.

    What is longer than is read is cut one character later, so that it can be told that it was.

    Raises:
        BadArgument: it is no text.
    """
    if not isinstance(message, str):
        raise BadArgument(f"`message` is `{message!r:.60}`; a text was expected, which may be empty.")
    return printable(message[: LONGEST + 1])


def name_of(name: str | None, what: str) -> str | None:
    """Return a user's or session's name.

    Raises:
        BadArgument: it is no text, empty, too long, or has half a character in it.
    """
    if name is None:
        return None
    if not isinstance(name, str):
        raise BadArgument(f"`{what}` is `{name!r:.60}`; a text was expected, such as `str({name!r:.20})`.")
    if not name.strip():
        raise BadArgument(f"`{what}` is `{name!r}`; a text that is not empty was expected, or None for nobody.")
    if len(name) > _MOST_NAME:
        raise BadArgument(f"`{what}` has {len(name)} characters; at most {_MOST_NAME} were expected.")
    if half := _HALF.search(name):
        raise BadArgument(f"`{what}` has half a character in it ({half[0]!r}); a text of whole ones was expected.")
    return name
