"""What the baselines tell a model of the person: what they liked last, and the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from palate.llm.model import Message
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

MOST_LIKED = 10
"""Titles of what a person liked last."""


def liked_titles(catalog: Catalog, user: str | None, taste: Taste) -> list[str]:
    """Return the titles of what a person liked last, the latest first."""
    logged = [entry.item for entry in catalog.log_of(user)] if user is not None else []
    latest = dict.fromkeys(reversed([*logged, *(item for item in taste.likes if item not in logged)]))
    return [item.title for item in catalog.items([each for each in latest if each in taste.likes][:MOST_LIKED])]


def likings(liked: Sequence[str]) -> str:
    """Return a sentence on it; nothing where nothing is known."""
    return f"The person liked, the latest first: {'; '.join(liked)}." if liked else ""


def showed(titles: Sequence[str]) -> Message:
    """Return what was shown as the assistant's part of a conversation."""
    return Message(role="assistant", content="; ".join(titles) or "I have nothing to show.")
