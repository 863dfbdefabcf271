"""One demonstration: a message in its state, and the frames that a model should write of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.catalog.printable import json_text
from palate.language.frame import VERSION, Frames
from palate.llm.model import Message

Source = Literal["shipped", "added", "harvested"]
"""Where it comes from: with Palate or a package, from the app, or from turns that users had."""
_CHARACTERS = 4
"""Characters of a prompt that make about one token."""


class Demonstration(BaseModel):
    """A message and its frames, in the fields and values of one catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    message: str = Field(min_length=1)
    state: tuple[str, ...] = ()
    """The lines of the prompt before the message: active constraints, items shown, the open question."""
    frames: Frames
    masked: str = ""
    """The message with what the catalogue knows of it masked, by which demonstrations like a message are found."""
    version: Literal[1] = VERSION
    source: Source = "added"
    successes: int = Field(default=0, ge=0)
    tries: int = Field(default=0, ge=0)
    """How often a turn was read so, and how often the user accepted what came of it."""
    users: tuple[str, ...] = ()
    """The users whose turns it comes from, so that it is erased with them."""

    @property
    def score(self) -> float:
        """How well it did, in (0, 1): the share of successes, with one of either added (Laplace)."""
        return (self.successes + 1) / (self.tries + 2)

    @cached_property
    def tokens(self) -> int:
        """About how many tokens it adds to a prompt."""
        return sum(len(each.content) for each in self.messages()) // _CHARACTERS + 1

    def messages(self) -> tuple[Message, Message]:
        """Return it as a turn of a prompt."""
        asked = "\n".join([*self.state, f"Message: {json_text(self.message)}"])
        answer = json_text(self.frames.dumped(), separators=(",", ":"))
        return Message(role="user", content=asked), Message(role="assistant", content=answer)

    def tried(self, *, success: bool) -> Demonstration:
        """Return it with one more try counted."""
        return self.model_copy(update={"successes": self.successes + success, "tries": self.tries + 1})

    def line(self) -> str:
        """Write it as one line of JSON."""
        told = self.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        return json_text({**told, "version": self.version, "source": self.source}, separators=(",", ":"))


def named(message: str, state: Sequence[str], frames: Frames, source: Source) -> str:
    """Return an id for a demonstration without a name: the same for the same message, read the same."""
    told = json_text([list(state), message, frames.dumped()])
    return f"{source}-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
