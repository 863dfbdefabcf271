"""Numbers that no item has and that come of what items have: what two differ by, or one and a limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from palate.agent.replies.claims.amount import Amount, is_year
from palate.agent.replies.claims.compared import limits
from palate.agent.replies.claims.counts import is_counting
from palate.agent.replies.claims.difference import Difference, those
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.perhaps import is_plain
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.catalog.schema import Field
from palate.catalog.words import Token


def is_reckoned(amount: Amount, sentence: Sentence, ground: Ground) -> bool:
    """Tell whether a number comes of those that items have, where nothing says of which: "so that's 19 over".

    What a title stands beside is of that item. Years, limits, and how many things there are come of nothing.
    """
    words, quantity = sentence.words, amount.quantity
    if is_plain(sentence, amount.start, amount.end) or amount.op not in ("=", "~") or quantity.low != quantity.high:
        return False
    if lists().apart["spared"].at(words, amount.end) > amount.end:
        return False  # "7 minutes to spare" is what the subject leaves.
    if (
        is_year(words[amount.start], ground)
        or is_counting(words, amount, ground)
        or _is_of_kinds(amount, words, ground)
    ):
        return False
    fields = those(amount, ground.schema.of_kind("number", "date"))
    year = ground.schema.of_role("year")
    if quantity.unit is None and year is not None:
        fields = (*fields, year)  # "1975, four before Alien".
    difference = Difference(amount, amount.start, amount.end, 0, fields, amount.end)
    return any(difference.holds(gap, field) for field in fields for gap in _gaps(field, ground))


def _is_of_kinds(amount: Amount, words: Sequence[Token], ground: Ground) -> bool:
    """Tell whether kinds of things are counted: "three countries"."""
    named = ground.grounder.field_spans(words[amount.end : amount.end + 1])
    fields = [ground.schema.field(match.field) for span in named for match in span.matches]
    return any(field.kind in ("category", "tags") for field in fields)


def _gaps(field: Field, ground: Ground) -> Iterator[float]:
    """Yield by how much two items differ in a field, and one and what the person asked for."""
    known = [value for item in ground.known.values() if (value := number_of(item, field)) is not None]
    yield from (abs(one - other) for one, other in combinations(known, 2))
    yield from (abs(value - limit) for limit in limits(field, ground) for value in known)
