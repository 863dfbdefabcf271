"""The tables that come with the catalogue: TOML files beside their modules, one a language where they are words."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_COMMON = "common/en.toml"


@lru_cache(maxsize=32)
def table(path: str, package: str = "palate.catalog.grounding") -> dict[str, Any]:
    """Return the parsed TOML file at `path`, relative to a package; callers must not change it."""
    return tomllib.loads(resources.files(package).joinpath(path).read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def words_of(path: str, name: str) -> frozenset[str]:
    """Return the words of one list of a file; the list is one string, its words separated by white space."""
    return frozenset(str(table(path)[name]).split())


@cache
def common_words() -> frozenset[str]:
    """Return the words that are rarely a name by themselves."""
    return frozenset().union(*(words_of(_COMMON, name) for name in table(_COMMON)))


def small_words() -> frozenset[str]:
    """Return those of them that are words of grammar."""
    return words_of(_COMMON, "function")


@cache
def carrying_words() -> frozenset[str]:
    """Return the words of grammar, and those that carry a request: "find", "product"."""
    return small_words() | words_of(_COMMON, "cue")


def negations() -> frozenset[str]:
    """Return the words of grammar that deny what follows them."""
    return words_of(_COMMON, "negation")
