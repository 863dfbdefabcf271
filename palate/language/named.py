"""The readers of messages that come with Palate, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from palate.errors import BadArgument
from palate.language.understanding import ReaderName, Understanding


def named_reader(name: str | None) -> Callable[..., Understanding]:
    """Return a reader by its name; that of the rules where None. Only the one that is asked for is loaded.

    Raises:
        BadArgument: there is none of that name.
    """
    if name not in (None, *get_args(ReaderName)):
        raise BadArgument(f"`reader` is `{name!r:.60}`; one of {', '.join(get_args(ReaderName))} was expected.")
    if name == "learned":
        from palate.language.learned.understand import understand as by_learning

        return by_learning
    from palate.language.understand import understand as by_rules

    return by_rules
