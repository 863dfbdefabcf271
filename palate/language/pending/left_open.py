"""What a reply leaves open, and how the next message is read as the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict

from palate.language.asked import OPEN
from palate.language.understanding import Intent

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.language.frame import Frames
    from palate.language.preference import Preference
    from palate.language.session import SessionView

NOTHING = ("unclear", "thanks", "bye", "greet")
"""Acts of a message that asks for nothing."""


class LeftOpen(BaseModel):
    """What a reply leaves open. The base class stands for a reply that leaves nothing open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def about(self) -> str | None:
        """The field that bare values of the answer belong to."""
        return None

    @property
    def choices(self) -> tuple[str, ...]:
        """The values or ids that the question offers."""
        return ()

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that the question offers, which "the second" counts."""
        return ()

    @property
    def offered(self) -> tuple[str, ...]:
        """Keys of the constraints that the reply offers to leave out."""
        return ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Keys of the constraints of which only one can hold, which "the second" counts."""
        return ()

    @property
    def checked(self) -> tuple[str, ...]:
        """Keys of the constraints that the reply said back, to be corrected."""
        return ()

    @property
    def is_open(self) -> bool:
        """Whether the user may answer with anything."""
        return self.about == OPEN

    @property
    def context(self) -> Literal["asked", "shown", "checked"] | None:
        """What the reply was, as the fitted reader knows it; None where it asked nothing."""
        return None

    def heard(self, message: str, catalog: Catalog) -> str:  # noqa: ARG002
        """Return the message to read in the place of an answer."""
        return message

    def answered(self, intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
        """Return the intents of a message as they are meant after the reply.

        Args:
            intents: What the frames come to by themselves; at least one.
            frames: What a reader wrote of the message.
            session: The session before the message.
        """
        return turned_down(intents, frames, session)

    def firm(
        self,
        held: Sequence[Preference],  # noqa: ARG002
        before: Sequence[Preference],  # noqa: ARG002
        *,
        turn: int,  # noqa: ARG002
    ) -> frozenset[str]:
        """Return the keys of those of `held` that the answer confirms.

        Args:
            held: The constraints after the answer.
            before: The constraints that the reply was about.
            turn: The turn of the reply.
        """
        return frozenset()

    def without(self, key: str) -> Self | None:  # noqa: ARG002
        """Return the question with nothing left of one constraint, None where nothing is left of the question."""
        return self


def says(intent: Intent) -> bool:
    """Tell whether an intent has any content beside its act."""
    lists = (
        intent.preferences,
        intent.like,
        intent.seen,
        intent.reject,
        intent.bounds,
        intent.order,
        intent.withdraw,
        intent.calls,
        intent.faults,
    )
    return any(lists) or intent.limit is not None or intent.question is not None


def say_nothing(intents: Sequence[Intent]) -> bool:
    """Tell whether a message neither asks for anything nor has any content."""
    return all(intent.act in (*NOTHING, "critique") and not says(intent) for intent in intents)


def turned_down(intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
    """Read a plain "no" after items as a request for others."""
    if session.shown and "deny" in frames.acts and say_nothing(intents):
        return [intents[0].model_copy(update={"act": "critique", "more": True})]
    return list(intents)


def going_on(intents: Sequence[Intent], frames: Frames) -> list[Intent]:
    """Read an answer without content as going on with the request; thanks and goodbyes stay what they are."""
    leaves = intents[0].act in ("thanks", "bye") and "deny" not in frames.acts
    if say_nothing(intents) and not leaves:
        return [intents[0].model_copy(update={"act": "recommend"})]
    return list(intents)
