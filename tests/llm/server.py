"""A server on loopback that speaks the chat API as badly as it is told to."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Does one behaviour a request; the last one again and again."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, *behaviours: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = list(behaviours)
        self.asked: list[dict[str, Any]] = []
        self.packings: list[str | None] = []
        """In which packing each request takes its answer."""
        self.connections = 0
        self.stopped = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    def next(self, body: dict[str, Any], packing: str | None) -> Behaviour:
        with self.lock:
            self.asked.append(body)
            self.packings.append(packing)
            return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that left."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}")
        self.server.next(body, self.headers["Accept-Encoding"])(self)
        self.wfile.flush()

    def do_GET(self) -> None:
        self.do_POST()

    def send(self, text: str, *, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_bytes(text.encode(), 1, status=status, kind=kind, **headers)

    def send_bytes(
        self, data: bytes, times: int = 1, *, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) * times))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):  # of a client that has read enough
            for _ in range(times):
                self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[Server]:
    with Server(*behaviours) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


def completion(text: str | None, finish: str = "stop") -> dict[str, Any]:
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    }


def says(text: str | None, finish: str = "stop") -> Behaviour:
    return lambda handler: handler.send(json.dumps(completion(text, finish)))


def no_choices(handler: Handler) -> None:
    handler.send(json.dumps({**completion(""), "choices": []}))


def tells(**usage: Any) -> Behaviour:
    """Answer with a usage of these values."""
    answer = completion("hi")
    return lambda handler: handler.send(json.dumps({**answer, "usage": {**answer["usage"], **usage}}))


def floods(size: int, status: int = 200, **headers: str) -> Behaviour:
    """Answer with so many bytes."""
    return lambda handler: handler.send_bytes(b" " * 1_000_000, size // 1_000_000, status=status, **headers)


def heads(size: int) -> Behaviour:
    """Answer with a header of so many bytes."""

    def behave(handler: Handler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(size // 1_000_000):
                handler.wfile.write(b"x" * 1_000_000)
        handler.close_connection = True

    return behave


def packed(data: bytes, *, times: int = 1, packing: str = "gzip") -> Behaviour:
    """Answer packed with gzip, whether it was asked for or not."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS + 16)
    whole = b"".join(packer.compress(data) for _ in range(times)) + packer.flush()
    return lambda handler: handler.send_bytes(whole, Content_Encoding=packing)


def echoes(status: int) -> Behaviour:
    """Fail, and tell the key that came."""
    return lambda handler: fails(status, f"your key: {handler.headers['Authorization']}")(handler)


def says_key(before: str) -> Behaviour:
    return lambda handler: says(before + handler.headers["Authorization"].removeprefix("Bearer "))(handler)


def half_json(handler: Handler) -> None:
    handler.send(json.dumps(completion("whole"))[:40])


def not_json(handler: Handler) -> None:
    handler.send("<html>gateway</html>", kind="text/html")


def fails(status: int, message: str = "no", **headers: str) -> Behaviour:
    text = json.dumps({"error": {"message": message, "type": "x", "code": None}})
    return lambda handler: handler.send(text, status=status, **headers)


def closes(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


def stalls(handler: Handler) -> None:
    handler.server.stopped.wait(10)
    handler.close_connection = True


def drips(handler: Handler) -> None:
    """Send a byte now and then, so that no read ever times out."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    while not handler.server.stopped.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()
