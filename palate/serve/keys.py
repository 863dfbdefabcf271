"""API keys: each belongs to one person, whose memory and sessions it opens and nobody else's."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from palate.errors import BadArgument, UnreadableFile
from palate.memory.keys import check_name

_HASHED = "sha256:"
_SHORTEST = 16
"""Signs of a key: what is shorter can be guessed."""


class Keys:
    """Who may speak. Of a key nothing but its hash is held."""

    def __init__(self, people: Mapping[str, str]) -> None:
        """Hold people by key, or by `sha256:` and the hexadecimal hash of one.

        Raises:
            BadArgument: there is none, one is too short, or a person's name is none.
        """
        self._people = [(_hash(key), check_name(person, "person")) for key, person in people.items()]
        if not self._people:
            raise BadArgument("The file of API keys holds none; a line `key = person` for each was expected.")

    @classmethod
    def read(cls, path: Path) -> Keys:
        """Read a file with a line `key = person` for each key, or a JSON object of them.

        Raises:
            UnreadableFile: it is missing, or a line of it is something else.
            BadArgument: it holds no key, one that is too short, or one twice.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                f"`{path}` cannot be read as API keys; a text of `key = person` was expected."
            ) from error
        pairs = list(_of_json(text, path) if text.lstrip().startswith("{") else _of_lines(text, path))
        people = dict(pairs)
        if len(people) < len(pairs):
            raise BadArgument(f"`{path}` has a key twice; each belongs to one person.")
        return cls(people)

    def person(self, key: str) -> str | None:
        """Return whose key it is, in the same time whoever's; None for nobody's."""
        given, found = sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), None
        for known, person in self._people:
            if hmac.compare_digest(known, given):
                found = person
        return found


def _hash(key: str) -> str:
    if key.startswith(_HASHED):
        return key.removeprefix(_HASHED).strip().lower()
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
