import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

from bench.hard.process import descendants, lives, until
from bench.serve_process import Serving
from palate.serve.running import listening
from palate.serve.settings import Settings

SOON = 10.0
"""Seconds in which workers surely have ended; they need few of them."""


def test_the_end_of_an_answer_does_not_wait_for_its_beginning_to_be_acknowledged() -> None:
    with (
        listening(Settings(port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


def test_the_system_keeps_little_of_a_response_that_is_not_read() -> None:
    with (
        listening(Settings(port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        accepted.setblocking(False)
        sent = 0
        with suppress(BlockingIOError):
            while sent < 10_000_000:
                sent += accepted.send(bytes(64_000))

    assert sent < 1_000_000


def test_workers_end_with_a_killed_parent_and_free_the_port(built: dict[str, Path], tmp_path: Path) -> None:
    serving = Serving(built["tiny"], "--state", str(tmp_path), "--workers", "2")
    with serving:
        workers = descendants(serving.process.pid)
        serving.process.kill()
        serving.process.wait()

    try:
        assert len(workers) >= 2
        assert until(lambda: not any(map(lives, workers)), SOON)
    finally:
        for worker in filter(lives, workers):
            os.kill(worker, signal.SIGKILL)
    listening(Settings(port=int(serving.address.rpartition(":")[2]))).close()
