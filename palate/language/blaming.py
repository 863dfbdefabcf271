"""What was shown is turned down because of a field: "it's the price that kills it", "not with that cast"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme, parted
from palate.language.scene import Scene

_WISHES = frozenset({"VALUE", "QTY", "ITEM", "ADJ", "ADJC", "ADJS", "EXCESS", "LIMIT", "CMP"})
"""Kinds that say what something should be like."""
_SAYS_MORE = _WISHES | {
    *("FORGET", "MATTERS", "SORT", "ASK", "LOVE", "PRAISE", "COMMIT", "RESET", "UNDO", "HELP", "AVERAGE", "HOWMANY"),
    *("YES", "WANT", "SIM", "LT", "GT"),
}
"""Kinds with which more is said than that something is wrong."""
_DENIES = frozenset({"DENY", "NEG", "BLAME", "HATE", "OUT"})
_ASKS = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW", "HOWMUCH", "WHY", "IS", "HAVE"})
_TALK = frozenset({"WORD", "SEP", "WHY"})
"""Kinds that say nothing before a no."""
_SINGLES = frozenset({"DEMO", "REF", "ORDINAL", "NEG", "INSTEAD", "SEEN", "TOPIC"})
"""Kinds by which one of several things is turned down, or for more than a no."""
SHOWN = "shown"
"""The value of a `DENY` that is said of what was shown, and takes no words back."""
_ENDS = ".!?;\n"


@dataclass(frozen=True)
class Blamed:
    """A message where each sentence that turns down what was shown is a mere `DENY`."""

    lexemes: list[Lexeme]
    fields: tuple[str, ...]
    """For which they do; none where nothing is blamed."""


def blamed(lexemes: Sequence[Lexeme], scene: Scene, lexicon: Lexicon) -> Blamed:
    """Make one `DENY` of each sentence that turns down what was just shown, and says no more than which field is wrong.

    One that only points at a field does so beside one that says no: "Did you look at the price? That won't do."
    """
    session = scene.session
    if not session.shown or session.asked is not None:
        return Blamed(list(lexemes), ())
    sentences = [_Sentence(each, scene.words, lexicon) for each in parted(lexemes, scene.words, _ENDS)]
    faulty = _denied(sentences)
    if not faulty and not any(sentence.turns_down for sentence in sentences):
        faulty = {at for at, sentence in enumerate(sentences) if sentence.tells_of_a_field}
    found: list[Lexeme] = []
    wished = False
    for at, sentence in enumerate(sentences):
        wished = wished or sentence.wishes
        found += sentence.denied if at in faulty or (sentence.turns_down and not wished) else sentence.quieted
    named = (name for at in sorted(faulty) for name in sentences[at].fields)
    return Blamed(found, tuple(dict.fromkeys(named)))


def _denied(sentences: Sequence[_Sentence]) -> set[int]:
    """Return which sentences say no for the sake of a field, or point at one beside such that say no."""
    found: set[int] = set()
    for at, sentence in enumerate(sentences):
        beside = [near for near in (at - 1, at + 1) if 0 <= near < len(sentences) and sentences[near].only_denies]
        if sentence.points and sentence.denies:
            found.add(at)
        elif beside and sentence.points and not sentence.asks:
            found |= {at, beside[-1]}
    return found


@dataclass(frozen=True)
class _Sentence:
    lexemes: Sequence[Lexeme]
    words: Sequence[Token]
    lexicon: Lexicon

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for each in self.lexemes if each.kind == "FIELD" for name in each.fields)

    @property
    def denied(self) -> list[Lexeme]:
        return [Lexeme("DENY", self.lexemes[0].start, self.lexemes[-1].end, cue=SHOWN)]

    @property
    def quieted(self) -> list[Lexeme]:
        """Its lexemes, without talk that leads up to a no: "very sweet of you, only it's not what I had in mind"."""
        until = self._last_no
        if self._says_more or self.fields:
            return list(self.lexemes)
        return [
            replace(each, kind="FILLER") if at < until and each.kind in _TALK else each
            for at, each in enumerate(self.lexemes)
        ]

    @property
    def turns_down(self) -> bool:
        """Whether it is nothing but a no to all that was shown: "No, that's not it"."""
        after = self.lexemes[self._last_no + 1 :]
        kinds = {each.kind for each in self.lexemes}
        plain = not self.fields and not self._says_more and not kinds & _SINGLES
        return plain and self._last_no >= 0 and not any(each.kind in _TALK for each in after)

    @property
    def wishes(self) -> bool:
        return any(each.kind in _WISHES for each in self.lexemes)

    @property
    def _last_no(self) -> int:
        return max((at for at, each in enumerate(self.lexemes) if self._is_no(each)), default=-1)

    def _is_no(self, piece: Lexeme) -> bool:
        """Tell whether a piece says no; what takes words back does so where there are none: "that's not the one"."""
        nays = self.lexicon.negations | self.lexicon.refusals | self.lexicon.faults
        said = {self.words[at].normal for at in range(piece.start, piece.end)}
        return piece.kind in ("DENY", "BLAME") or (piece.kind == "CORRECT" and not nays.isdisjoint(said))

    @property
    def denies(self) -> bool:
        return any(each.kind in _DENIES for each in self.lexemes)

    @property
    def only_denies(self) -> bool:
        """Whether it says no and names nothing: "That's not going to fly"."""
        return self.denies and not self.fields and not self._says_more

    @property
    def points(self) -> bool:
        """Whether it names a field of what was shown, and nothing that it should be: "did you look at the cast?"."""
        return bool(self.fields) and not self._says_more and not self._is_same

    @property
    def tells_of_a_field(self) -> bool:
        """Whether it tells of somebody whom a field kept from taking the thing: "the year puts me off"."""
        return self.points and self._tells and not self.asks and not self._is_question

    @property
    def _says_more(self) -> bool:
        kinds = {each.kind for each in self.lexemes}
        return any(
            each.kind in _SAYS_MORE and not self._says_no_more(at, each, kinds) for at, each in enumerate(self.lexemes)
        )

    def _says_no_more(self, at: int, piece: Lexeme, kinds: set[str]) -> bool:
        """Tell whether a piece means nothing here: "I can't say yes", "like this", "till I saw the price"."""
        then = self.lexemes[at + 1] if at + 1 < len(self.lexemes) else None
        if piece.kind == "YES":
            return bool(kinds & _DENIES)
        if piece.kind == "WANT":
            return then is not None and then.kind == "MORE"
        if piece.kind == "SIM":
            return then is not None and then.kind == "DEMO" and then.end - then.start == 1 and "MORE" not in kinds
        return piece.kind in ("LT", "GT") and (then is None or then.kind != "DEMO")

    @property
    def _is_same(self) -> bool:
        """Whether a field is to be as it is: "the same director, but not this one"."""
        return any(
            each.kind == "FIELD" and each.start > 0 and self.words[each.start - 1].normal == "same"
            for each in self.lexemes
        )

    @property
    def _tells(self) -> bool:
        """Whether somebody is spoken of, with a word that means nothing else here: "that one loses me on the year"."""
        said = {self.words[at].normal for each in self.lexemes for at in range(each.start, each.end)}
        return not said.isdisjoint(self.lexicon.tellers) and any(map(self._is_plain, self.lexemes))

    def _is_plain(self, piece: Lexeme) -> bool:
        if piece.kind in ("WORD", "SEP"):
            return piece.end > piece.start
        word = self.words[piece.start].normal
        known = word in self.lexicon.words or word in words_of("common/en.toml", "function")
        return piece.kind == "FILLER" and not known

    @property
    def asks(self) -> bool:
        """Whether it opens like a question for a fact: "what year is it", but not "did you look at the year"."""
        spoken = [each for each in self.lexemes if each.kind not in ("FILLER", "WORD", "TALK")]
        first = spoken[0] if spoken else None
        if first is None or first.kind not in _ASKS:
            return False
        then = self.words[first.end].normal if first.end < len(self.words) else ""
        return "you" not in (then, self.words[first.end - 1].normal)

    @property
    def _is_question(self) -> bool:
        end = self.lexemes[-1].end
        return end < len(self.words) and "?" in self.words[end].before
