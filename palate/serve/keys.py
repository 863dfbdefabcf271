"""Credentials of requests: API keys, each of one user, or the one token of a server without keys."""

from __future__ import annotations

import hmac
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from palate.errors import BadArgument, UnreadableFile
from palate.memory.keys import check_name

_HASHED = "sha256:"
_HASH = re.compile(r"[0-9a-f]{64}")
_SHORTEST = 16
"""Characters of a key or token: a shorter one can be guessed."""
_BEARER = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""What a bearer credential may consist of (RFC 6750)."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Keys:
    """Users by API key. Only the hashes of keys are kept."""

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        """Keep pairs of a key, or `sha256:` and its hexadecimal hash, and the user that it belongs to.

        Raises:
            BadArgument: there is none, a key is too short or given twice, a hash is malformed, or a user's name is.
        """
        self._people = [(_hash(key, person), check_name(person, "person")) for key, person in people]
        if not self._people:
            raise BadArgument("The file of API keys holds none; a line `key = person` for each was expected.")
        if len(dict(self._people)) < len(self._people):
            raise BadArgument("The file of API keys has a key twice, as text or as hash; each belongs to one person.")

    @classmethod
    def read(cls, path: Path) -> Keys:
        """Read a file with a line `key = person` for each key, or a JSON object of them.

        Raises:
            UnreadableFile: it is missing, or a line of it is something else.
            BadArgument: its owner runs this process and others can read it, or its keys are refused (see `Keys`).
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                f"`{path}` cannot be read as API keys; a text of `key = person` was expected."
            ) from error
        if (exposed := exposure(path, ours=True)) is not None:
            raise BadArgument(exposed)
        return cls(_of_json(text, path) if text.lstrip().startswith("{") else _of_lines(text, path))

    def person(self, key: str) -> str | None:
        """Return the user of a key, or None, in a time that does not depend on the key."""
        given, found = sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), None
        for known, person in self._people:
            if hmac.compare_digest(known, given):
                found = person
        return found


def is_token(token: str, given: str) -> bool:
    """Compare a credential with the token in constant time."""
    return hmac.compare_digest(token.encode(), given.encode("utf-8", "surrogatepass"))


def check_token(token: str) -> None:
    """Check that a token is long enough and can be sent as a bearer credential.

    Raises:
        BadArgument: it is not.
    """
    if len(token) < _SHORTEST or _BEARER.fullmatch(token) is None:
        raise BadArgument(
            f"The token of `--token` (or `PALATE_TOKEN`) has {len(token)} characters; {_SHORTEST} or more letters, "
            "digits and `-._~+/` were expected, such as `openssl rand -hex 24` makes."
        )


def exposure(path: Path, *, ours: bool) -> str | None:
    """Return a sentence where users other than its owner may read a file of API keys. Windows has no such permissions.

    Args:
        path: The file.
        ours: Whether to report files whose permissions this process can change (it owns them, on a file system that can
            be written), or others, such as a mounted secret of Kubernetes.
    """
    if sys.platform == "win32" or not path.exists() or not (mode := path.stat().st_mode) & _OTHERS:
        return None
    if ours != (path.stat().st_uid == os.geteuid() and not os.statvfs(path).f_flag & os.ST_RDONLY):
        return None
    return f"`{path}` holds API keys and other users can read it (mode {stat.S_IMODE(mode):04o}); `chmod 600 {path}`."


def _hash(key: str, person: str) -> str:
    if key.startswith(_HASHED):
        digest = key.removeprefix(_HASHED).strip().lower()
        if _HASH.fullmatch(digest) is None:
            raise BadArgument(
                f"The hash of the API key of `{person}` is malformed; `{_HASHED}` and 64 hexadecimal digits were "
                "expected, such as `printf %s KEY | sha256sum` prints."
            )
        return digest
    if len(key) < _SHORTEST:
        raise BadArgument(
            f"An API key has {len(key)} characters; {_SHORTEST} or more were expected, such as `openssl rand -hex 24` "
            "makes."
        )
    return sha256(key.encode()).hexdigest()


def _of_lines(text: str, path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, sign, person = (part.strip() for part in line.partition("="))
        if not (key and sign and person):
            raise UnreadableFile(f"Line {number} of `{path}` is no `key = person`.")
        yield key, person


def _of_json(text: str, path: Path) -> Iterable[tuple[str, str]]:
    try:
        pairs: list[tuple[str, str]] = json.loads(text, object_pairs_hook=list)
    except ValueError as error:
        raise UnreadableFile(f"`{path}` begins as JSON and is none: {error}.") from error
    if not all(isinstance(person, str) for _, person in pairs):
        raise UnreadableFile(f'`{path}` is no JSON object of texts; `{{"key": "person"}}` was expected.')
    return pairs
