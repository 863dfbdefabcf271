"""Stage 0b: words that stand for something said before them: "I was born in 1962, so nothing from before that year"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.catalog.catalog import Catalog
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme
from palate.language.reading import read
from palate.language.sentences import SentenceModel
from palate.language.spans import spans

_ENDS = ".!?;\n"
_PAUSES = ",:()\u2013\u2014"
AMOUNT, VALUE = "amount", "value"
_WISHES = frozenset({"VALUE", "ITEM", "WANT"})
_TELLS = frozenset({"VALUE", "QTY", "ITEM"})
_TALK = -1.0
"""The log-odds of small talk from which on a clause that told of something may go; in doubt it does."""


@dataclass(frozen=True)
class _Stand:
    """Words `start` to `end` that stand for an amount or a value."""

    start: int
    end: int
    kind: str
    lead: str = ""
    """What is said before the value: "made there" is "made in France"."""
    of: tuple[str, ...] = ()
    """The fields that the words name: "that colour"."""


def put_in(words: Sequence[Token], catalog: Catalog, lexicon: Lexicon, model: SentenceModel) -> Sequence[Token]:
    """Put what was said before in the place of the words that stand for it.

    The clause that said it is left out where it tells of something else: of "I moved here in 1962, so nothing from
    before that year" stays "so nothing from before 1962". So is one whose value is said again behind "so":
    "the fence was white, I can't look at it any more, so not in white".
    """
    stands = list(_stands(words, catalog, lexicon))
    if not stands and not _says_again(words, lexicon):
        return words
    pieces = read(words, spans(words, catalog, lexicon), lexicon.opens)
    put: dict[int, tuple[int, list[Token]]] = {}
    gone: set[int] = set()
    for stand in stands:
        begin = _begins(words, stand.start, lexicon)
        meant = _meant(stand, begin, pieces, words, lexicon)
        if not meant or any(_says(piece, stand, words, lexicon) for piece in pieces if piece.start >= begin):
            continue
        put[stand.start] = stand.end, _as_said(meant, words, stand)
        first = _begins(words, meant[0].start, lexicon)
        if _only_leads_up(stand, meant, (first, begin), pieces, words, lexicon) or _is_talk(
            first, begin, pieces, words, model
        ):
            gone.update(range(first, begin))
    for piece, begin in _said_again(pieces, words, lexicon):
        first = _begins(words, piece.start, lexicon)
        gone.update(range(first, begin))
    return _built(words, put, gone)


def _built(words: Sequence[Token], put: Mapping[int, tuple[int, list[Token]]], gone: set[int]) -> Sequence[Token]:
    out: list[Token] = []
    at = 0
    while at < len(words):
        end, said = put.get(at, (at + 1, [words[at]]))
        if at not in gone:
            out += said
        at = end
    return tuple(out)


def _says_again(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a word stands before "so" and behind it: without one nothing is said again."""
    said = [word.normal for word in words]
    return any(
        at and word in lexicon.therefore and set(said[:at]) & set(said[at + 1 :]) - lexicon.words
        for at, word in enumerate(said)
    )


def _said_again(pieces: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[Lexeme, int]]:
    """Yield what is said again behind "so" in the same sentence, with where that clause begins."""
    for later in pieces:
        begin = _begins(words, later.start, lexicon)
        if later.kind not in _TELLS or words[begin].normal not in lexicon.therefore:
            continue
        for piece in pieces:
            if piece.end > begin or piece.start < _sentence_before(begin, words) or not _is_same(piece, later, words):
                continue
            first = _begins(words, piece.start, lexicon)
            told = [each for each in pieces if first <= each.start < begin and each.kind in _TELLS]
            if all(_is_same(each, later, words) for each in told):
                yield piece, begin


def _is_same(piece: Lexeme, other: Lexeme, words: Sequence[Token]) -> bool:
    said, again = ([word.normal for word in words[each.start : each.end]] for each in (piece, other))
    return piece.kind == other.kind and said == again


def _stands(words: Sequence[Token], catalog: Catalog, lexicon: Lexicon) -> Iterator[_Stand]:
    said = [word.normal for word in words]
    at = 0
    while at < len(said):
        stand = _noun(at, said, words, catalog, lexicon) or _phrase(at, said, words, lexicon)
        if stand is not None:
            yield stand
        at = stand.end if stand is not None else at + 1


def _phrase(at: int, said: Sequence[str], words: Sequence[Token], lexicon: Lexicon) -> _Stand | None:
    """Return what a phrase such as "made there" or, behind "than", "that" stands for."""
    for kind, table in lexicon.standing.items():
        if table.behind and (not at or said[at - 1] not in table.behind):
            continue
        ends = [end for pattern in table.phrases.get(said[at], ()) for end in pattern.ends(said, at)]
        if ends and (max(ends) - at > 1 or _closes(max(ends), words, lexicon)):
            return _Stand(at, max(ends), AMOUNT if kind == AMOUNT else VALUE, table.lead)
    return None


