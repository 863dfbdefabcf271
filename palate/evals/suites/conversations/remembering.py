"""What is stored of a person for good, held against what they said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from palate.catalog.conditions import Where
from palate.catalog.predicates import NEGATIONS
from palate.catalog.words import normal
from palate.evals.suites.conversations.judging import items_meant
from palate.evals.suites.conversations.talk import WORDS, Memory, Turn

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item
    from palate.memory.people import Person

_EVENTS = {"seen": "seen", "reject": "rejected", "commit": "chosen"}
"""By the kind of a stored event, the kind of memory that expects it."""


@dataclass(frozen=True)
class Claim:
    """One thing said of a person, of a field, a bound of one, an item or an event, however it was said."""

    about: str
    value: str
    wanted: bool = True

    @property
    def alike(self) -> tuple[Claim, ...]:
        """The claim, and the one that says as much: who turns an item down may dislike it."""
        if self.about == "rejected":
            return self, Claim("item", self.value, wanted=False)
        return (self, Claim("rejected", self.value)) if self.about == "item" and not self.wanted else (self,)


def stored_claims(person: Person, catalog: Catalog) -> Iterator[Claim]:
    """Yield what is stored of a person for good."""
    for entry in person.preferences():
        wanted = entry.polarity == "want"
        if entry.where is not None:
            yield from _of_where(entry.where, wanted=wanted)
        elif entry.item is not None:
            yield Claim("item", normal(catalog.item(entry.item).title), wanted)
        else:
            yield Claim(WORDS, normal(entry.text or entry.key), wanted)
    for event in person.events():
        if event.kind in _EVENTS and event.item is not None:
            yield Claim(_EVENTS[event.kind], normal(catalog.item(event.item).title))


@dataclass
class Remembered:
    """Counts, turn by turn, memories that were `due` and are `right`, and those that are `new` and of them `unsaid`."""

    catalog: Catalog
    due: int = 0
    right: int = 0
    new: int = 0
    unsaid: int = 0
    _said: set[Claim] = field(default_factory=set)
    _stored: frozenset[Claim] = frozenset()

    def turn(self, turn: Turn, before: Sequence[Item], stored: frozenset[Claim]) -> tuple[str, ...]:
        """Count one turn, after which `stored` is stored; return what is the opposite of what was said."""
        expected = {each: frozenset(self._claims(each, before)) for each in turn.memory}
        gone = {claim for each in turn.forgotten for claim in self._claims(each, before)}
        self._said = self._said.difference(*(claim.alike for claim in gone)).union(*expected.values())
        said = {each for claim in self._said for each in claim.alike}
        if "reject" in turn.acts and not any(each.kind == "rejected" for each in turn.memory):
            said |= {Claim("rejected", normal(item.title)) for item in before}
        new, forgettable = stored - self._stored, self._stored & gone
        known = [claims for claims in expected.values() if claims]
        kept = sum(all(stored.intersection(claim.alike) for claim in claims) for claims in known)
        self.due, self.right = self.due + len(known) + len(forgettable), self.right + kept + len(forgettable - stored)
        self.new, self.unsaid, self._stored = self.new + len(new), self.unsaid + len(new - said), stored
        unclear: set[str] = {each.kind for each, claims in expected.items() if not claims}
        return tuple(sorted(_opposites(new - said, said, unclear)))

    def _claims(self, memory: Memory, before: Sequence[Item]) -> Iterator[Claim]:
        """Yield the claims of one expected memory; none where it refers to an item that was not shown."""
        what, likes = memory.what, not memory.kind.startswith("dislikes")
        if isinstance(what, str):
            about = "item" if memory.kind.endswith("item") else memory.kind
            yield from (Claim(about, normal(each.title), likes) for each in items_meant(what, before, self.catalog))
        elif what.column == WORDS:
            yield Claim(WORDS, normal(str(what.value)), likes)
        else:
            yield from _of_where(what.where(self.catalog.schema), wanted=likes)


def _opposites(unsaid: frozenset[Claim], said: set[Claim], unclear: set[str]) -> Iterator[str]:
    for claim in unsaid:
        if replace(claim, wanted=not claim.wanted) in said:
            yield f"memory: the reverse of what was said of {claim.value} is stored"
        elif claim.about in _EVENTS.values() and claim.about not in unclear:
            yield f"memory: {claim.value} is stored as {claim.about}"


def _of_where(where: Where, *, wanted: bool) -> Iterator[Claim]:
    for part in where.parts:
        values = part.value if isinstance(part.value, list) else [part.value]
        upwards = {"<": (False,), "<=": (False,), ">": (True,), ">=": (True,), "between": (True, False)}.get(part.op)
        if upwards is not None:
            for value, up in zip(values, upwards, strict=True):
                yield Claim(f"{part.field} bound", _name(value), wanted is up)
        else:
            yield from (Claim(part.field, _name(value), wanted is (part.op not in NEGATIONS)) for value in values)


def _name(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else normal(str(value))
