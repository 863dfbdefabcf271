"""Starting a server and its workers, and ending them."""

from __future__ import annotations

import math
import os
import socket
import tempfile
from collections.abc import Callable
from urllib.parse import quote

import uvicorn

from palate.catalog.catalog import Catalog
from palate.errors import BadArgument
from palate.serve.connections import Connection
from palate.serve.keeping import store_of
from palate.serve.keys import Keys
from palate.serve.metrics import SHARED
from palate.serve.settings import ENVIRONMENT, Settings

_GRACE = 5
"""Seconds for the end of a turn to be sent."""
_KEEP_ALIVE = 75
"""Seconds that a connection may be idle: longer than proxies keep theirs, so that none writes to one that ends."""
_BACKLOG = 2048
_SEND_BUFFER = 131_072
"""Bytes of responses that the system keeps for a client that does not read them; its own bound is megabytes."""


def run(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until it is told to stop; turns that run are ended first.

    Args:
        settings: How.
        started: Called with the address of the page, and the token in it, once it can be reached.

    Raises:
        BadArgument: keys are missing where they are needed, the address cannot be listened on, or the store not used.
        PalateError: the catalogue or the keys cannot be read.
    """
    settings.check()
    if settings.api_keys is not None:
        Keys.read(settings.api_keys)
    if settings.db is not None:
        Catalog.open(settings.db).close()
    with store_of(settings):
        pass
    os.environ[ENVIRONMENT] = settings.model_dump_json()
    with listening(settings) as listener, tempfile.TemporaryDirectory(prefix="palate-serve-") as counted:
        if settings.workers > 1:
            os.environ[SHARED] = counted
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        query = "" if settings.token is None else f"/?token={quote(settings.token)}"
        started(f"http://{host}:{listener.getsockname()[1]}{query}")
        uvicorn.run(
            "palate.serve.app:worker",
            factory=True,
            fd=listener.fileno(),
            workers=settings.workers,
            http=Connection,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=math.ceil(settings.seconds) + _GRACE,
        )


def listening(settings: Settings) -> socket.socket:
    """Return the socket that workers take connections from.

    Raises:
        BadArgument: nothing can listen there.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise BadArgument(
            f"Nothing can listen on `{settings.host}` port {settings.port} ({cause}); `--port` takes another, "
            "0 a free one."
        ) from error
    # Connections take both over. Without the first the end of an answer waits 40 ms for what came before to be
    # acknowledged.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    return listener
