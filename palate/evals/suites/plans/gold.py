"""What a request should bring about, as a case holds it: conditions, an order, an answer; never a text."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from palate.agent.reply import ReplyAct
from palate.catalog.conditions import Where
from palate.catalog.item import ItemId


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shown(_Gold):
    """An item of the reply before the last one."""

    place: int
    """Counted from 1; -1 is the last one."""


ItemRef = ItemId | Shown


class First(_Gold):
    """The shown items begin with the extremes of a field, in order."""

    field: str
    descending: bool = False
    items: int = Field(default=1, ge=1)
    """How many of them."""


class Alike(_Gold):
    """The shown items are among those most like given ones."""

    items: tuple[ItemRef, ...] = Field(min_length=1)
    within: int | None = None
    """How far down the likest ones they may come from; chosen by how many there are where None."""
    kept: tuple[Where, ...] = ()
    """Conditions of earlier turns: whether they still hold is left to the contestant."""


class Among(_Gold):
    """At least so many of these items are shown: for words that tell of a story."""

    items: tuple[ItemId, ...] = Field(min_length=1)
    least: int = Field(default=1, ge=1)


class Than(_Gold):
    """The shown items compare so with those that the reply before showed."""

    field: str
    op: Literal["<", ">"]
    place: int | None = None
    """With the one at this place, counted from 1; where None, with the median of all, which any reading of "shorter"
    is well beyond."""


class ValueOf(_Gold):
    """An answer: an item's value."""

    kind: Literal["value"] = "value"
    of: ItemRef
    field: str
    every: bool = True
    """Whether all of several values are wanted, or any of them will do."""


class CountOf(_Gold):
    """An answer: how many items there are."""

    kind: Literal["count"] = "count"
    where: tuple[Where, ...]


class Holds(_Gold):
    """An answer: whether something is true of an item. Its value is as good as a yes or no."""

    kind: Literal["holds"] = "holds"
    of: ItemRef
    condition: Where


Answer = ValueOf | CountOf | Holds


class Gold(_Gold):
    """What the last reply must be; everything given must hold."""

    act: ReplyAct | None = None
    """`abstain` where nothing is right; items are then not wanted."""
    where: tuple[Where, ...] = ()
    """Conditions that every item shown meets."""
    without: tuple[ItemRef, ...] = ()
    """Items that are not shown."""
    fresh: bool = False
    """Whether what was shown before must not come again."""
    groups: tuple[tuple[Where, ...], ...] = ()
    """Every item shown meets the conditions of one group, and each group has one."""
    some_not: tuple[Where, ...] = ()
    """At least one item shown does not meet these: a condition that was withdrawn is off."""
    first: First | None = None
    alike: Alike | None = None
    among: Among | None = None
    than: Than | None = None
    answers: tuple[Answer, ...] = ()
    """What the text must tell."""

    @property
    def about_items(self) -> bool:
        """Whether items have to be shown, beside answers or without."""
        return bool(self.where or self.groups or self.alike or self.among or self.than or self.first)


class Said(_Gold):
    """One message."""

    message: str
    session: str = "eval"


class PlanCase(_Gold):
    """One case: messages of one person, and what the reply to the last one must be."""

    catalog: str
    user: str | None = None
    said: tuple[Said, ...] = Field(min_length=1)
    gold: Gold
