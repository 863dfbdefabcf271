"""What is said to people, read from one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from palate.catalog.printable import one_line
from palate.catalog.tongues import Language, filled, spoken


def say(key: str, /, **slots: object) -> str:
    """Return the phrase of a key, such as `abstain.nothing`, with its slots filled, in the language that is spoken.

    What fills a slot stands on one line: the lines of a reply are those that a template writes.
    """
    table, name = key.split(".")
    lines = {slot: one_line(value) if isinstance(value, str) else value for slot, value in slots.items()}
    return filled(phrases(table)[name], **lines)


def phrases(table: str) -> Mapping[str, str]:
    """Return a whole table, where the key is no part of the code but a number, a role or a rule."""
    return _read(spoken())[table]


@lru_cache(maxsize=4)
def _read(language: Language = "en") -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
