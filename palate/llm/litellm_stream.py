"""A streamed answer, read in a thread of its own that is left behind at the deadline."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm.answer_bytes import counted
from palate.llm.litellm_failures import read_failure
from palate.llm.litellm_import import known_keys, litellm
from palate.llm.model import MOST_TEXT
from palate.llm.redaction import redacted

LOG = logging.getLogger(__name__)
END = None
MOST_PIECES = 20_000
"""That a stream may have: litellm keeps all of them until its end, 4 kB for each."""
Heard = queue.SimpleQueue[str | Exception | None]


def pieces(request: Mapping[str, Any], *, name: str, seconds: float, key: str | None) -> Iterator[str]:
    """Give the pieces of an answer as they come, without keys.

    Raises:
        ModelUnavailable: the call failed, or the last piece had not come after `seconds`.
        BadCompletion: no piece came at all, or more than a server may answer.
    """
    deadline = time.monotonic() + seconds
    heard: Heard = queue.SimpleQueue()
    stopped = threading.Event()
    threading.Thread(target=_read, args=(request, name, heard, stopped), daemon=True, name=f"stream {name}").start()
    try:
        yield from redacted(_until(heard, deadline, name, seconds), known_keys(key))
    except Exception as error:
        failure = read_failure(error, name, key=key)
        LOG.warning("%s; it was streamed, and is not asked again.", failure.kind)
        raise failure.error from None
    finally:
        stopped.set()


def _read(request: Mapping[str, Any], name: str, heard: Heard, stopped: threading.Event) -> None:
    try:
        module = litellm()
        with counted(name):
            for count, chunk in enumerate(module.completion(**request, stream=True), 1):
                if stopped.is_set():
                    return
                if count > MOST_PIECES:
                    raise BadCompletion(f"`{name}` answered in more than the {MOST_PIECES:,} pieces that it may.")
                if chunk.choices and (text := chunk.choices[0].delta.content):
                    heard.put(text)
        heard.put(END)
    except Exception as error:
        heard.put(error)


def _until(heard: Heard, deadline: float, name: str, seconds: float) -> Iterator[str]:
    signs = 0
    while True:
        try:
            piece = heard.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelUnavailable(f"`{name}` was not done after the {seconds:.3g} seconds that it had.") from None
        if isinstance(piece, Exception):
            raise piece
        if piece is END:
            break
        signs += len(piece)
        if signs > MOST_TEXT:
            raise BadCompletion(f"`{name}` wrote more than the {MOST_TEXT:,} characters that an answer may have.")
        yield piece
    if not signs:
        raise BadCompletion(f"`{name}` wrote nothing.")
