"""What became of one intent's plan: what the reply is written from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from palate.agent.reply import NearMiss
from palate.catalog.conditions import Where
from palate.language.asked import OPEN, PAIR
from palate.language.pending import (
    Confirmation,
    DidYouMean,
    FieldQuestion,
    OpenQuestion,
    PairQuestion,
    Pending,
    PolicyConfirmation,
    WhichOne,
)
from palate.language.preference import Preference


class Choice(BaseModel, frozen=True):
    """A question that one intent needs answered."""

    field: str
    said: str = ""
    """The words that the question is about."""
    options: tuple[str, ...] = ()
    """As a person reads them."""
    values: tuple[str, ...] = ()
    """What each option stands for: ids of items, or values of the field."""
    understood: tuple[Where, ...] = ()
    """The conditions that it says back."""
    policy: str = ""
    """The item policy that a yes lifts, where the question is one's."""

    def pending(self, message: str, *, keys: tuple[str, ...] = (), either: bool = False) -> Pending:
        """Return what the question leaves open.

        Args:
            message: What it is asked about.
            keys: Keys of the constraints that it doubts.
            either: Whether only one of them can hold.
        """
        said_back = tuple(Preference(where=where).key for where in self.understood)
        if self.policy:
            return PolicyConfirmation(policy=self.policy, message=message)
        if keys:
            return Confirmation(field=self.field, keys=keys, either=either, said_back=said_back)
        if self.said and len(self.options) == 1:
            return DidYouMean(field=self.field, message=message, said=self.said, value=self.options[0])
        if self.said:
            return WhichOne(field=self.field, message=message, said=self.said, options=self.values)
        if self.field == OPEN or said_back:
            return OpenQuestion(field=self.field, said_back=said_back)
        if self.field == PAIR and len(self.values) > 1:
            return PairQuestion(ids=self.values)
        return FieldQuestion(field=self.field, options=self.values)


class Outcome(BaseModel, frozen=True):
    """The end of one intent's plan."""

    intent: int
    kind: Literal["show", "answer", "ask", "abstain"]
    items: tuple[str, ...] = ()
    """show: ids, best first, each checked against every hard condition and every policy."""
    scores: tuple[float, ...] = ()
    wanted: int = 0
    """show: how many were asked for."""
    added: int = 0
    """show: how many of the items, the last ones, do not have the words that were looked for."""
    left: int = 0
    """show: how many others fit as well."""
    held_back: tuple[str, ...] = ()
    """show: the item policies for which fewer are shown than could be."""
    question: Choice | None = None
    blamed: tuple[str, ...] = ()
    """abstain: the conditions that leave nothing. show: those that leave fewer than were wanted."""
    freed: int = 0
    """show: how many there would be without those."""
    contradictory: bool = False
    """abstain: whether those to blame exclude each other, whatever there is."""
    about: tuple[str, ...] = ()
    """abstain: the fields that they test."""
    offered: tuple[str, ...] = ()
    """abstain: the keys of the conditions that the reply offers to leave out."""
    near: tuple[NearMiss, ...] = ()
    unsure: bool = False
    """abstain: whether it is asked first if what is to blame was misunderstood."""
    why: str = ""
    """abstain: one sentence of the reason where it is no condition."""
    relaxed: tuple[str, ...] = ()
    incomplete: bool = False
