"""What the clauses of a message do, and what of it may count for that: small talk asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.language.frame import FrameAct
from palate.language.part import Part
from palate.language.reader.clauses import Clause
from palate.language.reader.labels import COUNTING, DIALOGUE_ACTS, ROLES, SIDES
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
_TURNING = ("dismiss", "restart", "undo")
"""What a sentence is for that turns something down."""
_ANSWERING = (*_TURNING, "first", "yes", "no", "wrong")
_AGAINST = frozenset({*SIDES[0][1], "fault"})
_TASTES = {"want": "like", "avoid": "unlike"}
"""By what is wanted or not, what is liked or not."""
_ITEMS = ("title", "pointer")
_IDLE = tuple(act for act in DIALOGUE_ACTS if act not in COUNTING)


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
            if clause is not None and self._remark(clause) in _REMARKS
        ]

    def asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has a clause that says what is wanted or asked."""
        over = (each for each in self.clauses if each.start < sentence.end and sentence.start < each.end)
        return not self.clauses or any(self._has_wish(each) for each in over)

    def wants(self, at: int) -> bool:
        """Tell whether the words at a place of the message stand in a clause that wants or asks something."""
        return any(each.start <= at < each.end and self._has_wish(each) for each in self.clauses)

    def does(self, act: str) -> bool:
        """Tell whether a clause does something, where nothing was asked that it may answer."""
        return not self._answers and any(each.act == act for each in self.clauses)

    def may(self, act: str) -> bool:
        """Tell whether a clause has this act or answers a question; always true if the reader gave no clauses."""
        return not self.clauses or any(each.act in (act, "answer") for each in self.clauses)

    @property
    def endangered(self) -> bool:
        """Whether danger is spoken of, and nothing that the catalogue knows: "I can't go over 100 minutes"."""
        spoken_of = (each for each in self.clauses if each.acts["danger"] >= EVEN and not self._is_of_items(each))
        return any(not (self._answers and self._has_wish(each)) for each in spoken_of)

    @property
    def remarks(self) -> tuple[FrameAct, ...]:
        """What is done with items that were shown, without asking for any."""
        done = (self._surely(each) for each in self._idle() if self._remark(each) in _REMARKS)
        return tuple(dict.fromkeys(done))  # type: ignore[arg-type]

    @property
    def courtesy(self) -> FrameAct | None:
        """What is done that has nothing to do with items."""
        done = {each.act for each in self._idle()}
        return next((act for act in _COURTESIES if act in done), None)

    def only_asks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence surely asks for a fact, and wants nothing besides."""
        over = [each for each in self.clauses if each.start < sentence.end and sentence.start < each.end]
        wanting = [each for each in over if self._has_wish(each)]
        surely = all(each.acts["question"] >= EVEN for each in wanting)
        return bool(wanting) and surely and not sentence.does("request", "more")

    def are_of_one_clause(self, one: Sentence, other: Sentence) -> bool:
        """Tell whether one clause covers words of both sentences."""
        first, last = sorted((one, other), key=lambda each: each.start)
        return any(each.start < first.end and last.start < each.end for each in self.clauses)

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
        """Return a wanted or avoided value as a lasting taste if its clause states one ("I don't do glass")."""
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
        if clause.act not in _KNOWN and any(each.does(*self._wanting(clause)) for each in self._within(clause)):
            return True
        if clause.act == "accept":
            items = self._items_in(clause)
            return any(part.role in _AGAINST for part in items) or not (items or self.context == "shown")
        return clause.counts >= EVEN

    def _wanting(self, clause: Clause) -> Sequence[str]:
        """Return the sentence acts that make a clause count whatever its own act is; small talk has none."""
        if self._answers:
            return _ANSWERING
        # Before anything was shown, "the first" is not that of a list.
        return () if clause.act in _COURTESIES else _TURNING if self.context == "shown" else (*_TURNING, "first")

    def _within(self, clause: Clause) -> Sequence[Sentence]:
        return [each for each in self.sentences if each.start < clause.end and clause.start < each.end]

    def _items_in(self, clause: Clause) -> Sequence[Part]:
        return [part for part in self.parts if part.kind in _ITEMS and clause.start <= part.start < clause.end]

    def _remark(self, clause: Clause) -> str:
        """Return the act of a clause; if it names an item and requests nothing, the likeliest act without a request."""
        wanting = clause.act in COUNTING and self._items_in(clause)
        return max(_IDLE, key=clause.acts.__getitem__) if wanting else clause.act

    def _surely(self, clause: Clause) -> str:
        """Return the act of a remark; what is likelier not done than done leaves nothing behind."""
        act = self._remark(clause)
        takes = clause.act == "accept" and any(each.does("take") for each in self._within(clause))
        return act if takes or clause.acts[act] >= EVEN else "neutral"
