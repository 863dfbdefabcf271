"""What is told of an error, and to whom: a person is told its kind, whoever runs the app its text too.

What Palate raises on purpose is written to be told. The text of any other exception may hold anything: a key, an
address, a line of somebody's data.
"""

from __future__ import annotations

import traceback

from palate.errors import PalateError
from palate.llm.deadline import Quit

_LINES = 12
"""Of a traceback, from its end."""


def reason(error: BaseException, name: str) -> str:
    """Say in one sentence, which a person may read, why something called `name` failed."""
    return str(error) if isinstance(error, PalateError) else f"`{name}` failed with {kind(error)}."


def kind(error: BaseException) -> str:
    """Name the kind of an error that somebody else's code raised, without its text."""
    raised = error.__cause__ if isinstance(error, Quit) else error
    return f"an error of its own ({type(raised).__name__})"


def full_text(error: BaseException, name: str) -> str:
    """Return what the log tells of an error: its message, and where it was raised; nothing where `reason` tells all."""
    if isinstance(error, PalateError):
        return ""
    lines = "".join(traceback.format_exception(error)).rstrip().splitlines()
    return "\n".join([f"`{name}` failed:", *lines[-_LINES:]])
