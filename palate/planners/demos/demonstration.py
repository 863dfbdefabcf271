"""One demonstration: a request, and the plan that should be written for it."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.catalog.words import normal
from palate.planners.models.written import WrittenPlan

Source = Literal["seed", "generated", "harvested"]
"""Where it comes from: written by people, by a model, or by turns that people had."""

_CHARACTERS = 4
"""Characters of a prompt that make about one token."""


class Demonstration(BaseModel):
    """A request and its plan, as a model reads them and as a line of a pool's file holds them."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    request: str = Field(min_length=1)
    plan: WrittenPlan
    before: str = ""
    """What held until then, as a prompt says it: `genres contains "Comedy"`."""
    tags: tuple[str, ...] = ()
    """What it shows, such as `range` or `reference`: those chosen together should differ in them."""
    source: Source = "seed"
    successes: int = Field(default=0, ge=0)
    tries: int = Field(default=0, ge=0)
    """How often a turn was planned so, and how often a person accepted what came of it."""
    users: tuple[str, ...] = ()
    """Whose turns it comes from, so that it goes when they are forgotten."""

    @property
    def score(self) -> float:
        """How well it did, in (0, 1): the share of successes, with one of either added (Laplace)."""
        return (self.successes + 1) / (self.tries + 2)

    @cached_property
    def tokens(self) -> int:
        """About how many tokens it adds to a prompt."""
        return (len(self.request) + len(self.before) + len(self.plan.dumped())) // _CHARACTERS + 1

    @cached_property
    def said(self) -> str:
        """The request in normal form: two demonstrations that share it are of one request."""
        return normal(self.request)

    def tried(self, *, success: bool) -> Demonstration:
        """Return it with one more try counted."""
        return self.model_copy(update={"successes": self.successes + success, "tries": self.tries + 1})

    def line(self) -> str:
        """Write it as one line of JSON, its score beside what that comes from."""
        dumped = self.model_dump(mode="json", exclude_defaults=True, exclude={"plan"})
        plan = self.plan.model_dump(mode="json", exclude_defaults=True)
        return _compact({**dumped, "plan": plan, "source": self.source, "score": round(self.score, 4)})


def named(request: str, source: Source) -> str:
    """Return an id for a demonstration that nobody named: the same for the same request."""
    return f"{source}-{hashlib.sha256(normal(request).encode() or request.encode()).hexdigest()[:10]}"


def _compact(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
