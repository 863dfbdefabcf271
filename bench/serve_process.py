"""`palate serve` as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

_SECONDS = 120


class Serving:
    """A server over a catalogue, without API keys unless `arguments` say so; it is there inside a `with` block."""

    address: str
    """Its origin."""
    page: str
    """The address that it prints: of its page, with the token."""
    token: str
    """Empty where it has none."""

    def __init__(self, db: Path, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "palate", "serve", "--db", str(db), *arguments]

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self, *more: str, port: str = "0") -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [*self._command, *more, "--port", port],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        try:
            line = self.process.stdout.readline()
            self.page = line.removeprefix("Palate is at ").partition(" ")[0]
            self.address, _, self.token = self.page.partition("/?token=")
            # The socket listens already: what connects waits until the server takes it.
            httpx2.get(f"{self.address}/healthz", timeout=_SECONDS).raise_for_status()
        except BaseException:
            self.stop()
            raise

    @property
    def bearer(self) -> dict[str, str]:
        """The header that its API needs, where it has a token."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def stop(self) -> None:
        """End it, its turns first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(_SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
