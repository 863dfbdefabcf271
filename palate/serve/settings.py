"""What a server is told when it is started, and what it refuses to start with."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from palate.errors import BadArgument
from palate.memory.database import MEMORY
from palate.serve.keys import check_token, exposure
from palate.serve.origins import Origins

ENVIRONMENT = "PALATE_SERVE"
"""The variable that carries the settings to each worker."""


def _new_token(settings: dict[str, Any]) -> str | None:
    return None if settings.get("api_keys") else secrets.token_urlsafe(24)


class Settings(BaseModel):
    """How a server runs. Workers are handed it as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    db: Path | None = None
    """The catalogue; the embedded films where None."""
    state: Path | None = None
    store: str | None = Field(default=None, repr=False)
    """The address of a PostgreSQL database, with its password, which other servers may share."""
    model: str | None = None
    policies: tuple[str, ...] = ()
    """Rules on what may be shown, besides that nothing is shown again, by the names of their packages."""
    ranker: str | None = None
    k: int = 5
    host: str = "127.0.0.1"
    port: int = 8000
    api_keys: Path | None = None
    token: str | None = Field(default_factory=_new_token, repr=False)
    """The token that every request needs where there are no API keys; None to admit every local program."""
    origins: tuple[str, ...] = ()
    """Other origins whose pages may call the server and frame its page."""
    workers: int = Field(default=1, ge=1)
    turns: int = Field(default=8, ge=1)
    """Turns that run at once in one worker."""
    queue: int = Field(default=128, ge=0)
    """Turns that wait in one worker; whoever comes then is told to come again."""
    seconds: float = Field(default=60.0, gt=0)
    """For how long one turn is waited for."""
    rate: int = Field(default=120, ge=0)
    """Units of work a minute of one credential, in one worker; 0 for no limit."""
    most_bytes: int = Field(default=64_000, ge=1_000)
    """Of the body of a request."""
    connections: int = Field(default=2000, ge=1)
    """Open connections of one worker; further ones are refused."""
    peer_connections: int = Field(default=250, ge=1)
    """Of these, the ones of one client address."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Addresses that `peer_connections` does not apply to, since they connect for many clients."""
    client_seconds: float = Field(default=20.0, gt=0)
    """For how long a client may send one request, or read nothing of a response."""
    images: bool = False
    """Whether the page may show pictures of other hosts."""
    log_messages: bool = False

    def check(self) -> None:
        """Refuse settings that exclude each other or that would expose memory.

        Raises:
            BadArgument: it listens beyond this machine without API keys, workers would not share their state, the token
                is short or cannot be sent, or an origin is malformed.
        """
        if self.workers > 1 and self.store is None and str(self.state) == MEMORY:
            raise BadArgument(
                f"`--state {MEMORY}` is one process's alone, and there would be {self.workers}; name a folder."
            )
        if self.api_keys is None and not is_loopback(self.host):
            raise BadArgument(
                f"`--host {self.host}` can be reached from other machines, where whoever has the token could read "
                "the memory of every user; name a file of `key = person` by `--api-keys`, or serve on 127.0.0.1."
            )
        if self.api_keys is not None and self.token is not None:
            raise BadArgument("A server with `--api-keys` has no token; leave out `--token` (or `PALATE_TOKEN`).")
        if self.token is not None:
            check_token(self.token)
        Origins.parse(self.origins)

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for each setting that exposes memory and is still allowed."""
        if self.api_keys is None and self.token is None:
            yield (
                "Warning: without a token, every program and user of this machine, and every client of a proxy before "
                "the server, can read and change what is remembered of every user."
            )
        if self.api_keys is not None and (exposed := exposure(self.api_keys, ours=False)) is not None:
            yield f"Warning: {exposed}"


def network(text: str) -> IPv4Network | IPv6Network:
    """Parse an IP address, or a network of them.

    Raises:
        BadArgument: `text` is neither.
    """
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise BadArgument(
            f"`--proxy {text}` is no IP address or network; one such as `192.0.2.7` or `10.0.0.0/8` was expected."
        ) from error


def is_loopback(host: str) -> bool:
    """Tell whether a host, as one listens on it or as a request names it, is this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
