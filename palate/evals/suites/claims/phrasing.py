"""How fluent writers say what replies say: sentences with gaps, one file a split."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

Split = Literal["development", "test"]


class FieldPhrasing(BaseModel):
    """Sentences about one field."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    tells: Sequence[str] = ()
    denies: Sequence[str] = ()
    most: Sequence[str] = ()
    least: Sequence[str] = ()
    more: Sequence[str] = ()
    less: Sequence[str] = ()
    only: Sequence[str] = ()


class Phrasing(BaseModel):
    """All sentences of one split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests: Sequence[str]
    """What people ask the shop, which has no requests of its own elsewhere."""
    openings: Sequence[str]
    plain: Sequence[str]
    """Openings without a count."""
    prose: Sequence[str]
    """What comes before the first item where there is no list."""
    asides: Sequence[str]
    """What speaks of an item besides."""
    inventions: Sequence[str]
    """Titles that no catalogue has."""
    links: Sequence[str]
    """What no reply should have."""
    fields: Mapping[str, Mapping[str, FieldPhrasing]]
    """By catalogue and field."""


@cache
def phrasing_of(split: Split) -> Phrasing:
    """Read the sentences of a split."""
    text = resources.files(__package__).joinpath(f"phrasings/{split}.toml").read_text(encoding="utf-8")
    return Phrasing.model_validate(tomllib.loads(text))
