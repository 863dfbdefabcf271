"""What a local model made of the fixed part of its prompts, kept on disk: read back in a tenth of a second."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from palate.catalog.datasets.cache import cache_folder

MOST_FILES = 8
"""Of about 30 kB a token each with Qwen2.5-Coder-1.5B; the one that was not used for the longest time goes first."""
_SECONDS = 10.0
_LOG = logging.getLogger(__name__)


def prefix_folder() -> Path:
    """Return the folder of saved prefixes, made if it was not there."""
    folder = cache_folder() / "prefixes"
    folder.mkdir(exist_ok=True)
    return folder


@dataclass(frozen=True)
class Prefixes:
    """Saves and restores the state of a llama.cpp server's one slot, over loopback.

    A file's name tells of what it is the state: the prefix, the model's file, the context and the engine's version. One
    that cannot be written or read costs the seconds that it would have saved, and is told in the log.
    """

    folder: Path
    address: str
    key: str
    engine: str

    @classmethod
    def of(cls, server: Any, folder: Path, key: str, *, path: Path, context: int) -> Prefixes:
        """Return those of a server over a model's file."""
        file = path.stat()
        told = f"{version('xllamacpp')} {path.resolve()} {file.st_size} {file.st_mtime_ns} {context}"
        return cls(folder, server.listening_address, key, told)

    def name(self, messages: Sequence[Mapping[str, Any]]) -> str:
        """Return the name of a prefix's file."""
        return hashlib.sha256(f"{self.engine}\n{messages!r}".encode()).hexdigest()[:32]

    def restore(self, name: str) -> bool:
        """Restore a prefix; False where there is none, or it cannot be read."""
        path = self.folder / name
        if not path.is_file() or not self._asked("restore", name):
            return False
        os.utime(path)
        return True

    def save(self, name: str) -> None:
        """Save what the slot holds, whole or not at all, and let go of the oldest files."""
        unfinished = f"{name}.{os.getpid()}"
        if self._asked("save", unfinished):
            (self.folder / unfinished).replace(self.folder / name)
            kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for old in kept[MOST_FILES:]:
                old.unlink(missing_ok=True)

    def _asked(self, action: str, name: str) -> bool:
        url, headers = f"{self.address}/slots/0?action={action}", {"Authorization": f"Bearer {self.key}"}
        try:
            with httpx.Client(trust_env=False, timeout=_SECONDS) as client:
                client.post(url, json={"filename": name}, headers=headers).raise_for_status()
        except httpx.HTTPError as error:
            _LOG.debug("The state of a prompt's prefix could not be %sd: %s", action, type(error).__name__)
            return False
        return True
