"""One demonstration: a message as a model is shown it, and what should be said of it."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.catalog.printable import json_text
from palate.planners.models.answer import Answer
from palate.planners.models.numbered import Shown

Source = Literal["seed", "harvested"]
"""Where it comes from: tagged by people, or from turns that people had."""

_CHARACTERS = 4
"""Characters of a prompt that make about one token."""


class Demonstration(BaseModel):
    """A message and how it is read, as a line of a pool's file holds them. What a catalogue fills in is masked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    shown: Shown
    read: Answer
    source: Source = "seed"
    successes: int = Field(default=0, ge=0)
    tries: int = Field(default=0, ge=0)
    """How often a turn was read so, and how often a person accepted what came of it."""
    users: tuple[str, ...] = ()
    """Whose turns it comes from, so that it goes when they are forgotten."""

    @property
    def score(self) -> float:
        """How well it did, in (0, 1): the share of successes, with one of either added (Laplace)."""
        return (self.successes + 1) / (self.tries + 2)

    @cached_property
    def tokens(self) -> int:
        """About how many tokens it adds to a prompt."""
        return (sum(map(len, self.shown.lines())) + len(self.read.dumped())) // _CHARACTERS + 1

    @property
    def message(self) -> str:
        """What is said in it."""
        return " ".join(self.shown.sentences)

    def tried(self, *, success: bool) -> Demonstration:
        """Return it with one more try counted."""
        return self.model_copy(update={"successes": self.successes + success, "tries": self.tries + 1})

    def line(self) -> str:
        """Write it as one line of JSON."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        return json_text({**told, "source": self.source}, separators=(",", ":"))


def named(shown: Shown, read: Answer, source: Source) -> str:
    """Return an id for a demonstration that nobody named: the same for the same message, read the same."""
    told = json_text([shown.context, shown.sentences, read.dumped()])
    return f"{source}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"
