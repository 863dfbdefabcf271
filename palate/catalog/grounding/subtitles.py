"""Titles without their subtitle, as people say them."""

from __future__ import annotations

import re

from palate.catalog.words import normal

__all__ = ["heads"]

_COMMA = re.compile(r",\s")
_MARK = re.compile(r"\s*(?::|\s[-\u2013\u2014]\s|\(|,?\s+or\b|;)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(the|a|an) ")


def heads(title: str) -> set[str]:
    """Return the normalised beginnings of a title that stand for the whole, with and without its article.

    What comes before a colon, a dash, a bracket or "or": `dr strangelove`, `the lord of the rings`; several words
    before a comma: `crouching tiger`.
    """
    found = {normal(title[: mark.start()]) for mark in _MARK.finditer(title)}
    found |= {head for mark in _COMMA.finditer(title) if (head := normal(title[: mark.start()])).count(" ") > 0}
    return {form for head in found for form in (head, _ARTICLE.sub("", head)) if form}
