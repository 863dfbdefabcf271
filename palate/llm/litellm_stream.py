"""A streamed answer, read in a thread of its own that is left behind at the deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm.litellm_failures import read_failure
from palate.llm.litellm_import import litellm

END = None


def pieces(request: Mapping[str, Any], *, name: str, seconds: float, secret: str | None) -> Iterator[str]:
    """Give the pieces of an answer as they come.

    Raises:
        ModelUnavailable: the call failed, or the last piece had not come after `seconds`.
        BadCompletion: no piece came at all.
    """
    deadline = time.monotonic() + seconds
    heard: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stopped = threading.Event()

    def read() -> None:
        try:
            for chunk in litellm().completion(**request, stream=True):
                if stopped.is_set():
                    return
                if chunk.choices and (text := chunk.choices[0].delta.content):
                    heard.put(text)
            heard.put(END)
        except Exception as error:
            heard.put(error)

    threading.Thread(target=read, daemon=True, name=f"stream {name}").start()
    try:
        yield from _until(heard, deadline, name, secret, seconds)
    finally:
        stopped.set()


def _until(
    heard: queue.SimpleQueue[str | Exception | None], deadline: float, name: str, secret: str | None, seconds: float
) -> Iterator[str]:
    some = False
    while True:
        try:
            piece = heard.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelUnavailable(f"`{name}` was not done after the {seconds:.3g} seconds that it had.") from None
        if isinstance(piece, Exception):
            raise read_failure(piece, name, secret=secret).error from None
        if piece is END:
            break
        some = True
        yield piece
    if not some:
        raise BadCompletion(f"`{name}` wrote nothing.")
