"""Which turns were harvested already, so that no turn counts twice: by hashes, which tell of nobody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from palate.memory.database import PRIVATE

FILE = "harvested.txt"


def turn_key(thread: str, number: int, time: float) -> str:
    """Return what a turn is known by."""
    return hashlib.sha256(f"{thread}\x00{number}\x00{time!r}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Counted:
    """The turns that a folder's demonstrations come from."""

    folder: Path

    def read(self) -> frozenset[str]:
        """Return the keys of all turns that were harvested."""
        file = self.folder / FILE
        return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()

    def add(self, keys: frozenset[str]) -> None:
        """Note that turns were harvested."""
        every = sorted(self.read() | keys)
        beside = self.folder / f"{FILE}.tmp"
        beside.touch(mode=PRIVATE)
        beside.write_text("".join(f"{key}\n" for key in every), encoding="ascii")
        beside.replace(self.folder / FILE)
