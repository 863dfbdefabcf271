"""Stage 2b: sentences that say that the first thing shown will be taken, whatever it is: "I'll go with the first"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.asides import sentences
from palate.language.cues.lexicon import Lexicon
from palate.language.everyday import is_everyday
from palate.language.lexeme import Lexeme
from palate.language.sentences import SentenceModel

_ENDS = ".!?;\n"
_PAUSES = ",:()"
_WISHES = frozenset({"VALUE", "ITEM", "QTY", "ADJ", "ADJC", "ADJS", "EXCESS", "FIELD"})
"""What makes a part of such a sentence a wish of its own: "the first one you show me, so make it a short one"."""
_NAMED_ALONE = _WISHES - {"FIELD"}
"""What a part without a promise wishes for by itself: "a blind date" is of no date."""
_SAYS_OTHERWISE = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW", "WHY", "LOVE", "HATE", "SEEN"})
"""Kinds of a sentence that mostly asks or tells something, and promises nothing."""
_NAMES = frozenset({"VALUE", "ITEM", "QTY"})
"""Kinds of what names something of the catalogue."""
_SHORTEST = 5
"""Words of a sentence that promises it in words of its own."""
_SURE = 1.0
"""The log-odds from which on it does: who is only shown something too soon is asked too much otherwise."""
_SURER = 3.0
"""The same of one that has a kind that mostly promises nothing: "what comes out first I keep"."""


@dataclass(frozen=True)
class Settled:
    """The words of a message without those sentences."""

    lexemes: list[Lexeme]
    final: bool
    """Whether there was one."""
    quiet: frozenset[int]
    """Where their words stand."""


def promises(pieces: Sequence[Lexeme], words: Sequence[Token], model: SentenceModel) -> frozenset[int]:
    """Return where sentences begin that promise to take what is shown first, as a model tells."""
    return frozenset(sentence[0].start for sentence in sentences(pieces, words) if _promises(sentence, words, model))


def _promises(sentence: Sequence[Lexeme], words: Sequence[Token], model: SentenceModel) -> bool:
    if sentence[-1].end - sentence[0].start < _SHORTEST:
        return False
    if any(piece.kind == "ITEM" for piece in sentence):
        # "I'll take Alien" takes what it names.
        return False
    named = _wishes(sentence, range(sentence[0].start, sentence[-1].end), words, _NAMES)
    otherwise = bool(named) or any(piece.kind in _SAYS_OTHERWISE for piece in sentence)
    return model.odds(sentence, words) > (_SURER if otherwise else _SURE)


def settle(
    lexemes: Sequence[Lexeme],
    words: Sequence[Token],
    lexicon: Lexicon,
    *,
    shown: bool,
    promised: frozenset[int] = frozenset(),
) -> Settled:
    """Make sentences `FILLER` that announce a choice: they want nothing, but a first reply that is right.

    Args:
        lexemes: what is read of the message.
        words: its tokens.
        lexicon: the phrases of such sentences.
        shown: that items were shown: "I'll take the first" then is about these.
        promised: where sentences begin that promise it in other words.
    """
    ruled_out = {at for each in lexemes if each.kind == "OUT" for at in range(each.start, each.end)}
    said = [_Said(each, words, lexicon, ruled_out) for each in _parts(range(len(words)), words, _ENDS)]
    own = [_wishes(lexemes, each.sentence, words) - each.places for each in said]
    settles = [
        (not _asks(each.sentence, words, lexicon) and each.announces(shown=shown, wishes=bool(wishes)))
        or (not promised.isdisjoint(each.sentence) and not shown)
        for each, wishes in zip(said, own, strict=True)
    ]
    if not any(settles):
        settles = _together(said, own, shown=shown)
    final = any(settles)
    quiet: set[int] = set()
    for each, settled in zip(said, settles, strict=True):
        if settled or (final and each.places and not _wishes(lexemes, each.sentence, ()) - each.places):
            quiet |= each.places
            for part in _parts(each.sentence, words, _PAUSES):
                wanted = _wishes(lexemes, part, words, _NAMED_ALONE) - each.places
                if not wanted and (settled or not each.places.isdisjoint(part)):
                    quiet.update(part)
    found = [
        replace(each, kind="FILLER") if quiet.issuperset(range(each.start, each.end)) else each for each in lexemes
    ]
    return Settled(found, final, frozenset(quiet))


def _together(said: Sequence[_Said], own: Sequence[set[int]], *, shown: bool) -> list[bool]:
    """Tell which sentences announce it with those beside them: "Any film at all. The first one. Done."."""
    settles = [False] * len(said)
    for end in range(1, len(said)):
        start = end
        while start > 0 and said[start - 1].kinds and not own[start - 1]:
            start -= 1
        run = [] if own[end] or not said[end].kinds or start == end else said[start : end + 1]
        kinds = frozenset[str]().union(*(each.kinds for each in run))
        if "ends" in kinds and _announces(kinds, shown=shown, wishes=False):
            settles[start : end + 1] = [True] * len(run)
    return settles


class _Said:
    """Which of the phrases of such sentences stand in one, and where."""

    def __init__(self, sentence: range, words: Sequence[Token], lexicon: Lexicon, ruled_out: Set[int]) -> None:
        read = [at for at in sentence if at not in ruled_out]
        said = [words[at].normal for at in read]
        self.sentence = sentence
        self.places: set[int] = set()
        self.kinds: set[str] = set()
        alone = {(part.start, part.stop) for part in _parts(sentence, words, _PAUSES)}
        for kind, patterns in lexicon.finality.items():
            for start, word in enumerate(said):
                for end in (end for pattern in patterns.get(word, ()) for end in pattern.ends(said, start)):
                    place = range(read[start], read[end - 1] + 1)
                    if _means_otherwise(kind, said, start, end, lexicon):
                        continue
                    if kind == "ends" and (place.start, place.stop) not in alone:
                        continue
                    self.kinds.add(kind)
                    self.places.update(place)

    def announces(self, *, shown: bool, wishes: bool) -> bool:
        """Tell whether what is shown first is taken, or there is one try.

        `wishes` tells that the sentence has a wish: "I'll take a western, whatever it is" announces nothing.
        """
        return _announces(self.kinds, shown=shown, wishes=wishes)


def _means_otherwise(kind: str, said: Sequence[str], start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a phrase says something else: "not one", "I take that back", "first I thought"."""
    then = said[end] if end < len(said) else ""
    if kind == "first":
        return end - start == 1 and then in lexicon.subjects and not (start and said[start - 1] == "the")
    return (kind == "any" and start > 0 and said[start - 1] in lexicon.denials) or (kind == "takes" and then == "back")


