"""Names under which people and sessions are kept, safe for any text that an app calls them by."""

from __future__ import annotations

from urllib.parse import quote, unquote


def encoded(text: str) -> str:
    """Encode a name reversibly to letters, digits, `-`, `_`, `~` and `%`, so that dots, slashes and NULs do no harm."""
    return quote(text, safe="", errors="surrogatepass").replace(".", "%2E")


def thread_id(user: str | None, session: str) -> str:
    """Return the name of one conversation: nobody's user id can be taken for that of an anonymous session."""
    return f"{'a' if user is None else 'u'}:{'' if user is None else encoded(user)}/{encoded(session)}"


def threads_of(user: str) -> str:
    """Return what the thread ids of one person's sessions all begin with."""
    return f"u:{encoded(user)}/"


def session_of(thread: str) -> str:
    """Return the session's name, as the app calls it."""
    return unquote(thread.split("/", 1)[1], errors="surrogatepass")
