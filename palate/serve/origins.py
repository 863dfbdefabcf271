"""The allow-list of origins: which pages of browsers may call the server, and which may frame its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from palate.errors import BadArgument
from palate.serve import problems
from palate.serve.problems import Problem

_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_LAST_PORT = 65_535
_METHODS = ("GET", "POST", "PATCH", "DELETE")
_HEADERS = ("Authorization", "Content-Type", "X-Palate-User")


def parse_origin(text: str) -> str:
    """Return an origin in the form in which browsers send it: lower case, without the scheme's default port.

    Raises:
        BadArgument: it is not `http://` or `https://` with a host and at most a port.
    """
    found = _ORIGIN.fullmatch(text.lower())
    if found is None or int(found["port"] or 0) > _LAST_PORT:
        raise BadArgument(
            f"`--origin {text!r:.100}` is not an origin; `https://host` or `https://host:port` was expected, without a "
            "path, and the host in ASCII (Punycode)."
        )
    port = found["port"]
    suffix = "" if port in (None, _DEFAULT_PORTS[found["scheme"]]) else f":{port}"
    return f"{found['scheme']}://{found['host']}{suffix}"


@dataclass(frozen=True)
class Origins:
    """The origins that an operator lists, next to the server's own."""

    listed: tuple[str, ...] = ()

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Origins:
        """Parse the values of `--origin`.

        Raises:
            BadArgument: one of them is not an origin.
        """
        return cls(tuple(dict.fromkeys(map(parse_origin, texts))))

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers that requests to the listed origins have."""
        return frozenset(urlsplit(origin).netloc for origin in self.listed)

    @property
    def frame_ancestors(self) -> str:
        """The sources of the directive `frame-ancestors`."""
        return " ".join(("'self'", *self.listed))

    def allow(self, origin: str, host: str) -> bool:
        """Return whether `origin` is listed, or is the server's own: `http` or `https` at the request's `Host`.

        The scheme is not compared, since a proxy may terminate TLS.
        """
        return origin in self.listed or (bool(host) and origin in (f"http://{host}", f"https://{host}"))


class SameOrigin:
    """Refuses requests of pages of other origins, and has listed origins use CORS."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        """Guard an app."""
        self._origins = origins
        self._app = CORSMiddleware(
            app, origins.listed, allow_methods=_METHODS, allow_headers=_HEADERS, expose_headers=("Retry-After",)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host = headers.get("host", "").lower()
            if not all(self._origins.allow(origin, host) for origin in headers.getlist("origin")):
                refused = Problem(
                    403, "The page that sent this request is of another origin; `palate serve --origin` allows it."
                )
                await problems.response(refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)
