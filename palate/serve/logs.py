"""One line of JSON for each request; what people said, and who they are, is not in it unless that is asked for."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from palate.serve.metrics import Metrics

LOGGER = "palate.serve"
_OURS = "told"
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Those that are told by name: a client may make up any other, and the figures of each would be kept."""


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; of an exception where it was raised, and its text only where told to."""

    def __init__(self, *, messages: bool) -> None:
        super().__init__()
        self._messages = messages

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {"time": round(record.created, 3), "level": record.levelname.lower(), "logger": record.name}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            told |= {"error": type(error).__name__, "at": [f"{each.filename}:{each.lineno}" for each in frames[-8:]]}
            if self._messages:
                told["text"] = str(error)
        if error is None or self._messages:
            told["message"] = record.getMessage()
        return json.dumps(told | getattr(record, _OURS, {}), ensure_ascii=False, default=str)


def set_up(*, messages: bool) -> None:
    """Write what a server and its parts tell to standard error, as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(messages=messages))
    for name in (LOGGER, "palate", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)
    logging.getLogger(LOGGER).handlers = []
    logging.getLogger(LOGGER).propagate = True


def tell(scope: Scope, **told: Any) -> None:
    """Add to the line of a request."""
    scope.get("state", {}).get(_OURS, {}).update(told)


@dataclass(frozen=True)
class Watching:
    """Counts requests, and writes a line for each."""

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and tell what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told: dict[str, Any] = {}
        scope.setdefault("state", {})[_OURS] = told
        began, status = time.monotonic(), 500

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self.metrics.request_seconds.labels(_route(scope)).observe(time.monotonic() - began)
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            route, method = _route(scope), scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.requests.labels(method, route, status).inc()
            line = {"method": method, "route": route, "status": status, "seconds": round(time.monotonic() - began, 4)}
            logging.getLogger(LOGGER).info("request", extra={_OURS: line | told})


def _route(scope: Scope) -> str:
    """Return the template of the path that was asked for, which holds no id."""
    return str(getattr(scope.get("route"), "path", "other"))
