"""What a request is held to before it is read: how large it is, which host it names, how often one comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from palate.serve import problems
from palate.serve.problems import Problem
from palate.serve.settings import is_loopback

_MINUTE = 60.0
_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip")


@dataclass(frozen=True)
class Gatehouse:
    """Refuses what is too large, and where no key says who speaks, what names another host than this machine.

    A page of somebody else that has its name point here (DNS rebinding) would read what is remembered otherwise.
    """

    app: ASGIApp
    most_bytes: int
    own_host_only: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(Headers(scope=scope))
        body = [] if refused is not None else await _read(receive, self.most_bytes)
        if refused is not None or body is None:
            await problems.response(refused or _too_large(self.most_bytes))(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)

    def _refused(self, headers: Headers) -> Problem | None:
        if self.own_host_only and not _is_from_here(headers):
            return Problem(
                421, "This server speaks with this machine alone; serve with `--api-keys` to be reached by other names."
            )
        length = headers.get("content-length", "0")
        return _too_large(self.most_bytes) if not length.isdecimal() or int(length) > self.most_bytes else None


def _is_from_here(headers: Headers) -> bool:
    """Tell whether a request names this machine, and no proxy says that it came from another."""
    host = headers.get("host", "")
    return (is_loopback(host) or is_loopback(host.rpartition(":")[0])) and not any(name in headers for name in _PROXIED)


async def _read(receive: Receive, most: int) -> list[Message] | None:
    """Return a body as it came in; None where it is larger than it may be."""
    read: list[Message] = []
    while not read or read[-1].get("more_body", False):
        read.append(await receive())
        if sum(len(message.get("body", b"")) for message in read) > most:
            return None
    return read


def _again(read: list[Message], receive: Receive) -> Receive:
    """Return what gives messages that were read already, and then those that come."""
    left = iter(read)

    async def next_one() -> Message:
        return next(left, None) or await receive()

    return next_one


def _too_large(most: int) -> Problem:
    return Problem(413, f"The body of a request may have {most:,} bytes.")


@dataclass
class Rate:
    """So many requests a minute of each person: a bucket that fills evenly."""

    a_minute: int
    """0 for any number."""
    now: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def check(self, person: str) -> None:
        """Count a request.

        Raises:
            Problem: there were too many.
        """
        if not self.a_minute:
            return
        now = self.now()
        left, since = self._left.get(person, (float(self.a_minute), now))
        left = min(float(self.a_minute), left + (now - since) * self.a_minute / _MINUTE)
        if left < 1:
            wait = int((1 - left) * _MINUTE / self.a_minute) + 1
            raise Problem(429, f"One key may make {self.a_minute} requests a minute.", retry_after=wait)
        self._left[person] = (left - 1, now)
