"""Stage 1: every reading of every part of a message, overlapping and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import FieldSpan, TitleSpan
from palate.catalog.grounding.quantities import QuantitySpan, quantity_spans
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme

_EACH = {
    "QTY": 1.8,
    "ADJS": 1.8,
    "ADJC": 1.7,
    "ADJ": 1.5,
    "EXCESS": 1.5,
    "VALUE": 1.6,
    "FIELD": 1.25,
    "ASK": 1.3,
    "ITEM": 1.5,
    "FILLER": 0.3,
    "NOTTOO": 0.8,
}
_CUE_EACH = 1.0
_BARE_NUMBER = 1.3
_LONGER = 0.4
"""What each further word of a reading adds: one reading of three words is likelier than three of one word."""

_DEGREES = {"positive": "ADJ", "comparative": "ADJC", "superlative": "ADJS"}


@dataclass(frozen=True)
class Span:
    """One reading of a part of the message."""

    lexeme: Lexeme
    score: float
    """How likely, by itself; more is likelier, and 0 is "just words"."""
    opened: float = 0.0
    """What is added to the score where the words before make a title likely."""


def spans(words: Sequence[Token], catalog: Catalog, lexicon: Lexicon) -> list[Span]:
    """List every reading of every part of a message."""
    schema, grounder = catalog.schema, catalog.grounder
    cues = lexicon.spans(words, noun=schema.noun)
    plain = {index for cue in cues if cue.cue.kind in ("FILLER", "DEMO") for index in range(cue.start, cue.end)}
    found: list[Lexeme] = [Lexeme(span.cue.kind, span.start, span.end, cue=span.cue.value) for span in cues]
    found += [
        Lexeme("QTY", span.start, span.end, quantity=span.quantity)
        for span in quantity_spans(words)
        if not _is_pronoun(span, words)
    ]
    named = {(span.start, span.end) for span in grounder.field_spans(words)}
    found += [
        Lexeme("VALUE", span.start, span.end, values=span.matches)
        for span in grounder.value_spans(words)
        # "Size M": a field's own name is not a piece of one of its values ("One Size").
        if not ((span.start, span.end) in named and all(match.how == "part" for match in span.matches))
    ]
    found += [
        Lexeme(
            "EXCESS" if span.excess else _DEGREES[span.degree],
            span.start,
            span.end,
            adjective=span,
            fields=(span.field,),
        )
        for span in grounder.adjectives(words)
    ]
    topics = {(cue.start, cue.end) for cue in cues if cue.cue.kind == "TOPIC"}
    found += [_field(span, words) for span in grounder.field_spans(words) if (span.start, span.end) not in topics]
    readings = [Span(lexeme, _score(lexeme)) for lexeme in found if _unbroken(lexeme, words)]
    judged = {cue.start for cue in cues if cue.cue.kind in ("PRAISE", "BLAME")}
    return readings + [_title(span, words, plain, judged) for span in grounder.title_spans(words)]


def _is_pronoun(span: QuantitySpan, words: Sequence[Token]) -> bool:
    """Read "The second one" has no number in it; "one comedy" has."""
    if span.end - span.start > 1 or words[span.start].normal != "one":
        return False
    before = words[span.start - 1].normal if span.start else ""
    return span.end == len(words) or before in (
        "the",
        "that",
        "this",
        "which",
        "first",
        "second",
        "third",
        "last",
        "other",
        "other",
    )


def _field(span: FieldSpan, words: Sequence[Token]) -> Lexeme:
    """Read "How long" and "who is in" ask for a field in one breath; other words only name it."""
    asks = words[span.start].normal in ("how", "who", "whos", "where") and span.end - span.start > 1
    return Lexeme("ASK" if asks else "FIELD", span.start, span.end, fields=tuple(match.field for match in span.matches))


def _score(lexeme: Lexeme) -> float:
    length = lexeme.end - lexeme.start
    each = _EACH.get(lexeme.kind, _CUE_EACH)
    if lexeme.quantity is not None and lexeme.quantity.kind == "number":
        each = _BARE_NUMBER
    score = each * length + _LONGER * (length - 1)
    return score * max((match.confidence for match in lexeme.values), default=1.0)


def _unbroken(lexeme: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether no sentence ends within a reading: "No. More than ..." is no "no more than"."""
    if lexeme.kind in ("VALUE", "QTY"):
        return True
    return not any(mark in words[index].before for index in range(lexeme.start + 1, lexeme.end) for mark in ".,!?;:\n")


def _title(span: TitleSpan, words: Sequence[Token], plain: set[int], judged: set[int]) -> Span:
    """Score a title: several words speak for themselves; one word needs quotes, a capital or a cue such as "like"."""
    inside = range(span.start, span.end)
    lexeme = Lexeme("ITEM", span.start, span.end, titles=span.matches)
    length = span.end - span.start
    content = [index for index in inside if index not in plain]
    whole = length == len(words)
    if any(words[index].quoted for index in inside) or (content and span.end in judged):
        return Span(lexeme, _score(lexeme) + 2.0, 1.0)
    letters = [index for index in content or inside if words[index].text[:1].isalpha()]
    capital = all(words[index].capital for index in letters) and (span.start > 0 or length > 1)
    if len(content) >= 2 or (capital and length >= 3):
        return Span(lexeme, _score(lexeme) + (0.5 if capital else 0.0), 1.0)
    if capital or whole:
        return Span(lexeme, _score(lexeme) + 0.3 if content else 0.9, 1.0)
    return Span(lexeme, -0.5, 2.6 * length if content else 0.0)
