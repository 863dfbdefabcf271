"""Small amounts in words, by which things differ: "half a star", "a tenth of a star", "a single year", "six cents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from palate.agent.replies.claims.amount import Amount, op_before
from palate.agent.replies.claims.phrases import lists
from palate.agent.replies.claims.sentences import Sentence
from palate.catalog.grounding.number_words import number_at
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.grounding.quantity import Quantity
from palate.catalog.words import Token, tokens


def shares_of(sentence: Sentence) -> Iterator[Amount]:
    """Yield the amounts of a sentence that are parts of a unit, or a single one."""
    words = sentence.words
    for place in range(len(words)):
        read = _counted(words, place) or _single(words, place)
        if read is None or not sentence.free(place, read.end):
            continue
        start, op = op_before(words, place)
        said = " ".join(word.text for word in words[start : read.end])
        yield replace(read, start=start, op=op, said=said)


def _counted(words: Sequence[Token], place: int) -> Amount | None:
    """Read "half a star", "two tenths of a star" and "six cents"."""
    number = number_at(words, place)
    at = number.end if number is not None else lists().words["single"].at(words, place)
    count = number.value if number is not None else 1.0
    if at > place and at < len(words) and words[at].normal in lists().words["decades"]:
        return _years(words, place, at + 1, 10 * count)
    for value, said in lists().shares.items():
        end = said.at(words, at)
        if end > at:
            of = lists().words["of_a"].at(words, end)
            return _amount(words, place, of, count * float(value)) or Amount(
                place, end, _bare(count * float(value), words, place, end), "=", None, "", ()
            )
    return None


def _years(words: Sequence[Token], start: int, end: int, years: float) -> Amount:
    said = " ".join(word.text for word in words[start:end])
    return Amount(start, end, Quantity(years, years, "years", "number", said), "=", None, said, ())


def _single(words: Sequence[Token], place: int) -> Amount | None:
    """Read "a year" and "a single minute"."""
    end = lists().words["single"].at(words, place)
    return _amount(words, place, end, 1.0) if end > place else None


def _amount(words: Sequence[Token], place: int, unit: int, value: float) -> Amount | None:
    """Return an amount of the unit that stands at a word, if one does."""
    if unit >= len(words) or words[unit].before.strip():
        return None
    spans = quantity_spans(tokens(f"{value:g} {words[unit].text}"))
    if not spans or spans[0].quantity.unit is None:
        return None
    return Amount(place, unit + 1, spans[0].quantity, "=", None, "", ())


def _bare(value: float, words: Sequence[Token], start: int, end: int) -> Quantity:
    value = round(value, 6)
    return Quantity(value, value, None, "number", " ".join(word.text for word in words[start:end]))
