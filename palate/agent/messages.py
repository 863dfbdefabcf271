"""What comes in from outside: messages, made safe."""

from __future__ import annotations

from palate.catalog.printable import printable
from palate.errors import BadArgument

LONGEST = 4_000
"""Characters of a message that are read and kept; that there were more is said in the reply."""
MOST_REQUESTS = 8
"""Requests of one message that are answered: with three steps each they use up what a turn may take."""


def cleaned(message: str) -> str:
    """Return a message as text that may be shown again.

    What is longer than is read is cut one character later, so that it can be told that it was.

    Raises:
        BadArgument: it is no text.
    """
    if not isinstance(message, str):
        raise BadArgument(f"`message` is `{message!r:.60}`; a text was expected, which may be empty.")
    return printable(message[: LONGEST + 1])
