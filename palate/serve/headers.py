"""Headers of every response: the page may load nothing from elsewhere, and only listed origins may frame it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:{images}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {frames}; require-trusted-types-for 'script'"
)


@dataclass(frozen=True)
class SafeHeaders:
    """Adds them."""

    app: ASGIApp
    images: bool
    """Whether pictures of other hosts may be shown."""
    frame_ancestors: str
    """The sources of the directive that says who may frame the page."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        policy = _POLICY.format(images=" https:" if self.images else "", frames=self.frame_ancestors)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store" if scope["path"].startswith("/v1/") else "no-cache")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
