"""A plan as a model writes it, and as demonstrations hold it: short, with the words that each condition comes from.

```json
{"kind": "recommend", "steps": [
  {"tool": "filter", "where": [
    {"quote": "a comedy", "field": "genres", "op": "contains", "value": "Comedy"},
    {"quote": "from the nineties", "field": "year", "op": "between", "value": [1990, 1999]}]},
  {"tool": "rank", "by": "preference"}]}
```

A step's arguments stand beside its tool's name. Steps are `step1`, `step2`, … in their order. Items are named by their
titles. A condition begins with the words of the message that say it: a model copies before it translates, and the plan
tells at once what the person wants, since the conditions of its steps are the preferences that recall, reflection and
memory work with.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from palate.errors import BadCompletion

WrittenKind = Literal["recommend", "answer", "chat"]
"""What the message asks for: items, a fact, or neither."""


class Taste(BaseModel):
    """Something lasting that a person tells of themselves: "I love musicals", "I hated Heat"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quote: str
    likes: bool = True
    title: str | None = None
    """Of the item that they like or not; otherwise the condition that follows."""
    field: str | None = None
    op: str | None = None
    value: Any = None


class WrittenStep(BaseModel):
    """One tool call, with its arguments beside the tool's name."""

    model_config = ConfigDict(frozen=True, extra="allow")

    tool: str

    @property
    def args(self) -> dict[str, Any]:
        """The arguments."""
        return dict(self.model_extra or {})


class WrittenPlan(BaseModel):
    """What a model writes for one message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: WrittenKind
    taste: tuple[Taste, ...] = ()
    steps: tuple[WrittenStep, ...] = Field(default=(), max_length=12)

    @classmethod
    def read(cls, text: str) -> WrittenPlan:
        """Read what a model wrote.

        Raises:
            BadCompletion: it is not a plan of this form.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "the plan"
            raise BadCompletion(f"`{where}`: {first['msg'][:1].lower()}{first['msg'][1:]}.") from error

    def dumped(self) -> str:
        """Write it as a model should, which is as its schema wants it: without what is empty, steps aside."""
        taste = [each.model_dump(mode="json", exclude_none=True) for each in self.taste]
        steps = [each.model_dump(mode="json") for each in self.steps]
        told = {"kind": self.kind, "steps": steps} | ({"taste": taste} if taste else {})
        return json.dumps(told, ensure_ascii=False)
