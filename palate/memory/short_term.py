"""What a session remembers from turn to turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from palate.catalog.conditions import Scalar, Where
from palate.catalog.tongues import Language
from palate.language.asked import OPEN
from palate.language.preference import Preference
from palate.language.understanding import Mention, Question, SessionView, Shown

_EXPLAINED = 3
"""As how many times that somebody gave a reason it counts that most people do."""


class TurnedDown(BaseModel):
    """An item that was turned down, with nothing said of what is wanted instead."""

    model_config = ConfigDict(frozen=True)

    item: str
    faults: tuple[str, ...] = ()
    """The fields that were named as what is wrong with it."""


class SessionMemory(BaseModel):
    """The state of one session after its last turn. Frozen: a turn replaces it as a whole, or not at all."""

    model_config = ConfigDict(frozen=True)

    turn: int = 0
    """How many turns there have been."""
    time: float = 0.0
    """When the last of them was, in seconds since 1970; 0 before there is one."""
    preferences: tuple[Preference, ...] = ()
    """The conditions and words of the request that is being refined."""
    statements: tuple[Preference, ...] = ()
    """What an anonymous person said of their taste in this session; that of a known one is in long-term memory."""
    like: tuple[Mention, ...] = ()
    """Items that the results should resemble."""
    previous: tuple[Where, ...] = ()
    """Conditions withdrawn or replaced in the last turn."""
    shown: tuple[Shown, ...] = ()
    """The items of the last reply that showed some, in order."""
    shown_ids: tuple[str, ...] = ()
    """Every item shown in this session, each once."""
    reasons: dict[str, tuple[str, ...]] = {}
    """Why each of the last hundred shown items was recommended, so that "why?" is answered from evidence."""
    focus: tuple[Shown, ...] = ()
    """The items last spoken of, most recent first."""
    seen: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    committed: tuple[str, ...] = ()
    opinions: dict[str, float] = {}
    """Feedback of this session by item, from -1 to 1."""
    asked: str | None = None
    """The field that the last reply asked about."""
    options: tuple[Scalar, ...] = ()
    offered: tuple[str, ...] = ()
    """Keys of the conditions that the last reply offered to leave out."""
    either: bool = False
    """Whether it asked which of them holds."""
    doubted: bool = False
    """Whether that reply asked if they were misunderstood."""
    said_back: bool = False
    """Whether it said back what is wanted, to be put right."""
    told_again: dict[str, int] = {}
    """How often each condition was told again as it had been said back, by its key."""
    stood_by: tuple[str, ...] = ()
    """Keys of the conditions that an earlier reply asked so of, and that hold all the same."""
    unplaced: int = 0
    """How many words or phrases so far found no place."""
    pending: str = ""
    """The message that the last reply answered by a question."""
    doubt: str = ""
    """The words of it that the reply asked about by "did you mean …?"; empty where it asked which of several."""
    question: Question | None = None
    """What the last message asked for a fact, where it did."""
    questioned: tuple[Preference, ...] = ()
    """The conditions of that question."""
    questions: int = 0
    """How many questions this session has asked."""
    asked_about: tuple[str, ...] = ()
    """Fields that it asked about so as to learn more: none is asked about twice."""
    confirming: str = ""
    """The item policy whose question the last reply asked."""
    confirmations: dict[str, Literal["asked", "yes", "no"]] = {}
    """For each item policy whose question was asked, what was answered; it is not asked again."""
    language: Language = "en"
    """What the last reply was written in."""
    final: bool = False
    """Whether the person said that they take the first item that they are shown."""
    explained: int = 0
    """How often the person turned down what was shown and said what they want instead."""
    turned_down: tuple[TurnedDown, ...] = ()
    """What was turned down with no more said, oldest first."""
    unexplained: int = 0
    """How often they turned it down and said no more."""

    @property
    def confirmed(self) -> frozenset[str]:
        """The item policies that the person has lifted for this session."""
        return frozenset(name for name, answer in self.confirmations.items() if answer == "yes")

    @property
    def tells(self) -> float:
        """How often the person says why, when they turn something down: always, until they do not."""
        return (_EXPLAINED + self.explained) / (_EXPLAINED + self.explained + self.unexplained)

    def firm(self, held: Iterable[Preference]) -> frozenset[str]:
        """Return the keys of those of `held` that the person stood by when asked if they were misunderstood.

        What is told in answer to that of the same fields is stood by as well, though it may be another value; and so is
        what was said back where nothing of it was put right: who does that may not have come to the end of it.
        """
        held = tuple(held)
        offered = self.offered if self.doubted else ()
        fields = {name for entry in self.preferences if entry.key in offered for name in entry.fields}
        known = {entry.key for entry in self.preferences}
        left = known if self.asked == OPEN and known.issuperset(entry.key for entry in held) else ()
        return frozenset(
            entry.key
            for entry in held
            if entry.key in (*self.stood_by, *offered, *left)
            or (entry.provenance.turn > self.turn and entry.fields and fields.issuperset(entry.fields))
        )

    def view(self) -> SessionView:
        """Return what the reading of the next message may know.

        Whoever takes the first item shown speaks of it in "is it in English? It has to be", and not of what came close.
        """
        return SessionView(
            turn=self.turn,
            preferences=self.preferences,
            shown=self.shown,
            focus=() if self.final and not self.shown else self.focus,
            asked=self.asked,
            options=self.options,
            offered=self.offered,
            either=self.either,
            doubted=self.doubted,
            said_back=self.said_back,
            pending="" if self.doubt or self.confirming else self.pending,
            previous=self.previous,
            question=self.question,
            questioned=self.questioned,
        )

    def without(self, *, key: str | None = None, item: str | None = None) -> SessionMemory:
        """Return it with nothing left of one preference or one item."""

        def kept(preference: Preference) -> bool:
            return not (preference.key == key or (item is not None and preference.item == item))

        def others(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(known for known in ids if known != item)

        return self.model_copy(
            update={
                "preferences": tuple(filter(kept, self.preferences)),
                "statements": tuple(filter(kept, self.statements)),
                "told_again": {known: count for known, count in self.told_again.items() if known != key},
                "stood_by": tuple(known for known in self.stood_by if known != key),
                "offered": tuple(known for known in self.offered if known != key),
                "like": tuple(mention for mention in self.like if mention.item != item),
                "shown": tuple(shown for shown in self.shown if shown.id != item),
                "focus": tuple(shown for shown in self.focus if shown.id != item),
                "shown_ids": others(self.shown_ids),
                "seen": others(self.seen),
                "rejected": others(self.rejected),
                "committed": others(self.committed),
                "turned_down": tuple(each for each in self.turned_down if each.item != item),
                "reasons": {known: why for known, why in self.reasons.items() if known != item},
                "opinions": {known: value for known, value in self.opinions.items() if known != item},
                "question": None,
                "questioned": (),
                "pending": "",
                "doubt": "",
                "confirming": "",
            }
        )
