"""What installed packages offer: entry points of a group, such as `palate.tools`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from palate.errors import BadArgument, closest

_MOST_GROUPS = 8


def offered(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of a group by name; cheap to ask for again while nothing is installed."""
    return _offered(group, tuple(_installations()))


def made(name: str, group: str, *given: Any, what: str) -> Any:
    """Return what the entry point of that name makes of what is given.

    Raises:
        BadArgument: there is none of that name, or it cannot be loaded or makes nothing; `what` says what was wanted.
    """
    points = {point.name: point for point in entry_points(group=group)}
    if name not in points:
        raise BadArgument(
            f"`{name}` is no {what} of an installed package (entry points of `{group}`); {closest(name, points)}."
        )
    try:
        return points[name].load()(*given)
    except (Exception, SystemExit) as error:
        raise BadArgument(f"The {what} `{name}` (`{points[name].value}`) cannot be made: {why(error)}.") from error


def why(error: BaseException) -> str:
    """Return what went wrong in a package, as the end of a sentence."""
    return f"{type(error).__name__}: {error}".rstrip(".")


@lru_cache(maxsize=_MOST_GROUPS)
def _offered(group: str, _: tuple[object, ...]) -> tuple[EntryPoint, ...]:
    """Return the entry points, looked up once for each state of what is installed: every package's are read for it."""
    return tuple(sorted(entry_points(group=group), key=lambda point: (point.name, point.value)))


def _installations() -> Iterator[tuple[str, int]]:
    """Yield the folders that packages are installed in, each with when that was last changed."""
    for folder in sys.path:
        with suppress(OSError):
            yield folder, Path(folder).stat().st_mtime_ns
