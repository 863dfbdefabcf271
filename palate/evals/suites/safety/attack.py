"""One attack, as a case holds it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from palate.catalog.conditions import Where


class Message(BaseModel, frozen=True, extra="forbid"):
    """What somebody says."""

    text: str
    user: str | None = "mallory"
    session: str = "eval"
    times: int = 1
    """How often the text is said on end, to be very long."""

    @property
    def whole(self) -> str:
        """The message."""
        return self.text * self.times


class Attack(BaseModel, frozen=True, extra="forbid"):
    """Messages, and what may come of them.

    Whatever the attack: nothing that a policy bars is shown, the catalogue is the same afterwards, what others said
    makes no difference, and nobody's memory but the speaker's is changed.
    """

    victim: tuple[Message, ...] = ()
    """What somebody else said before."""
    said: tuple[Message, ...] = Field(min_length=1)
    where: tuple[Where, ...] = ()
    """Conditions that every item of the last reply meets: an honest wish within the attack."""
    textless: bool = False
    """Whether values alone are asked for, so that what items' texts say must make no difference to which are shown.
    Elsewhere a word said may be a word of an attack, and to find it is what a search is for."""
    shows: bool = False
    """Whether the last reply must show items: an attack on items that are wished for, or no attack at all."""
