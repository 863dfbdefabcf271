"""One reply to be checked, as a case holds it."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from palate.agent.replies.claims.evidence import Evidence

ErrorKind = Literal[
    "value",
    "number",
    "negation",
    "superlative",
    "comparison",
    "only",
    "swap",
    "count",
    "invented title",
    "other title",
    "dropped item",
    "order",
    "foreign text",
    "left out",
]
"""What is planted.

value, number: that an item has what it has not.
negation: that it lacks what it has.
superlative, comparison, only: how items stand to each other, wrongly.
swap: two items' values, each said of the other.
count: another number of items.
invented title, other title: an item that does not exist, or is none of the reply.
dropped item, order: one is missing, or two have changed places.
foreign text: a link, markup or an instruction.
left out: a sentence that has to be said.
"""
ERRORS: tuple[ErrorKind, ...] = get_args(ErrorKind)


class Examined(BaseModel):
    """A text, and what it may say; what is asked of a checker is this as JSON, without what is planted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    catalog: str
    text: str
    evidence: Evidence
    planted: ErrorKind | None = None
    """None where every word is true."""
    error: str = ""
    """The words that are wrong, for whoever reads the case."""
