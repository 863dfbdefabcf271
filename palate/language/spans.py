"""Stage 1: every reading of every part of a message, overlapping and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.matches import AdjectiveSpan, FieldSpan, TitleSpan, ValueSpan
from palate.catalog.grounding.quantities import QuantitySpan, quantity_spans
from palate.catalog.words import Token, normal
from palate.language.cues.lexicon import CueSpan, Lexicon
from palate.language.inflected import is_verb
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
    "TALK": 0.35,
    "NOTTOO": 0.8,
}
_CUE_EACH = 1.0
SET = "set"
"""The value of a set phrase, whose words mean nothing by themselves: "last night"."""
_SET = 1.5
"""Likelier than a value beside a small word, and less likely than a value of several words."""
_BARE_NUMBER = 1.3
_POSSIBLE = 0.8
"""How much what follows tells of "and newer"."""
_STOPS = ".!?;\n"
_JOINTS = frozenset({"or", "and", "vs", "versus", "but", "minus", "plus", "meets"})
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
    valued = grounder.value_spans(words)
    found: list[Lexeme] = [
        Lexeme(span.cue.kind, span.start, span.end, cue=span.cue.value)
        for span in cues
        if not _cuts_a_value(span, valued)
    ]
    found += [
        Lexeme("QTY", span.start, span.end, quantity=span.quantity)
        for span in quantity_spans(words)
        if not _is_pronoun(span, words)
    ]
    named = {(span.start, span.end) for span in grounder.field_spans(words)}
    limits = [cue for cue in cues if cue.cue.kind in ("LT", "GT")]
    # "Scratch that" is of nothing that scratches.
    taken_back = {
        at
        for cue in cues
        if cue.cue.kind in ("CORRECT", "UNDO") and cue.end - cue.start > 1
        for at in range(cue.start, cue.end)
    }
    # "First I thought" is of no first aid.
    ordinals = {(cue.start, cue.end) for cue in cues if cue.cue.kind == "ORDINAL"}
    found += [
        Lexeme("VALUE", span.start, span.end, values=span.matches)
        for span in valued
        # "Size M": a field's own name is not a piece of one of its values ("One Size").
        if not ((span.start, span.end) in named and all(match.how == "part" for match in span.matches))
        and not _is_somebody(span, words, lexicon)
        and not _is_in_order(span, words, lexicon)
        and not _is_within(span, limits)
        and not _is_in_a_compound(span, words)
        and not is_verb(span, words, lexicon)
        and not (span.end - span.start == 1 and span.start in taken_back)
        and not ((span.start, span.end) in ordinals and all(match.how == "part" for match in span.matches))
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
        if not (_is_address(span.start, words, lexicon) or _is_of_a_person(span.start, words, lexicon))
        and not _is_within(span, limits)
    ]
    topics = {(cue.start, cue.end) for cue in cues if cue.cue.kind == "TOPIC"}
    found += [
        _field(span, words, cues)
        for span in grounder.field_spans(words)
        # "I'd" names no column `id`.
        if (span.start, span.end) not in topics
        and not (span.end - span.start == 1 and _is_contracted(words[span.start]))
    ]
    readings = [
        Span(lexeme, _score(lexeme) + _opens_more(lexeme, words)) for lexeme in found if _unbroken(lexeme, words)
    ]
    judged = _judged(cues, words)
    named_values = [each for each in found if each.kind == "VALUE" and each.values[0].how in ("exact", "plural")]
    titles = [span for span in grounder.title_spans(words) if not _within_a_name(span, named_values)]
    measured = {each.start for each in found if each.kind == "QTY"}
    opening = {span.start for span in titles if words[span.start].capital}
    readings = [
        each
        for each in readings
        if not (each.lexeme.kind == "BUT" and each.lexeme.end in opening | measured and _as(each, words))
    ]
    return readings + [_title(span, words, plain, judged, named_values, lexicon) for span in titles]


def _is_within(span: ValueSpan | AdjectiveSpan, limits: Sequence[CueSpan]) -> bool:
    """Tell whether words say what a limit is: "minimum length is" wants no shortest, "floor price" no floor."""
    size = span.end - span.start
    return any(each.start <= span.start and span.end <= each.end and each.end - each.start > size for each in limits)


def _is_contracted(word: Token) -> bool:
    _, apostrophe, tail = word.text.replace("\u2019", "'").partition("'")
    return bool(apostrophe) and tail.lower() != "s"


def _judged(cues: Sequence[CueSpan], words: Sequence[Token]) -> set[int]:
    """Return where a name ends of which something is said: "Fargo | was really great", "Fargo | is a film I love"."""
    light = {index for cue in cues if cue.cue.kind in ("FILLER", "IS", "THING") for index in range(cue.start, cue.end)}
    ends = {0, len(words)} | {index for index, word in enumerate(words) if any(mark in word.before for mark in _STOPS)}
    said = [
        cue
        for cue in cues
        if cue.cue.kind in ("PRAISE", "BLAME") or (cue.cue.kind in ("LOVE", "HATE") and cue.end in ends)
    ]
    judged: set[int] = set()
    for cue in said:
        at = cue.start
        judged.add(at)
        while at > 0 and at - 1 in light and at not in ends:
            at -= 1
            judged.add(at)
    return judged


def _within_a_name(span: TitleSpan, valued: Sequence[Lexeme]) -> bool:
    """Tell whether a title is but a piece of a longer name: "Michael" in "Michael Mann"."""
    size = span.end - span.start
    return any(each.start <= span.start and span.end <= each.end and each.end - each.start > size for each in valued)


def _is_somebody(span: ValueSpan, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Read "my kids" as people; "kids' films" are of a kind."""
    alone = span.end - span.start == 1 and words[span.start].normal in lexicon.others
    return alone and span.start > 0 and words[span.start - 1].normal in lexicon.owners


