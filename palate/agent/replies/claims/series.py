"""Numbers told one after another, of items in their order: "4.9, 4.7 and 4.3", "2, 5 and 1 years respectively"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from palate.agent.replies.claims.amount import Amount, fitted, with_one_unit
from palate.agent.replies.claims.compared import recent_items
from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.agent.replies.claims.standing import number_of
from palate.agent.replies.claims.subjects import Group
from palate.catalog.schema import Field

_LEAST = 3
"""Of two numbers see `pairs`."""
_BETWEEN = 2
"""How many words may stand between two of them: "117 minutes, and then 124"."""
_LEAST_APART = 0.005


def series_of(sentence: Sentence, amounts: Sequence[Amount]) -> Iterator[tuple[Amount, ...]]:
    """Yield the numbers of a sentence that are told in one row, all of one unit, which may be told once."""
    row: list[Amount] = []
    for amount in amounts:
        if row and not _goes_on(row[-1], amount, sentence):
            yield from _as_row(row)
            row = []
        row.append(amount)
    yield from _as_row(row)


def series_holds(series: Sequence[Amount], sentence: Sentence, ground: Ground) -> bool:
    """Tell whether the numbers are those of as many items, in the order of the reply or of their names."""
    fields = ground.schema.of_kind("number", "date")
    named = [field for field in fields if any(field.name == each.field for each in series)]
    return any(
        all(_has(amount, value, field) for amount, value in zip(series, values, strict=True))
        for group in _groups(series, sentence, ground)
        for field in dict.fromkeys([*named, *fields])
        if len(values := [number_of(item, field) for item in group]) == len(series)
    )


def _goes_on(before: Amount, amount: Amount, sentence: Sentence) -> bool:
    between = sentence.words[before.end : amount.start]
    return len(between) <= _BETWEEN and all(word.normal in lists().pairs["series"] for word in between)


def _as_row(row: Sequence[Amount]) -> Iterator[tuple[Amount, ...]]:
    if len(row) >= _LEAST and (amounts := with_one_unit(row)):
        yield amounts


def _groups(series: Sequence[Amount], sentence: Sentence, ground: Ground) -> Iterator[Group]:
    yield ground.shown
    yield tuple(reversed(recent_items(sentence, series[0].start)[: len(series)]))
    yield from (each.items for each in sentence.mentions if each.several)
    behind = {item.id: item for each in sentence.mentions if each.start >= series[-1].end for item in each.items}
    yield tuple(behind.values())


def _has(amount: Amount, value: float | None, field: Field) -> bool:
    quantity = fitted(amount.quantity, field, amount.field)
    if value is None or quantity is None or quantity.low is None or amount.op != "=":
        return False
    return abs(value - quantity.low) < _LEAST_APART
