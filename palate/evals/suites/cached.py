"""What suites build, mostly catalogues: kept in this user's cache while data and code are the same, and open."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock

from palate.catalog.datasets.cache import cache_folder

T = TypeVar("T")


class Opened:
    """What a suite has open, each opened on first use; a pickle holds none of it, so every process opens its own."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return what is open under a name, made where nothing is."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def __reduce__(self) -> tuple[type[Opened], tuple[()]]:
        return Opened, ()


def cached(
    name: str,
    data: bytes,
    build: Callable[[Path], None],
    *,
    suffix: str = ".db",
    made_by: tuple[str, ...] = ("catalog", "ranking"),
) -> Path:
    """Return a file, built where the same data and the code in `made_by`, folders of the package, have not built it.

    `build` writes it to the path that it is given, whole or not at all.
    """
    folder = cache_folder()
    path = folder / f"{name}-{hashlib.sha256(data + _code(made_by)).hexdigest()[:12]}{suffix}"
    with FileLock(folder / f"{name}.lock"):
        if not path.exists():
            build(path)
    return path


def say(line: str) -> None:
    """Tell on stderr what is downloaded before a suite can run."""
    sys.stderr.write(f"{line}\n")


@cache
def _code(folders: tuple[str, ...]) -> bytes:
    """Hash the code that a file is made by, so that a change of it makes a new one."""
    told, package = hashlib.sha256(), Path(str(resources.files("palate")))
    for folder in folders:
        for source in sorted((package / folder).rglob("*.py")):
            told.update(source.read_bytes())
    return told.digest()
