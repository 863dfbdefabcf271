"""What a request is held to: how large it is, which host it names, and how much work its credential has left."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from palate.serve import problems
from palate.serve.problems import Problem
from palate.serve.settings import is_loopback

_MINUTE = 60.0
SHARED = ""
"""The name of the account of all requests on a server without API keys."""
_FREE_ITEMS, _ITEMS_A_UNIT = 10, 10


@dataclass(frozen=True)
class Gatehouse:
    """Refuses requests that are too large and, on a server without credentials, those that name another host.

    Without a credential, a page of another site that resolves its own name to this machine (DNS rebinding) would be of
    the same origin as the server.
    """

    app: ASGIApp
    most_bytes: int
    hosts: frozenset[str] | None
    """Values of `Host` that are accepted besides names of this machine; None to accept every host."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
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
        host = headers.get("host", "").lower()
        if self.hosts is not None and host not in self.hosts and not _is_local(host):
            return Problem(
                421, "Without a token this server answers this machine alone; `--origin` allows another host."
            )
        length = headers.get("content-length", "0")
        return _too_large(self.most_bytes) if not length.isdecimal() or int(length) > self.most_bytes else None


def _is_local(host: str) -> bool:
    return is_loopback(host) or is_loopback(host.rpartition(":")[0])


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


def items_cost(items: int) -> int:
    """Return the units of work that items cost: one for each ten, or part of ten, beyond the first ten."""
    return max(0, math.ceil((items - _FREE_ITEMS) / _ITEMS_A_UNIT))


@dataclass
class Rate:
    """Units of work a minute for each account: a token bucket that refills evenly.

    A request costs one unit, each further turn that it runs (a replay) one more, and the items that it shows as
    `items_cost` says. Items are charged once they are known, so that a balance may become negative.
    """

    a_minute: int
    """0 for no limit."""
    now: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        """Return an account."""
        return Account(self, name)

    def balance(self, name: str) -> float:
        """Return the units that are left to an account."""
        left, since = self._left.get(name, (float(self.a_minute), self.now()))
        return min(float(self.a_minute), left + (self.now() - since) * self.a_minute / _MINUTE)

    def charge(self, name: str, units: int) -> None:
        """Take units from an account."""
        if self.a_minute:
            self._left[name] = (self.balance(name) - units, self.now())


@dataclass(frozen=True)
class Account:
    """The work of one credential."""

    rate: Rate
    name: str

    def admit(self) -> None:
        """Charge one unit for a request or a turn.

        Raises:
            Problem: less than one unit is left.
        """
        left = self.rate.balance(self.name)
        if self.rate.a_minute and left < 1:
            wait = int((1 - left) * _MINUTE / self.rate.a_minute) + 1
            raise Problem(
                429,
                f"The {self.rate.a_minute} units of work a minute of this key or token are used up: a turn is one, and "
                "ten items beyond the first ten are one.",
                retry_after=wait,
            )
        self.charge(1)

    def charge(self, units: int) -> None:
        """Charge work that was done."""
        self.rate.charge(self.name, units)