def _closes(at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a clause ends here, or a side follows: a lone "that" before another word is an article."""
    if at == len(words) or words[at].normal in lexicon.leads or words[at].before.strip():
        return True
    return any(span.start == at and span.cue.kind == "POST" for span in lexicon.spans(words[: at + 3], noun=""))


def _noun(at: int, said: Sequence[str], words: Sequence[Token], catalog: Catalog, lexicon: Lexicon) -> _Stand | None:
    """Return the values of a field that is named as one spoken of: "that colour", "those two languages"."""
    if said[at] not in lexicon.pointers:
        return None
    noun = at + 1 + (at + 1 < len(said) and said[at + 1] in (*lexicon.counts, "same"))
    spans_ = catalog.grounder.field_spans(words[noun : noun + 1])
    if not spans_:
        return None
    named = tuple(match.field for span in spans_ for match in span.matches)
    counted = all(catalog.schema.field(name).kind in ("number", "date") for name in named)
    return _Stand(at, noun + 1, AMOUNT if counted else VALUE, of=named)


def _meant(
    stand: _Stand, begin: int, pieces: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon
) -> list[Lexeme]:
    """Return the last amount, or the last values of one field, that were told before the clause."""
    told = [piece for piece in pieces if piece.end <= begin and _says(piece, stand, words, lexicon)]
    # What was told two sentences ago is not spoken of.
    sentence = _sentence_before(begin, words)
    told = [piece for piece in told if piece.start >= sentence]
    if not told or stand.kind == AMOUNT:
        return told[-1:]
    fields = _fields(told[-1])
    return [piece for piece in told if fields & _fields(piece)]


def _sentence_before(begin: int, words: Sequence[Token]) -> int:
    """Return where the sentence begins that `begin` stands in or, where it opens one, the one before."""
    at = max(0, begin - 1)
    while at > 0 and not any(mark in words[at].before for mark in _ENDS):
        at -= 1
    return at


def _says(piece: Lexeme, stand: _Stand, words: Sequence[Token], lexicon: Lexicon) -> bool:
    if stand.kind == AMOUNT:
        # "Find one" counts, and measures nothing.
        counts = piece.end - piece.start == 1 and words[piece.start].normal in lexicon.counts
        return piece.kind == "QTY" and piece.end <= stand.start and not counts
    if piece.kind != "VALUE" or piece.end > stand.start:
        return False
    return not stand.of or bool(_fields(piece) & set(stand.of))


def _fields(piece: Lexeme) -> set[str]:
    return {match.field for match in piece.values}


def _begins(words: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Return where the clause begins that a word stands in."""
    while at > 0:
        mark = any(mark in words[at].before for mark in (*_ENDS, *_PAUSES))
        if mark or words[at].normal in lexicon.leads:
            return at
        at -= 1
    return 0


def _as_said(meant: Sequence[Lexeme], words: Sequence[Token], stand: _Stand) -> list[Token]:
    """Return the words of what is meant, where those stand that stand for it."""
    there = words[stand.start]
    out: list[Token] = [replace(there, text=each, normal=each, capital=False) for each in stand.lead.split()]
    for number, piece in enumerate(meant):
        if number:
            out.append(replace(there, text="or", normal="or", capital=False, before=" "))
        out += [replace(word, start=there.start, end=there.end) for word in words[piece.start : piece.end]]
    return [replace(out[0], before=there.before), *(replace(word, before=word.before or " ") for word in out[1:])]


def _only_leads_up(
    stand: _Stand,
    meant: Sequence[Lexeme],
    clause: tuple[int, int],
    pieces: Sequence[Lexeme],
    words: Sequence[Token],
    lexicon: Lexicon,
) -> bool:
    """Tell whether a clause wishes for nothing besides what is said again, or said it only to rule it out."""
    start, end = clause
    others = [piece for piece in pieces if piece.start >= start and piece.end <= end and piece not in meant]
    ruled_out = any(words[at].normal in lexicon.negations for at in range(end, stand.start))
    return not any(piece.kind in _WISHES for piece in others) or (stand.kind == VALUE and ruled_out)


def _is_talk(start: int, end: int, pieces: Sequence[Lexeme], words: Sequence[Token], model: SentenceModel) -> bool:
    inside = [piece for piece in pieces if piece.start >= start and piece.end <= end]
    return bool(inside) and model.odds(inside, words) > _TALK
