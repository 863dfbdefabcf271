"""Stage 2b: sentences that say that the first thing shown will be taken, whatever it is: "I'll go with the first"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme

_ENDS = ".!?;\n"
_PAUSES = ",:()"
_REACH = 4
"""Words between "I'll" and what will be done."""
_FIRST = frozenset({"first", "1st"})
_WISHES = frozenset({"VALUE", "ITEM", "QTY", "ADJ", "ADJC", "ADJS", "EXCESS", "FIELD"})
"""What makes a part of such a sentence a wish of its own: "the first one you show me, so make it a short one"."""


@dataclass(frozen=True)
class Settled:
    """The words of a message without those sentences."""

    lexemes: list[Lexeme]
    final: bool
    """Whether there was one."""


def settle(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon, *, shown: bool) -> Settled:
    """Make sentences `FILLER` that announce a choice: they want nothing, but a first reply that is right.

    `shown` tells that items were shown: "I'll take the first" then is about these.
    """
    quiet: set[int] = set()
    final = False
    for sentence in _parts(range(len(words)), words, _ENDS):
        said = [words[at].normal for at in sentence]
        if not _announces(said, lexicon, shown=shown):
            continue
        final = True
        for part in _parts(sentence, words, _PAUSES):
            here = [each for each in lexemes if each.start >= part.start and each.end <= part.stop]
            own = any(each.kind in _WISHES for each in here)
            if not own or not (_FIRST | lexicon.tries).isdisjoint(words[at].normal for at in part):
                quiet.update(part)
    found = [
        replace(each, kind="FILLER") if quiet.issuperset(range(each.start, each.end)) else each for each in lexemes
    ]
    return Settled(found, final)


def _announces(said: Sequence[str], lexicon: Lexicon, *, shown: bool) -> bool:
    """Tell whether a sentence says that what is shown first is taken, or that there is one try."""
    if any(said[at] in ("one", "single", "only") and said[at + 1] in lexicon.tries for at in range(len(said) - 1)):
        return not lexicon.showers.isdisjoint(said) or "you" in said
    taken = not lexicon.takings.isdisjoint(said)
    if _shows(said, lexicon) or (not shown and not _FIRST.isdisjoint(said)):
        return taken or any(_will_take(said, at, lexicon) for at in range(len(said)))
    return taken and not shown and not lexicon.whatever.isdisjoint(said)


def _will_take(said: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word says that something is going to be taken: "I'll have", "I'm taking"."""
    return said[at] in lexicon.takers and not lexicon.intents.isdisjoint(said[max(0, at - _REACH) : at])


def _shows(said: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether words are about the first thing that is going to be shown, and not one that was."""
    return not _FIRST.isdisjoint(said) and not {"you", "your"}.isdisjoint(said) and not lexicon.showers.isdisjoint(said)


def _parts(within: range, words: Sequence[Token], marks: str) -> Iterator[range]:
    """Yield the stretches of words between marks."""
    start = within.start
    for at in within:
        if at > start and any(mark in words[at].before for mark in marks):
            yield range(start, at)
            start = at
    if start < within.stop:
        yield range(start, within.stop)
