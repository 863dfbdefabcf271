"""Values derived from one version of a catalogue, made once and dropped with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from palate.catalog.columns import Columns

T = TypeVar("T")


class PerVersion:
    """Holds values by catalogue version: a catalogue makes new `Columns` for each, and drops the old ones."""

    def __init__(self) -> None:
        self._held: WeakKeyDictionary[Columns, dict[str, Any]] = WeakKeyDictionary()
        self._lock = threading.RLock()

    def get(self, columns: Columns, key: str, make: Callable[[], T]) -> T:
        """Return the value of a version, made by `make` when it is first asked for."""
        with self._lock:
            values = self._held.setdefault(columns, {})
            if key not in values:
                values[key] = make()
            return cast(T, values[key])


held = PerVersion()
"""Only a cache: what it returns depends on the catalogue alone."""
