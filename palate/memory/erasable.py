"""What every holder of personal data must be able to do."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from palate.memory.traces import Traces


@runtime_checkable
class Erasable(Protocol):
    """Holds something about people, and can forget it."""

    def erase(self, user: str) -> int:
        """Remove all that is held about one person for good; return how many records went."""
        ...

    def forget(self, user: str, traces: Traces) -> None:
        """Remove what repeats something that is forgotten of one person."""
        ...
