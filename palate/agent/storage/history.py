"""What people typed in `palate chat`, a file each, so that it goes when they are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from palate.memory.database import PRIVATE
from palate.memory.keys import encoded
from palate.memory.traces import Traces

_OURS_ALONE = 0o700


@dataclass(frozen=True)
class ChatHistory:
    """The lines of each person, in the form that prompt_toolkit keeps them."""

    folder: Path

    @classmethod
    def within(cls, state: Path) -> ChatHistory:
        """Return that of a state folder."""
        return cls(state / "history")

    def open(self, user: str) -> Path:
        """Return the file of one person's lines, made where it is missing, which nobody else can read.

        Raises:
            OSError: it cannot be made.
        """
        self.folder.mkdir(mode=_OURS_ALONE, exist_ok=True)
        path = self._path(user)
        path.touch(mode=PRIVATE)
        path.chmod(PRIVATE)
        return path

    def erase(self, user: str) -> int:
        """Remove one person's file; return 0, since its lines are turns and counted there."""
        self._path(user).unlink(missing_ok=True)
        return 0

    def forget(self, user: str, traces: Traces) -> None:
        """Leave out the lines that repeat something that is forgotten."""
        path = self._path(user)
        if not path.exists():
            return
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        # In place: what is written over is gone, where another file in its place would leave the old one's blocks.
        path.write_text("".join(line for line in lines if not traces.are_in(line)), encoding="utf-8")

    def _path(self, user: str) -> Path:
        return self.folder / blake2b(encoded(user).encode(), digest_size=16).hexdigest()
