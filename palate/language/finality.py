"""Stage 2b: sentences that say that the first thing shown will be taken, whatever it is: "I'll go with the first"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme

_ENDS = ".!?;\n"
_PAUSES = ",:()"
_WISHES = frozenset({"VALUE", "ITEM", "QTY", "ADJ", "ADJC", "ADJS", "EXCESS", "FIELD"})
"""What makes a part of such a sentence a wish of its own: "the first one you show me, so make it a short one"."""


@dataclass(frozen=True)
class Settled:
    """The words of a message without those sentences."""

    lexemes: list[Lexeme]
    final: bool
    """Whether there was one."""
    quiet: frozenset[int]
    """Where their words stand."""


def settle(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon, *, shown: bool) -> Settled:
    """Make sentences `FILLER` that announce a choice: they want nothing, but a first reply that is right.

    `shown` tells that items were shown: "I'll take the first" then is about these.
    """
    quiet: set[int] = set()
    final = False
    for sentence in _parts(range(len(words)), words, _ENDS):
        ruled_out = {at for each in lexemes if each.kind == "OUT" for at in range(each.start, each.end)}
        said = _Said([at for at in sentence if at not in ruled_out], words, lexicon)
        own = _wishes(lexemes, sentence, words) - said.places
        if _asks(sentence, words) or not said.announces(shown=shown, wishes=bool(own)):
            continue
        final = True
        quiet |= said.places
        for part in _parts(sentence, words, _PAUSES):
            if own.isdisjoint(part):
                quiet.update(part)
    found = [
        replace(each, kind="FILLER") if quiet.issuperset(range(each.start, each.end)) else each for each in lexemes
    ]
    return Settled(found, final, frozenset(quiet))


class _Said:
    """Which of the phrases of such sentences stand in one, and where."""

    def __init__(self, sentence: Sequence[int], words: Sequence[Token], lexicon: Lexicon) -> None:
        said = [words[at].normal for at in sentence]
        self.places: set[int] = set()
        self._kinds: set[str] = set()
        for kind, patterns in lexicon.finality.items():
            for start, word in enumerate(said):
                for end in (end for pattern in patterns.get(word, ()) for end in pattern.ends(said, start)):
                    self._kinds.add(kind)
                    self.places.update(range(sentence[start], sentence[end - 1] + 1))

    def announces(self, *, shown: bool, wishes: bool) -> bool:
        """Tell whether what is shown first is taken, or there is one try.

        `wishes` tells that the sentence has a wish: "I'll take a western, whatever it is" announces nothing.
        """
        said = self._kinds
        if shown:
            return {"first", "shows"} <= said and not said.isdisjoint({"takes", "will"})
        if "tries" in said or ("takes" in said and not said.isdisjoint({"first", "shows"})):
            return True
        return (
            {"first", "will"} <= said or ({"any", "shows", "will"} <= said) or ({"any", "takes"} <= said and not wishes)
        )


def _wishes(lexemes: Sequence[Lexeme], sentence: range, words: Sequence[Token]) -> set[int]:
    """Return where something is wished for within a sentence."""
    here = [each for each in lexemes if each.start >= sentence.start and each.end <= sentence.stop]
    wishes = [each for each in here if each.kind in _WISHES and not _is_everyday(each, words)]
    return {at for each in wishes for at in range(each.start, each.end)}


def _is_everyday(lexeme: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether a word means something by itself besides the value that it can stand for: "coming home with me"."""
    alone = lexeme.kind == "VALUE" and lexeme.end - lexeme.start == 1
    return alone and words[lexeme.start].normal in words_of("common/en.toml", "everyday")


def _asks(sentence: range, words: Sequence[Token]) -> bool:
    return sentence.stop < len(words) and "?" in words[sentence.stop].before


def _parts(within: range, words: Sequence[Token], marks: str) -> Iterator[range]:
    """Yield the stretches of words between marks."""
    start = within.start
    for at in within:
        if at > start and any(mark in words[at].before for mark in marks):
            yield range(start, at)
            start = at
    if start < within.stop:
        yield range(start, within.stop)
