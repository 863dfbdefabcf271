"""Names under which people and sessions are kept, safe for any text that an app calls them by."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from palate.errors import BadArgument

_MOST_NAME = 500
_HALF = re.compile(r"[\ud800-\udfff]")


def check_name(name: object, what: str) -> str:
    """Return a user's or session's name, as far as it is one.

    Raises:
        BadArgument: it is no text, empty, too long, or has half a character in it.
    """
    if not isinstance(name, str):
        raise BadArgument(f"`{what}` is `{name!r:.60}`; a text was expected, such as `{str(name)!r:.20}`.")
    if not name.strip():
        raise BadArgument(f"`{what}` is `{name!r}`; a text that is not empty was expected, or None for nobody.")
    if len(name) > _MOST_NAME:
        raise BadArgument(f"`{what}` has {len(name)} characters; at most {_MOST_NAME} were expected.")
    if half := _HALF.search(name):
        raise BadArgument(f"`{what}` has half a character in it ({half[0]!r}); a text of whole ones was expected.")
    return name


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
