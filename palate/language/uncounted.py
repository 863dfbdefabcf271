"""Stage 2a: numbers that measure nothing that is wished for: "four cups", "two hours ago", "we won 3-1"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.quantities import Quantity
from palate.catalog.words import Token, singular
from palate.language.cues.lexicon import Lexicon
from palate.language.cues.pattern import Pattern
from palate.language.lexeme import Lexeme

_BREAKS = ".,!?;:\n()"
_SENTENCE = ".!?;\n"
_COMPARES = frozenset({"LT", "GT", "CMP", "BETWEEN", "TO", "THAN", "POST"})
_NEARLY = frozenset({"APPROX", "TOPIC", "ORSO", "EXACT", "SIM"})
"""Kinds before a number that say that it is not exact; of these, "about" may also tell a topic."""
_NOUNS = frozenset({"THING", "VALUE", "WORD", "ADJ"})
"""What "about" tells the topic of: "a film about twelve jurors"."""
_MEASURED = frozenset({"FIELD", "ASK", "ADJC", "THAN"})
"""What a number is of, whatever stands behind it."""
_ASKS = frozenset({"WANT", "LASTS", "POST", "EXCESS", *_COMPARES, *_MEASURED})
"""What no sentence has that merely tells somebody's age or an hour of the day."""
_YEARS = range(1850, 2101)
_LONG = frozenset({"days", "weeks", "months", "years"})
"""Times that a preposition such as "in" puts ahead, and no item takes."""
_HOURS = 12
_LONGEST = 4
"""Words of the longest phrase that stands before a number."""


