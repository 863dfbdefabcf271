"""A server on loopback that gives one file, whole, from a byte on, or not quite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FileServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, content: bytes, *, breaks_at: int | None = None, ranges: bool = True, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), FileHandler)
        self.content, self.breaks_at, self.ranges, self.status = content, breaks_at, ranges, status
        self.asked: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/tiny.gguf"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


class FileHandler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        server = self.server
        wanted = self.headers.get("Range")
        server.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and server.ranges else 0
        rest = server.content[start:]
        self.send_response(206 if start else server.status)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest if server.breaks_at is None else rest[: server.breaks_at])

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def giving(content: bytes, **options: Any) -> Iterator[FileServer]:
    with FileServer(content, **options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
