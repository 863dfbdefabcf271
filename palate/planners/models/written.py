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

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from palate.catalog.printable import json_text
from palate.errors import BadCompletion

_MOST = 24
"""Entries of one list: a model that writes more has lost its way, and thousands of them would hold up a turn."""
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


class _Condition(BaseModel):
    """A condition as it is written; one without the words that say it was said by nobody."""

    quote: str = ""
    field: str
    op: str
    value: Any


class _AnyOf(BaseModel):
    any_of: list[_Condition] = Field(min_length=1, max_length=_MOST)


class _Order(BaseModel):
    field: str
    descending: bool = True


class _Figure(BaseModel):
    function: str
    field: str | None = None


_LISTS: Mapping[str, TypeAdapter[Any]] = {
    "where": TypeAdapter(list[_AnyOf | _Condition]),
    "order": TypeAdapter(list[_Order]),
    "aggregate": TypeAdapter(list[_Figure]),
    "select": TypeAdapter(list[str]),
    "fields": TypeAdapter(list[str]),
    "items": TypeAdapter(list[str | dict[str, str]]),
}
"""Arguments of built-in tools that are lists, and of what: a model that no schema holds may write anything."""
_WHAT = {
    "where": "conditions, each with quote, field, op and value",
    "order": "fields, each with field and descending",
    "aggregate": "figures, each with function and field",
    "select": "names of fields",
    "fields": "names of fields",
    "items": "titles",
}
_BUILT_IN = ("filter", "lookup", "search", "similar", "facets", "history", "rank")


class WrittenStep(BaseModel):
    """One tool call, with its arguments beside the tool's name."""

    model_config = ConfigDict(frozen=True, extra="allow")

    tool: str

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        """Take one of something for a list of one, and refuse what is neither."""
        if not isinstance(given, dict) or given.get("tool") not in _BUILT_IN:
            return given
        found = {name: each for name, each in given.items() if each is not None or name not in _LISTS}
        for name, kind in _LISTS.items():
            if name in found:
                several = found[name] if isinstance(found[name], list | tuple) else [found[name]]
                if len(several) > _MOST:
                    raise ValueError(
                        f"`{name}` of `{found['tool']}` has {len(several)} entries; at most {_MOST} may be"
                    )
                try:
                    found[name] = kind.dump_python(kind.validate_python(several), exclude_none=True)
                except ValidationError as error:
                    raise ValueError(f"`{name}` of `{found['tool']}` is no list of {_WHAT[name]}") from error
        return found

    @property
    def args(self) -> dict[str, Any]:
        """The arguments."""
        return dict(self.model_extra or {})

    @property
    def wheres(self) -> list[dict[str, Any]]:
        """Its conditions."""
        return conditions_of(self.args)


def conditions_of(args: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the conditions among a step's arguments; none where an outside tool calls something else `where`."""
    try:
        kind = _LISTS["where"]
        found: list[dict[str, Any]] = kind.dump_python(kind.validate_python(args.get("where")), exclude_none=True)
    except ValidationError:
        return []
    return found


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
        return json_text(told)