def uncounted(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Take numbers out of what is read that count other things or tell of time that went by.

    A count becomes a word with its noun ("four cups"), so that it is searched for or told as one; what tells of time or
    of somebody's age is passed over, but for years, which are told.
    """
    return _Numbers(lexemes, words, lexicon).read()


class _Numbers:
    def __init__(self, lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> None:
        self._lexemes = lexemes
        self._words = words
        self._said = [word.normal for word in words]
        self._lexicon = lexicon

    def read(self) -> list[Lexeme]:
        out: list[Lexeme] = []
        at = 0
        while at < len(self._lexemes):
            piece = self._lexemes[at]
            quantity = piece.quantity
            read = self._other(at, piece, quantity, out) if quantity is not None else None
            out.append(read or piece)
            at += 1
            while at < len(self._lexemes) and self._lexemes[at].start < out[-1].end:
                at += 1
        return out

    def _other(self, at: int, piece: Lexeme, quantity: Quantity, out: list[Lexeme]) -> Lexeme | None:
        """Return what stands for a number that measures nothing; what compares it goes with it."""
        before = out[-1].kind if out else ""
        if (end := self._counted(at, quantity)) is not None and before not in _MEASURED:
            self._quiet_before(out)
            return Lexeme("WORD", piece.start, end)
        if self._is_share(piece, quantity) and before in _COMPARES | _NEARLY:
            self._quiet_before(out)
            return replace(piece, kind="FILLER", quantity=None)
        passed = None if self._is_measured(out) else self._passed(at, piece, quantity)
        if passed is not None:
            self._quiet_before(out)
            # "From twenty years ago" may well be a wish, if one that is not understood.
            return Lexeme("SEP" if quantity.unit == "years" else "FILLER", piece.start, passed)
        end = self._score(at, piece, quantity)
        if end is not None or self._is_point(at, piece, quantity):
            return Lexeme("FILLER", piece.start, end or piece.end)
        return None

    @staticmethod
    def _is_measured(out: Sequence[Lexeme]) -> bool:
        """Tell whether what stands before says of what a number is: "runs 90 minutes straight"."""
        return next((each.kind for each in reversed(out) if each.kind != "FILLER"), "") in {"LASTS", *_MEASURED}

    def _quiet_before(self, out: list[Lexeme]) -> None:
        if not out or out[-1].kind not in _COMPARES | _NEARLY:
            return
        topic = out[-1].kind == "TOPIC" and len(out) > 1 and out[-2].kind in _NOUNS
        if not topic:
            out[-1] = replace(out[-1], kind="FILLER")

    def _counted(self, at: int, quantity: Quantity) -> int | None:
        """Return where the noun ends that a bare number counts and nothing here knows: "four strong cups"."""
        if not _is_bare(quantity) or quantity.low == 1:
            return None
        for then in self._lexemes[at + 1 : at + 3]:
            if self._parted(then.start) or then.end - then.start > 1:
                return None
            if self._is_plural(then):
                return then.end
            if then.kind != "WORD":
                return None
        return None

    def _is_plural(self, piece: Lexeme) -> bool:
        word = self._words[piece.start]
        if word.capital or word.quoted or word.normal in words_of("common/en.toml", "function"):
            return False
        if word.normal in self._lexicon.others | self._lexicon.crowds:
            return piece.kind in ("WORD", "FILLER", "TALK")
        return piece.kind == "WORD" and bool(singular(word.normal)) and word.normal not in self._lexicon.adverbs

    def _is_share(self, piece: Lexeme, quantity: Quantity) -> bool:
        """Tell whether a number is of things that were spoken of: "at least one of them"."""
        return (
            _is_bare(quantity)
            and self._said[piece.end : piece.end + 1] == ["of"]
            and not self._lexicon.those.isdisjoint(self._said[piece.end + 1 : piece.end + 2])
        )

    def _passed(self, at: int, piece: Lexeme, quantity: Quantity) -> int | None:
        """Return where a time ends that went by or comes round: "two hours ago", "every ten minutes"."""
        if quantity.kind != "duration":
            return None
        behind = self._lexicon.passing["behind"]
        if not self._parted(piece.end) and (end := _longest(behind, self._said, piece.end)) is not None:
            return end
        before = ("before", "ahead") if quantity.unit in _LONG else ("before",)
        if any(self._ends_at(self._lexicon.passing[name], piece.start) for name in before):
            return piece.end
        return piece.end if self._is_spent(at, piece) else None

    def _is_spent(self, at: int, piece: Lexeme) -> bool:
        """Tell whether "today" says when time went by, and nobody has it still: "took me an hour today"."""
        then = _longest(self._lexicon.passing["today"], self._said, piece.end) if piece.end < len(self._said) else None
        if then is None or self._parted(piece.end) or (at and self._lexemes[at - 1].kind in _COMPARES):
            return False
        held = self._ends_at(self._lexicon.passing["held"], piece.start)
        return not held and self._lexicon.holding.isdisjoint(self._sentence(piece))

    def _score(self, at: int, piece: Lexeme, quantity: Quantity) -> int | None:
        """Return where the score of a game ends: "3-1" is no range, whose lower end comes first."""
        last = self._lexemes[at + 1] if at + 1 < len(self._lexemes) else None
        if last is None or last.quantity is None or self._words[last.start].before not in ("-", "\u2013"):
            return None
        if not (_is_bare(quantity) and _is_bare(last.quantity)) or last.start != piece.end:
            return None
        return last.end if (quantity.low or 0) >= (last.quantity.low or 0) else None

    def _is_point(self, at: int, piece: Lexeme, quantity: Quantity) -> bool:
        """Tell whether a bare number is an age or an hour: "turned seventy-four", "at fifty-nine", "till five"."""
        if not _is_bare(quantity) or self._goes_on(piece):
            return False
        if self._ends_at(self._lexicon.passing["age"], piece.start):
            return True
        if any(each.kind in _ASKS for each in self._around(at)):
            return False
        in_words = not any(word.text.isdigit() for word in self._words[piece.start : piece.end])
        early = (quantity.low or 0) <= _HOURS
        if in_words and self._ends_at(self._lexicon.passing["at"], piece.start):
            return not self._lexicon.tellers.isdisjoint(self._sentence(piece))
        return early and self._ends_at(self._lexicon.passing["until"], piece.start)

    def _goes_on(self, piece: Lexeme) -> bool:
        return piece.end < len(self._words) and self._words[piece.end].before in ("-", "\u2013", "/")

    def _around(self, at: int) -> list[Lexeme]:
        """Return what else is said in a number's clause; the word right before it makes it a point."""
        start, end = self._bounds(self._lexemes[at], _BREAKS)
        beside = [*self._lexemes[: max(0, at - 1)], *self._lexemes[at + 1 :]]
        return [each for each in beside if start <= each.start < end]

    def _sentence(self, piece: Lexeme) -> set[str]:
        start, end = self._bounds(piece, _SENTENCE)
        return set(self._said[start:end])

    def _bounds(self, piece: Lexeme, marks: str) -> tuple[int, int]:
        start, end = piece.start, piece.end
        while start > 0 and not any(mark in self._words[start].before for mark in marks):
            start -= 1
        while end < len(self._words) and not any(mark in self._words[end].before for mark in marks):
            end += 1
        return start, end

    def _parted(self, index: int) -> bool:
        return index >= len(self._words) or any(mark in self._words[index].before for mark in _BREAKS)

    def _ends_at(self, patterns: Mapping[str, Sequence[Pattern]], end: int) -> bool:
        """Tell whether one of some phrases stands right before a word."""
        if self._parted(end):
            return False
        return any(
            end in pattern.ends(self._said, start)
            for start in range(max(0, end - _LONGEST), end)
            for pattern in patterns.get(self._said[start], ())
        )


def _is_bare(quantity: Quantity) -> bool:
    """Tell whether a number has no unit and is no year."""
    return (
        quantity.kind == "number"
        and quantity.unit is None
        and quantity.low is not None
        and quantity.high is not None
        and quantity.low == int(quantity.low)
        and int(quantity.low) not in _YEARS
    )


def _longest(patterns: Mapping[str, Sequence[Pattern]], said: Sequence[str], start: int) -> int | None:
    """Return where the longest of some phrases ends that begins at a word."""
    if start >= len(said):
        return None
    return max((end for pattern in patterns.get(said[start], ()) for end in pattern.ends(said, start)), default=None)
