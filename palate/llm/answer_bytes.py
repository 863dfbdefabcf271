"""How much a server may answer: all bytes of a call, counted as they are unpacked, before anything collects them.

litellm makes its clients itself, another kind for each provider, and shares them with whoever else uses litellm in the
process. What they all send through is httpx's transport. So the transport is wrapped, once, and looks at a context
variable: outside a call of ours it does what it always did. SageMaker's endpoints alone are reached by boto3; of theirs
only the text is bounded, when it is read.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from palate.errors import BadCompletion

MOST_BYTES = 4_000_000
"""What a server may answer to one call, with its redirects and errors."""
PACKED = {"gzip", "x-gzip", "deflate"}
EITHER_HEADER = zlib.MAX_WBITS + 32
"""Has zlib tell gzip from deflate by itself."""


class Allowance:
    """The bytes that one call may still read."""

    def __init__(self, name: str) -> None:
        self.left = MOST_BYTES
        self.done = False
        """Whether the call has ended: where litellm reports it to in the background is the app's affair."""
        self.refusal: BadCompletion | None = None
        """Why no more is read; kept, because clients wrap what is raised while they read into errors of their own."""
        self._name = name

    def take(self, data: bytes) -> bytes:
        """Count bytes that were read.

        Raises:
            BadCompletion: they are more than were left.
        """
        self.left -= len(data)
        if self.left < 0:
            told = f"`{self._name}` answered more than the {MOST_BYTES:,} bytes that it may, and was not read further."
            self.refusal = BadCompletion(told)
            raise self.refusal
        return data


_allowance: ContextVar[Allowance | None] = ContextVar("palate_allowance", default=None)


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Hold what is called inside to `MOST_BYTES`.

    Raises:
        BadCompletion: `name` answered more, whatever was made of that inside.
    """
    allowance = Allowance(name)
    token = _allowance.set(allowance)
    try:
        yield
    except Exception:
        if allowance.refusal is not None:
            raise allowance.refusal from None
        raise
    finally:
        allowance.done = True
        _allowance.reset(token)
    if allowance.refusal is not None:
        raise allowance.refusal


def counting() -> bool:
    """Return whether this is part of a call of ours, or of what follows from it in the background."""
    return _allowance.get() is not None


def install() -> None:
    """Wrap the transports of every httpx that is loaded; to be called once."""
    for name in ("httpx", "httpx2"):
        if (module := sys.modules.get(name)) is not None:
            stream = type("CountedStream", (_CountedStream, module.SyncByteStream), {})
            module.HTTPTransport.handle_request = _wrapped(module.HTTPTransport.handle_request, stream)


def _wrapped(handle: Callable[[Any, Any], Any], stream: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    @wraps(handle)
    def handle_request(transport: Any, request: Any) -> Any:
        allowance = _allowance.get()
        if allowance is None or allowance.done:
            return handle(transport, request)
        request.headers["Accept-Encoding"] = "identity"
        response = handle(transport, request)
        # Without the header nobody unpacks it again. What is packed in another way stays so, and cannot be read.
        packing = response.headers.pop("Content-Encoding", "identity").strip().lower()
        response.stream = stream(response.stream, packing in PACKED, allowance)
        return response

    return handle_request


class _CountedStream:
    """A response's bytes, unpacked and counted. A server that packs them though it was asked not to is put up with."""

    def __init__(self, stream: Any, packed: bool, allowance: Allowance) -> None:
        self._stream = stream
        self._packed = packed
        self._allowance = allowance

    def __iter__(self) -> Iterator[bytes]:
        return map(self._allowance.take, self._unpacked() if self._packed else self._stream)

    def close(self) -> None:
        """Close the response."""
        self._stream.close()

    def _unpacked(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(wbits=EITHER_HEADER)
        for data in self._stream:
            # One byte too many is enough to tell, and a bomb is unpacked no further.
            yield unpacker.decompress(data, self._allowance.left + 1)
