"""Stage 2c: what denies something from afar: "cross comedy off", "comedy I won't have", "skip what isn't French"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme, parted
from palate.language.verdicts import VERDICT

_BREAKS = ".!?;\n,:()\u2013\u2014"
_NAMED = frozenset({"VALUE", "QTY"})
_CONTENT = _NAMED | {"ITEM", "ADJ", "ADJC", "ADJS", "EXCESS", "WORD", "REF", "ORDINAL"}
_WORD = frozenset({"WORD"})
_LONGEST = 4
"""Words that a particle may be with what belongs to it: "off the list"."""
_AGREES = frozenset({"MATTERS", "YES", "PRAISE"})
_SMALL = frozenset({"FILLER", "TALK", "DEMO", "FROM", "VIA"})
"""What may follow in its part on words that rule out what stands before them."""
_BETWEEN = frozenset({"FILLER", "THING", "DEMO", "IS", "TALK", "FORGET", "HAVE", "WHO", "WHAT", "ONLY"})
"""What may stand between two denials of which one is of the other: "skip | anything that | isn't"."""
_NOUNS = frozenset({"FIELD", "COMMIT", "WORD", *_BETWEEN})
"""What may stand between a thing and what denies it: "gray | is the one colour | I won't have"."""


def denied(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Put what denies something beside what it denies, and take out two denials of which one is of the other."""
    out: list[Lexeme] = []
    for part in parted(lexemes, words, _BREAKS):
        if _is_of_the_rest(part, words, lexicon) and any(piece.kind in ("NEG", "OUT") for piece in out):
            out += [replace(piece, kind="FILLER") for piece in part]
            continue
        found = part
        for reading in (_shortened, _cancelled, _without_pronouns, _with_particles, _fronted):
            found = reading(found, words, lexicon)
        out += found
    return out


def _is_of_the_rest(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a part only says that what is not ruled out will do: "any other language is ok"."""
    said = {words[at].normal for piece in part for at in range(piece.start, piece.end)}
    agrees = any(piece.kind in _AGREES for piece in part)
    return agrees and not said.isdisjoint(lexicon.rest) and all(piece.kind not in _CONTENT - _WORD for piece in part)


def _shortened(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Read "beige's out" as what "is out" says of beige."""
    for at, piece in enumerate(part[:-1]):
        if piece.kind != "VALUE" or words[piece.end - 1].text[-2:] not in ("'s", "\u2019s"):
            continue
        last = part[-1].end
        said = ["is", *(word.normal for word in words[piece.end : last])]
        end = max((end for end in lexicon.ends("OUT", said)), default=0) + piece.end - 1
        rest = [each for each in part if each.start >= end]
        if end > piece.end and all(each.kind not in _CONTENT for each in rest):
            return [*part[: at + 1], Lexeme("OUT", piece.end, end), *rest]
    return list(part)


def _cancelled(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Read "skip anything that isn't French" as French, and so "anything that isn't French is out"."""
    out = list(part)
    for at, piece in enumerate(part):
        if not _denies(piece, words, lexicon):
            continue
        first = at
        while first > 0 and part[first - 1].kind in _BETWEEN:
            first -= 1
        between = [words[place].normal for each in part[first:at] for place in range(each.start, each.end)]
        before = part[first - 1] if first else None
        if before is not None and before.kind == "NEG":
            between = [*(word.normal for word in words[before.start : before.end]), *between]
        if not _is_relative(between, piece, words, lexicon):
            continue
        if before is not None and before.kind == "NEG":
            out[first - 1], out[at] = replace(before, kind="FILLER"), replace(piece, kind="FILLER")
            out[first:at] = [replace(each, kind="FILLER") if each.kind == "FORGET" else each for each in out[first:at]]
        elif any(each.kind == "OUT" for each in part[at:]):
            out[at] = replace(piece, kind="NEG")
            out = [replace(each, cue=VERDICT) if each.kind == "OUT" else each for each in out]
    return out


def _denies(piece: Lexeme, words: Sequence[Token], lexicon: Lexicon) -> bool:
    first = words[piece.start].normal
    return piece.kind == "NEG" or (piece.kind in ("FILLER", "IS") and first in lexicon.negations | lexicon.denials)


def _is_relative(between: Sequence[str], piece: Lexeme, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a denial tells what the things before it are: "anything | that | isn't", "nothing | other than"."""
    while between and between[-1] in lexicon.copulas | {"are"}:
        between = between[:-1]
    if not between:
        return False
    told = between[-1] in lexicon.relatives
    apart = between[-1] in lexicon.anythings | lexicon.negations and words[piece.start].normal in (
        *lexicon.excepting,
        "not",
    )
    return told or apart


def _without_pronouns(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Read the "that" of "drop everything that comes from France" as a joint, which points at nothing."""
    return [
        replace(piece, kind="FILLER", cue="")
        if piece.kind == "DEMO"
        and piece.start > 0
        and words[piece.start].normal in lexicon.relatives
        and words[piece.start - 1].normal in lexicon.anythings
        else piece
        for piece in part
    ]


def _with_particles(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Read "cross comedy off" as "cross off comedy": the verb rules out what stands before its particle."""
    out = list(part)
    for at, piece in enumerate(part):
        particles = (
            lexicon.parted.get(words[piece.end - 1].normal, frozenset()) if piece.kind != "VALUE" else frozenset()
        )
        end = next((to for to in range(at + 1, len(part)) if words[part[to].start].normal in particles), None)
        if end is None or any(_denies(each, words, lexicon) for each in part[:at]):
            continue
        inside, rest = part[at + 1 : end], part[end:]
        named = any(each.kind in _NAMED for each in inside) and not any(each.kind == "WANT" for each in inside)
        if (
            named
            and rest[-1].end - rest[0].start <= _LONGEST
            and not any(each.kind in _CONTENT - _WORD for each in rest)
        ):
            out[at] = replace(piece, kind="NEG", cue="")
            out[end:] = [replace(each, kind="FILLER") for each in rest]
            break
    return out


def _fronted(part: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Read "comedy I will not have" and "gray is a colour I hate": nothing follows that it could be said of."""
    last = next((at for at in reversed(range(len(part))) if part[at].kind not in _SMALL), None)
    if last is None or not _has_subject(part, last, words, lexicon):
        return list(part)
    value = last - 1
    while value > 0 and part[value].kind in _NOUNS:
        value -= 1
    if (
        value < 0
        or part[value].kind not in _NAMED
        or any(each.kind in ("NEG", "LOVE", "HATE") for each in part[:value])
    ):
        return list(part)
    fields = [each for each in part[value + 1 : last] if each.kind == "FIELD"]
    rules_out = replace(part[last], kind="OUT", start=part[value].end)
    return [*part[: value + 1], *fields, rules_out, *(replace(each, kind="FILLER") for each in part[last + 1 :])]


def _has_subject(part: Sequence[Lexeme], at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a piece denies what somebody does: "I won't have", "we | never"."""
    piece, before = part[at], part[at - 1] if at else None
    if piece.kind not in ("NEG", "OUT", "HATE"):
        return False
    alone = before is None or before.kind != "FILLER" or words[before.end - 1].normal not in lexicon.subjects
    return piece.end - piece.start > 1 or not alone
