"""A model's file from its publisher, over HTTP, going on where an earlier attempt stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from palate.errors import ModelUnavailable

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0


def download(url: str, to: Path, *, size: int, report: Callable[[int], None]) -> None:
    """Download a file of `size` bytes into `to`; what `to` holds already is not asked for again.

    Args:
        url: where the file is.
        to: where it goes; after a failure it holds what came, for the next attempt.
        size: how long the file has to be, which is looked at before the first byte is kept.
        report: told the bytes that are there so far.

    Raises:
        ModelUnavailable: the server cannot be reached, refuses, breaks off, or has another file.
    """
    import httpx

    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    have = to.stat().st_size if to.exists() else 0
    if have >= size:
        have = 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with httpx.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as response:
            response.raise_for_status()
            have = have if response.status_code == httpx.codes.PARTIAL_CONTENT else 0
            _check_length(response.headers.get("Content-Length"), expected=size - have, url=url)
            with to.open("ab" if have else "wb") as file:
                for chunk in response.iter_raw():  # of no set size, which would hold back what came before a break
                    have += file.write(chunk)
                    report(have)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelUnavailable(f"{_host(url)} did not give the file: {_told(error)}.") from None
    if have != size:
        raise ModelUnavailable(f"{_host(url)} broke off after {have:,} of {size:,} bytes.")


def _check_length(told: str | None, *, expected: int, url: str) -> None:
    if told is not None and int(told) != expected:
        raise ModelUnavailable(f"{_host(url)} has another file: {int(told):,} bytes where {expected:,} were expected.")


def _host(url: str) -> str:
    return url.split("/")[2]


def _told(error: Exception) -> str:
    """Return an error's first line, or its name where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
