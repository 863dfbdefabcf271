"""What the clauses of a message do, and what of it may count for that: small talk asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.language.frame import FrameAct
from palate.language.part import Part
from palate.language.reader.clauses import Clause
from palate.language.reader.labels import ROLES
from palate.language.reader.reader import EVEN, Sentence, Tag

_REMARKS: Mapping[str, str] = {
    "accept": "take",
    "seen": "seen",
    "interest": "asked",
    "neutral": "asked",
    "unfamiliar": "asked",
    "why": "asked",
}
"""Acts that speak of items, and the role that an item has in them."""
_COURTESIES: tuple[FrameAct, ...] = ("about", "bye", "thanks", "greet", "chat")
"""Acts that need no answer beside another one, the weightiest first."""
_ITEMS = ("title", "pointer")


@dataclass(frozen=True)
class Dialogue:
    """The clauses of a message. A reader that tells none leaves it to the sentences what they are for."""

    clauses: tuple[Clause, ...]
    answers: bool = False
    """Whether the last reply asked something, which "yes" and "fine" answer, and take nothing."""

    def counting(self, parts: Sequence[Part]) -> list[Part]:
        """Return the parts that say what is wanted or asked; all where the clauses are unknown."""
        return [part for part in parts if self._counts(part)]

    def spoken_of(self, parts: Sequence[Part]) -> list[Part]:
        """Return the items that remarks speak of, in the role that they have there."""
        remarks = ((part, self._at(part)) for part in parts if part.kind in _ITEMS and not self._counts(part))
        return [
            replace(part, tag=Tag.of({role: float(role == _REMARKS[clause.act]) for role in ROLES}, {}))
            for part, clause in remarks
            if clause is not None and clause.act in _REMARKS
        ]

    def asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has a clause that says what is wanted or asked."""
        return not self.clauses or any(self._has_wish(each) for each in self._of(sentence))

    def does(self, act: str) -> bool:
        """Tell whether a clause does something."""
        return any(each.act == act for each in self.clauses)

    @property
    def remarks(self) -> tuple[FrameAct, ...]:
        """What is done with items that were shown, without asking for any."""
        return tuple(dict.fromkeys(each.act for each in self._idle() if each.act in _REMARKS))  # type: ignore[misc]

    @property
    def courtesy(self) -> FrameAct | None:
        """What is done that has nothing to do with items."""
        done = {each.act for each in self._idle()}
        return next((act for act in _COURTESIES if act in done), None)

    def questions(self) -> Iterator[Clause]:
        """Yield the clauses that ask for a fact."""
        yield from (each for each in self.clauses if each.act == "question" and each.acts["question"] >= EVEN)

    def _idle(self) -> Iterator[Clause]:
        yield from (each for each in self.clauses if not self._has_wish(each))

    def _counts(self, part: Part) -> bool:
        clause = self._at(part)
        return clause is None or self._has_wish(clause)

    def _has_wish(self, clause: Clause) -> bool:
        return clause.counts >= EVEN or (self.answers and clause.act == "accept")

    def _at(self, part: Part) -> Clause | None:
        return next((each for each in self.clauses if each.start <= part.start < each.end), None)

    def _of(self, sentence: Sentence) -> Iterator[Clause]:
        yield from (each for each in self.clauses if each.start < sentence.end and sentence.start < each.end)
