"""A quantity as a reply says it: with the comparison around it, and the field that is named beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.agent.replies.claims.ground import Ground
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.quantities import fit, quantity_spans
from palate.catalog.grounding.quantity import Quantity, QuantitySpan
from palate.catalog.schema import Field
from palate.catalog.words import Token, normal

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_CENTURIES = 1000
_GAP, _BEHIND = 3, 2
"""How many words may stand between a quantity and the name of its field before it, and behind it."""


@dataclass(frozen=True)
class Amount:
    """A quantity as a reply says it."""

    start: int
    end: int
    quantity: Quantity
    op: str
    """How the item's value compares with it; `~` is "about"."""
    field: str | None
    """The field that is named beside it."""
    said: str
    around: tuple[str, ...]
    """The amount with the word before it, and with the one behind it, normalised: how reasons are told by."""

    @property
    def is_round(self) -> bool:
        """Whether it is told in hours alone, as "two and a half hours" are of 151 minutes, or in decades."""
        text = f" {normal(self.quantity.text)} "
        hours = self.quantity.kind == "duration" and " hour" in text and " min" not in text
        return self.op == "=" and (hours or " decade" in text)

    lasts: bool = False
    """Whether it may be how long something takes: "told over 98 minutes"."""


def is_year(word: Token, ground: Ground) -> bool:
    """Tell whether a number is a year, where items have one."""
    return ground.schema.of_role("year") is not None and _YEAR.fullmatch(word.text) is not None


def amounts_of(sentence: Sentence, ground: Ground) -> list[Amount]:
    """Return the numbers of a sentence that stand outside of titles and values, and are not said back."""
    words, first = sentence.words, 0
    found: list[Amount] = []
    for span in _together(quantity_spans(words), words):
        taken = any(span.start < each.end and each.start < span.end for each in sentence.values)
        single = words[span.start].normal == "one" and span.end == span.start + 1
        if taken or single or not sentence.free(span.start, span.end):
            continue
        amount, first = _amount(sentence, span, first, ground)
        found.append(amount)
    return found


def _together(spans: Sequence[QuantitySpan], words: Sequence[Token]) -> list[QuantitySpan]:
    """Read "two hours and a minute" as one amount."""
    found: list[QuantitySpan] = []
    for span in spans:
        last = found[-1] if found else None
        joined = last is not None and [word.normal for word in words[last.end : span.start]] == ["and"]
        if last and joined and (last.quantity.unit, span.quantity.unit) == ("hours", "minutes"):
            low, more = last.quantity.low or 0.0, (span.quantity.low or 0.0) / 60
            text = f"{last.quantity.text} and {span.quantity.text}"
            whole = replace(last.quantity, low=low + more, high=low + more, text=text)
            found[-1] = replace(last, end=span.end, quantity=whole)
        else:
            found.append(span)
    return found


def _amount(sentence: Sentence, span: QuantitySpan, first: int, ground: Ground) -> tuple[Amount, int]:
    """Read an amount, and tell where its words end; those from `first` on may name its field."""
    words = sentence.words
    start, op = op_before(words, span.start)
    if "," in words[span.start].before:
        start, op = span.start, "="  # "A little over, £219".
    dated = is_year(words[span.start], ground) or (span.quantity.low or 0) > _CENTURIES
    when = words[start].normal in lists().words["when"] and not dated
    if when or not sentence.free(start, span.start):
        start, op = span.start, "="  # "Out of the Past (97 minutes)" is not past 97, "after three years" is three.
    end = span.end
    if op == "=":
        end, op = op_behind(words, span.end)
    last = _pause(words, end)
    before = _named(sentence, max(first, start - _GAP), start, span.quantity, ground)
    own = [field.name for field in ground.schema.of_kind("number") if span.quantity.unit in (field.unit, field.name)]
    if span.quantity.unit is not None and own:
        before = [name for name in before if name in own]  # "A year's warranty and 3.9 stars".
    behind = [] if before else _named(sentence, end, last, span.quantity, ground)
    field = next(iter([*before, *behind]), None)
    said = words[start].text + "".join(word.before + word.text for word in words[start + 1 : end])
    around = tuple(_joined(words[low:high]) for low, high in ((max(0, start - 1), end), (start, end + 1)))
    lasts = span.quantity.kind == "duration" and words[start].normal == "over"
    return Amount(start, end, span.quantity, op, field, said, around, lasts=lasts), last if behind else end


def _pause(words: Sequence[Token], end: int) -> int:
    """Return up to where the words behind an amount belong to it: none behind a comma or a semicolon."""
    last = min(len(words), end + _BEHIND)
    return next((at for at in range(end, last) if set(",;:") & set(words[at].before)), last)


def _named(sentence: Sentence, low: int, high: int, quantity: Quantity, ground: Ground) -> list[str]:
    """Return the fields of numbers that a part of a sentence names and that can have a quantity."""
    return [
        match.field
        for span in ground.grounder.field_spans(sentence.words[low:high])
        for match in span.matches
        if sentence.free(low + span.start, low + span.end)
        and ground.schema.field(match.field).kind in ("number", "date")
        and (quantity.kind == "number" or not _is_plain(ground.schema.field(match.field)))
        and fitted(quantity, ground.schema.field(match.field), match.field) is not None
    ]


def fitted(quantity: Quantity, field: Field, named: str | None) -> Quantity | None:
    """Convert a quantity to a field's unit; of a field without one "5 years" is 5, as is any 5 where it is named."""
    return quantity if _is_plain(field) and (named == field.name or quantity.unit == "years") else fit(quantity, field)


def _is_plain(field: Field) -> bool:
    return field.kind == "number" and field.unit is None and field.role is None


def with_one_unit(amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """Give numbers that are told together the unit that one of them has, as in "4.6 to 3.5 stars"; () of several."""
    units = {each.quantity.unit: each.quantity.kind for each in amounts if each.quantity.unit is not None}
    if len(units) > 1:
        return ()
    return tuple(
        replace(each, quantity=replace(each.quantity, unit=unit, kind=kind))
        for unit, kind in units.items()
        for each in amounts
    ) or tuple(amounts)


def _joined(words: Sequence[Token]) -> str:
    return " ".join(word.normal for word in words)


def op_before(words: Sequence[Token], start: int) -> tuple[int, str]:
    """Return where a comparison begins that stands before a quantity, and which it is: `=` where none does."""
    at = start - 1 if start and words[start - 1].normal in lists().words["determiners"] else start
    first, op = min((table.before(words, at), op) for op, table in lists().before.items())
    return (first, op) if first < at else (start, "=")


def op_behind(words: Sequence[Token], end: int) -> tuple[int, str]:
    """Return where a comparison ends that stands behind a quantity, and which it is."""
    ends = [(table.at(words, end), op) for op, table in lists().behind.items()]
    last, op = max(ends)
    return (last, op) if last > end else (end, "=")