def _announces(said: Set[str], *, shown: bool, wishes: bool) -> bool:
    takes = not said.isdisjoint({"takes", "ends"})
    if shown:
        return {"first", "shows"} <= said and (takes or "will" in said)
    if "tries" in said or (takes and not said.isdisjoint({"first", "shows"})):
        return True
    return {"first", "will"} <= said or {"any", "shows", "will"} <= said or (takes and "any" in said and not wishes)


def _wishes(lexemes: Sequence[Lexeme], sentence: range, words: Sequence[Token], kinds: Set[str] = _WISHES) -> set[int]:
    """Return where something is wished for within a sentence; with no words, where it may be."""
    here = [each for each in lexemes if each.start >= sentence.start and each.end <= sentence.stop]
    wishes = [each for each in here if each.kind in kinds and not (words and is_everyday(each, words))]
    return {at for each in wishes for at in range(each.start, each.end)}


def _asks(sentence: range, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a sentence asks, and does not promise: "shall we agree that I take what you show me?"."""
    said = [words[at].normal for at in sentence]
    promises = said[0] in lexicon.auxiliaries | {"shall", "how"} and not lexicon.subjects.isdisjoint(said[1:])
    return not promises and sentence.stop < len(words) and "?" in words[sentence.stop].before


def _parts(within: range, words: Sequence[Token], marks: str) -> Iterator[range]:
    """Yield the stretches of words between marks."""
    start = within.start
    for at in within:
        if at > start and any(mark in words[at].before for mark in marks):
            yield range(start, at)
            start = at
    if start < within.stop:
        yield range(start, within.stop)
