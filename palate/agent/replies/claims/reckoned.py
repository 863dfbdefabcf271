"""Numbers that no item has and that items make: what two differ by, or one and a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from palate.agent.replies.claims.amount import Amount, fitted
from palate.agent.replies.claims.compared import limits
from palate.agent.replies.claims.counts import is_counting
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.catalog.schema import Field

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_LEAST_APART = 0.005
_ABOUT = 0.1
"""How far from "about" it may be."""


def is_reckoned(amount: Amount, sentence: Sentence, ground: Ground) -> bool:
    """Tell whether a number comes of those that items have, where nothing says of which: "so that's 19 over".

    Years and how many things there are come of nothing.
    """
    words = sentence.words
    if lists().apart["spared"].at(words, amount.end) > amount.end:
        return False  # "7 minutes to spare" is what the subject leaves.
    kinds = ground.grounder.field_spans(words[amount.end : amount.end + 1])
    if any(ground.schema.field(match.field).kind in ("category", "tags") for span in kinds for match in span.matches):
        return False  # "Three countries" are counted.
    if amount.op not in ("=", "~") or _YEAR.fullmatch(words[amount.start].text) or is_counting(words, amount, ground):
        return False
    return any(_comes_of(amount, field, ground) for field in ground.schema.of_kind("number", "date"))


def _comes_of(amount: Amount, field: Field, ground: Ground) -> bool:
    quantity = amount.quantity
    apart_in_years = field.role == "year" and quantity.unit in ("years", None)
    fit = quantity if apart_in_years else fitted(quantity, field, field.name)
    if fit is None or fit.low is None or fit.low != fit.high or (field.role == "year" and not apart_in_years):
        return False
    room = _ABOUT * fit.low if amount.op == "~" else _LEAST_APART
    return any(abs(value - fit.low) < room for value in _made(field, ground))


def _made(field: Field, ground: Ground) -> Iterator[float]:
    """Yield the numbers that come of what items have of a field."""
    known = [value for item in ground.known.values() if (value := number_of(item, field)) is not None]
    for one, other in combinations(known, 2):
        yield abs(one - other)
    for limit in limits(field, ground):
        yield from (abs(value - limit) for value in known)
