"""What the clauses of a message do, and what of it may count for that: small talk asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.language.frame import FrameAct
from palate.language.part import Part
from palate.language.reader.clauses import Clause
from palate.language.reader.labels import ROLES, SIDES
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
_KNOWN = frozenset({"seen", "unfamiliar", "interest"})
"""Acts that tell something of an item, and turn it down for that at times."""
_WANTING = ("dismiss", "restart", "undo")
"""What a sentence is hardly ever for in small talk."""
_BEGINNING = (*_WANTING, "first")
"""Before anything was shown, "the first" is not that of a list."""
_ANSWERING = (*_BEGINNING, "yes", "no", "wrong")
_AGAINST = frozenset({*SIDES[0][1], "fault"})
_TASTES = {"want": "like", "avoid": "unlike"}
"""By what is wanted or not, what is liked or not."""
_ITEMS = ("title", "pointer")


@dataclass(frozen=True)
class Dialogue:
    """The clauses of a message. A reader that tells none leaves it to the sentences what they are for."""

    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]
    parts: tuple[Part, ...]
    context: str = "shown"
    """What the last reply was: after a question, "yes" and "fine" answer it, and take nothing."""

    @property
    def counting(self) -> list[Part]:
        """The parts that say what is wanted or asked; all where the clauses are unknown."""
        return [self._lasting(part) for part in self.parts if self._counts(part)]

    @property
    def spoken_of(self) -> list[Part]:
        """The items that remarks speak of, in the role that they have there."""
        items = (part for part in self.parts if part.kind in _ITEMS and part.role != "none")
        remarks = ((part, self._at(part)) for part in items if not self._counts(part))
        return [
            replace(part, tag=Tag.of({role: float(role == _REMARKS[self._surely(clause)]) for role in ROLES}, {}))
            for part, clause in remarks
            if clause is not None and clause.act in _REMARKS
        ]

    def asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has a clause that says what is wanted or asked."""
        over = (each for each in self.clauses if each.start < sentence.end and sentence.start < each.end)
        return not self.clauses or any(self._has_wish(each) for each in over)

    def does(self, act: str) -> bool:
        """Tell whether a clause does something, where nothing was asked that it may answer."""
        return not self._answers and any(each.act == act for each in self.clauses)

    def may(self, act: str) -> bool:
        """Tell whether a clause does something, or answers, or nobody has read what clauses do."""
        return not self.clauses or any(each.act in (act, "answer") for each in self.clauses)

    @property
    def endangered(self) -> bool:
        """Whether danger is spoken of, and nothing that the catalogue knows: "I can't go over 100 minutes"."""
        spoken_of = (each for each in self.clauses if each.act == "danger" and not self._is_of_items(each))
        return any(not (self._answers and self._has_wish(each)) for each in spoken_of)

    @property
    def remarks(self) -> tuple[FrameAct, ...]:
        """What is done with items that were shown, without asking for any."""
        return tuple(dict.fromkeys(self._surely(each) for each in self._idle() if each.act in _REMARKS))  # type: ignore[misc]

    @property
    def courtesy(self) -> FrameAct | None:
        """What is done that has nothing to do with items."""
        done = {each.act for each in self._idle()}
        return next((act for act in _COURTESIES if act in done), None)

    def only_asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence surely asks for a fact, and wants nothing besides."""
        over = [each for each in self.clauses if each.start < sentence.end and sentence.start < each.end]
        wanting = [each for each in over if self._has_wish(each)]
        return bool(wanting) and all(each.acts["question"] >= EVEN for each in wanting)

    @property
    def _answers(self) -> bool:
        return self.context in ("asked", "checked")

    def _idle(self) -> Iterator[Clause]:
        yield from (each for each in self.clauses if not self._has_wish(each))

    def _counts(self, part: Part) -> bool:
        clause = self._at(part)
        return clause is None or self._has_wish(clause)

    def _is_of_items(self, clause: Clause) -> bool:
        inside = (part for part in self.parts if clause.start <= part.start < clause.end)
        return any(part.kind in ("value", "number") and part.snap is None and not part.meant for part in inside)

    def _lasting(self, part: Part) -> Part:
        """Return a part of a clause that tells taste as a taste: "I don't do glass" is said for good."""
        clause = self._at(part)
        if clause is None or clause.acts["taste"] < EVEN or part.sentence.does("request"):
            return part
        if part.role not in _TASTES or part.kind in _ITEMS:
            return part
        return replace(part, tag=Tag.of({role: float(role == _TASTES[part.role]) for role in ROLES}, part.tag.held))

    def _at(self, part: Part) -> Clause | None:
        return next((each for each in self.clauses if each.start <= part.start < each.end), None)

    def _has_wish(self, clause: Clause) -> bool:
        """Tell whether a clause wants or asks anything; what one encoder reads as turned down is not taken."""
        wanting = _ANSWERING if self._answers else _WANTING if self.context == "shown" else _BEGINNING
        if clause.act not in _KNOWN and any(each.does(*wanting) for each in self._within(clause)):
            return True
        if clause.act == "accept":
            items = [part for part in self.parts if part.kind in _ITEMS and clause.start <= part.start < clause.end]
            return any(part.role in _AGAINST for part in items) or not (items or self.context == "shown")
        return clause.counts >= EVEN

    def _within(self, clause: Clause) -> Sequence[Sentence]:
        return [each for each in self.sentences if each.start < clause.end and clause.start < each.end]

    def _surely(self, clause: Clause) -> str:
        """Return the act of a remark; what is likelier not done than done leaves nothing behind."""
        takes = clause.act == "accept" and any(each.does("take") for each in self._within(clause))
        return clause.act if takes or clause.acts[clause.act] >= EVEN else "neutral"
