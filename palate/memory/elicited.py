"""What a session asked of the user so far, and how the user takes questions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

_EXPLAINED = 3
"""Prior of `tells`: this many explained rejections are assumed before there is any."""


class Elicited(BaseModel):
    """What was asked in a session, and what its answers tell of the user."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: int = 0
    """How many questions the session has asked, those of policies aside."""
    fields: tuple[str, ...] = ()
    """Fields that were asked about to learn more; none is asked about twice."""
    told_again: dict[str, int] = {}
    """How often each active constraint was told again after it had been said back, by its key."""
    stood_by: tuple[str, ...] = ()
    """Keys of the constraints that the user confirmed when a reply doubted them."""
    confirmations: dict[str, Literal["asked", "yes", "no"]] = {}
    """The answer to each item policy's question that was asked; it is not asked again."""
    unplaced: int = 0
    """How many words and phrases of the session found no place."""
    explained: int = 0
    """How often the user turned down what was shown and said what they want instead."""
    unexplained: int = 0
    """How often they turned it down without saying so."""
    takes_first: bool = False
    """Whether the user said that they take the first item shown."""

    @property
    def confirmed(self) -> frozenset[str]:
        """The item policies that the user has lifted for this session."""
        return frozenset(name for name, answer in self.confirmations.items() if answer == "yes")

    @property
    def tells(self) -> float:
        """How likely the user says what they want instead, when they turn something down; 1 until they do not."""
        return (_EXPLAINED + self.explained) / (_EXPLAINED + self.explained + self.unexplained)

    def confirming(self, policy: str, answer: Literal["asked", "yes", "no"]) -> Elicited:
        """Return it with the answer to a policy's question."""
        return self.model_copy(update={"confirmations": {**self.confirmations, policy: answer}})

    def without(self, key: str) -> Elicited:
        """Return it with nothing left of one constraint."""
        told_again = {known: count for known, count in self.told_again.items() if known != key}
        stood_by = tuple(known for known in self.stood_by if known != key)
        return self.model_copy(update={"told_again": told_again, "stood_by": stood_by})
