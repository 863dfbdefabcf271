"""Seeds: demonstrations with slots, written against kinds of field rather than against any catalogue.

```json
{"id": "value-01", "needs": {"a": {"kind": "value"}}, "request": "I'm after {a.thing}",
 "plan": {"kind": "recommend", "steps": [{"tool": "filter", "where": ["{a.thing}"]}, {"tool": "rank"}]}}
```

In a request `{a.thing}` is how the slot's value is said; in a plan, alone in its string, it is the condition that says
so, its quote being those words. A slot needs a kind of field; what can be said of it is in `slots.py`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from palate.catalog.schema import Role

NeedKind = Literal["value", "tags", "category", "number", "flag", "text", "title", "shown"]
"""What a slot needs: a field of that kind (value: tags or a category), words of a text, an item, or three shown."""


class Need(BaseModel):
    """What one slot of a seed needs of a catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: NeedKind
    role: Role | None = None
    same: str | None = None
    """An earlier slot whose field it shares."""
    away: bool = False
    """Whether its value is one that the item which the other slots describe does not have."""
    of: str | None = None
    """title, shown: an earlier slot in whose field the item has a value."""
    alone: bool = False
    """title: whether the item must have one value of that field only."""
    within: str | None = None
    """title, shown: an earlier slot that describes the item, or all of them."""


class Seed(BaseModel):
    """A demonstration with slots."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    needs: dict[str, Need] = {}
    """By the slot's name, in the order in which they are filled."""
    before: str = ""
    request: str
    plan: dict[str, Any]
    tags: tuple[str, ...] = ()


@cache
def seeds() -> tuple[Seed, ...]:
    """Return all seeds, in the order of their file."""
    text = resources.files("palate.planners.demos").joinpath("seeds.jsonl").read_text(encoding="utf-8")
    return tuple(Seed.model_validate_json(line) for line in text.splitlines() if line.strip())
