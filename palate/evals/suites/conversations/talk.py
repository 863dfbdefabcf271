"""A written conversation: what a person says, and what each turn is to bring about."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from palate.catalog.conditions import AnyOf, Condition, Op, Scalar, Where
from palate.catalog.schema import Schema

_ACTS = (
    "request|answer|taste|accept|interest|neutral|reject|seen|unfamiliar|question|why|about|undo|greet|thanks|bye|chat"
)
WORDS = "text"
_OPS: dict[str, Op] = {"has": "contains", "lacks": "not_contains"}


class Requirement(BaseModel, frozen=True, extra="forbid"):
    """A condition as writers note it, such as `["genres", "has", "Horror"]`."""

    column: str
    op: Literal["=", "!=", "<", "<=", ">", ">=", "has", "lacks"]
    value: Scalar

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, told: Any) -> Any:
        return dict(zip(("column", "op", "value"), told, strict=True)) if isinstance(told, list) else told

    def where(self, schema: Schema) -> Where:
        """Return the condition on the fields of a catalogue."""
        op: Op = _OPS.get(self.op, self.op)  # type: ignore[arg-type]
        if self.column != WORDS:
            return Condition(field=self.column, op=op, value=self.value).check_against(schema)
        fields = [field.name for kind in ("title", "text", "category", "tags") for field in schema.of_kind(kind)]
        return AnyOf(any_of=tuple(Condition(field=name, op=op, value=self.value) for name in fields))


class Fact(BaseModel, frozen=True, extra="forbid"):
    """What a reply must tell: a value of an item, the title of an extreme, or a text."""

    of: str = ""
    """`#1` for the first item shown last, `#max` and `#min` for the one with the most and the least, else a title."""
    column: str = ""
    says: str = ""


class Memory(BaseModel, frozen=True, extra="forbid"):
    """One thing that is known of the person for good, such as `{"seen": "#2"}`."""

    kind: Literal["likes", "dislikes", "likes item", "dislikes item", "seen", "rejected", "chosen"]
    what: Requirement | str
    """A requirement for `likes` and `dislikes`, else a title or the place of an item among those shown last."""

    @model_validator(mode="before")
    @classmethod
    def _keyed(cls, told: Any) -> Any:
        return dict(zip(("kind", "what"), *told.items(), strict=True)) if isinstance(told, dict) else told


class Turn(BaseModel, frozen=True, extra="forbid"):
    """One message, and what is expected of its reply."""

    user: str
    acts: tuple[Annotated[str, Field(pattern=f"^({_ACTS})$")], ...]
    reply: Literal["list", "no list", "either"]
    shown: tuple[Requirement, ...] = ()
    """What every item meets that is shown."""
    avoid: tuple[Requirement, ...] = ()
    """What most items meet, one of them each, where the reply is the opposite of what was meant."""
    fact: Fact | None = None
    missing: str = ""
    """What is asked about that the catalogue does not have."""
    memory: tuple[Memory, ...] = ()
    forgotten: tuple[Memory, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether it says nothing but thanks or goodbye."""
        return {"thanks", "bye"}.issuperset(self.acts)


class Talk(BaseModel, frozen=True, extra="forbid"):
    """A conversation of one person over one catalogue."""

    catalogue: str
    turns: tuple[Turn, ...]
