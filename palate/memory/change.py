"""What a turn wrote to memory, in words that a person can read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

ChangeKind = Literal["preference", "seen", "rejected", "chosen", "withdrawn"]


class MemoryChange(BaseModel):
    """One write to memory."""

    model_config = ConfigDict(frozen=True)

    kind: ChangeKind
    """withdrawn: a write of the turn before was taken back; everything else is that write's."""
    text: str
    """Such as `no horror` or `you have seen Alien (1979)`."""
    key: str | None = None
    """Of the preference, as `agent.memory` has it."""
    item: str | None = None
    """The id of the item that was seen, rejected or chosen."""
    quote: str = ""
    """The words of the message that say it."""
    kept: Literal["long", "session"] = "long"
    """long: for the user, across sessions; session: of somebody who is not named, until the session ends."""