def _is_in_order(span: ValueSpan, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Read "his first tooth" and "I'd have to think first" as what comes before others."""
    alone = span.end - span.start == 1 and words[span.start].normal in lexicon.stages
    asked_for = span.start > 0 and words[span.start - 1].normal in lexicon.via
    return alone and len(words) > 1 and not asked_for and not words[span.start].quoted


def _is_in_a_compound(span: ValueSpan, words: Sequence[Token]) -> bool:
    """Read "category-wise" as of no one called Wise."""
    first = words[span.start]
    part = span.end - span.start == 1 and all(match.how == "part" for match in span.matches)
    return part and first.before == "-" and not first.capital


def _is_of_a_person(at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Read "I'm new here" and "she is short" as said of somebody, and of nothing that is looked for."""
    before = [word.normal for word in words[max(0, at - 2) : at]]
    if not before or words[at].before.strip():
        return False
    contracted = before[-1] in lexicon.persons_told and "'" in words[at - 1].text.replace("\u2019", "'")
    return contracted or (len(before) == 2 and before[0] in lexicon.persons_told and before[1] in lexicon.links)


def _cuts_a_value(span: CueSpan, valued: Sequence[ValueSpan]) -> bool:
    """Tell whether a set phrase ends within a longer value: "at home | kitchen"."""
    if span.cue.value != SET:
        return False
    return any(each.start < span.end < each.end or each.start < span.start < each.end for each in valued)


def _is_address(at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a word speaks to somebody: "none of those, dear", "oh dear, no", "dear team, …"."""
    if words[at].normal not in lexicon.addresses:
        return False
    if at == 0 and len(words) > 2 and "," in words[2].before:
        return True
    ends = at + 1 == len(words) or any(mark in words[at + 1].before for mark in ",.!?;:\n")
    led = at == 0 or "," in words[at].before or words[at - 1].normal in lexicon.interjections
    return led and ends


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


def _field(span: FieldSpan, words: Sequence[Token], cues: Sequence[CueSpan]) -> Lexeme:
    """Read "How long" and "who is in" ask for a field in one breath; other words only name it."""
    asks = words[span.start].normal in ("how", "who", "whos", "where") and span.end - span.start > 1
    # Of "made it" only the verb names the field: what "it" is, is another matter.
    pointers = [cue.start for cue in cues if cue.cue.kind == "DEMO" and cue.end == span.end and cue.start > span.start]
    end = min(pointers, default=span.end)
    return Lexeme("ASK" if asks else "FIELD", span.start, end, fields=tuple(match.field for match in span.matches))


def _score(lexeme: Lexeme) -> float:
    length = lexeme.end - lexeme.start
    each = _SET if lexeme.cue == SET else _EACH.get(lexeme.kind, _CUE_EACH)
    if lexeme.quantity is not None and lexeme.quantity.kind == "number":
        each = _BARE_NUMBER
    score = each * length + _LONGER * (length - 1)
    return score * max((match.confidence for match in lexeme.values), default=1.0)


def _unbroken(lexeme: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether no sentence ends within a reading: "No. More than ..." is no "no more than"."""
    if lexeme.kind in ("VALUE", "QTY"):
        return True
    return not any(mark in words[index].before for index in range(lexeme.start + 1, lexeme.end) for mark in ".,!?;:\n")


def _title(
    span: TitleSpan,
    words: Sequence[Token],
    plain: set[int],
    judged: set[int],
    valued: Sequence[Lexeme],
    lexicon: Lexicon,
) -> Span:
    """Score a title: several words speak for themselves; one word needs quotes, a capital or a cue such as "like"."""
    inside = range(span.start, span.end)
    lexeme = Lexeme("ITEM", span.start, span.end, titles=span.matches)
    length = span.end - span.start
    content = [index for index in inside if index not in plain]
    whole = length == len(words)
    if any(words[index].quoted for index in inside) or (content and span.end in judged):
        return Span(lexeme, _score(lexeme) + 2.0, 1.0)
    if any((each.start, each.end) == (span.start, span.end) for each in valued) and not _named_so(span, words):
        # "I'm into war" is about the genre, though "The War" is a film.
        return Span(lexeme, -0.5)
    letters = [index for index in content or inside if words[index].text[:1].isalpha()]
    named = (
        not _begins(span.start, words)
        or length > 1
        or _is_set_apart(span.end, words)
        or _is_told_of(span.end, words, lexicon)
    )
    capital = all(words[index].capital for index in letters) and named
    if len(content) >= 2 or (capital and length >= 3):
        return Span(lexeme, _score(lexeme) + (0.5 if capital else 0.0), 1.0)
    if capital or whole:
        return Span(lexeme, _score(lexeme) + 0.3 if content else 0.9, 1.0)
    return Span(lexeme, -0.5, 2.6 * length if content else 0.0)


def _opens_more(lexeme: Lexeme, words: Sequence[Token]) -> float:
    """Weigh "and newer", which is likelier than "newer" by itself but where it goes on to a bound of its own."""
    if lexeme.kind != "POST" or words[lexeme.start].normal not in ("and", "or") or lexeme.end - lexeme.start < 2:
        return 0.0
    then = words[lexeme.end].normal if lexeme.end < len(words) else ""
    return -_POSSIBLE if then == "than" or then[:1].isdigit() else _POSSIBLE


def _as(span: Span, words: Sequence[Token]) -> bool:
    """Tell whether "as long as" opens a comparison with the title behind it."""
    return words[span.lexeme.start].normal == "as"


def _begins(start: int, words: Sequence[Token]) -> bool:
    """Tell whether a sentence begins here, where every word has a capital: "Once you've found one, …"."""
    return start == 0 or any(mark in words[start].before for mark in _STOPS)


def _is_set_apart(end: int, words: Sequence[Token]) -> bool:
    """Tell whether the first word of a sentence stands by itself: "Casablanca: when …?", "Vertigo or Fargo …"."""
    return end == len(words) or bool(words[end].before.strip()) or words[end].normal in _JOINTS


def _is_told_of(end: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a statement goes on here: "Babe | was", "Hamlet | always"."""
    return end < len(words) and words[end].before == " " and words[end].normal in lexicon.adverbs | lexicon.copulas


def _named_so(span: TitleSpan, words: Sequence[Token]) -> bool:
    """Tell whether a title is written out, with a capital letter and its article."""
    said = " ".join(word.normal for word in words[span.start : span.end])
    return words[span.start].capital and any(normal(match.title) == said for match in span.matches)
