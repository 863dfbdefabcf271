"""What must hold of a reply's state, as people write it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from palate.agent.reply import Reply, ReplyAct
from palate.catalog.conditions import Where, check, describe

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item


class Count(BaseModel, frozen=True, extra="forbid"):
    """How many items are shown."""

    least: int = Field(default=0, ge=0)
    most: int = Field(default=50, ge=0)


class Expectations(BaseModel, frozen=True, extra="forbid"):
    """What must hold of one reply."""

    act: ReplyAct | tuple[ReplyAct, ...] | None = None
    """One act, or any of several."""
    every: tuple[Where, ...] = ()
    """Conditions that every item shown meets; a reply without items breaks them."""
    any: tuple[Where, ...] = ()
    """Conditions, each of which at least one item shown meets."""
    must: tuple[str, ...] = ()
    """Ids that are shown."""
    must_not: tuple[str, ...] = ()
    """Ids that are not."""
    items: Count | None = None
    asks: str | None = None
    """The field that is asked about."""
    blames: bool | None = None
    """Whether a condition is named that leaves nothing."""
    complete: bool = True
    """False allows a reply whose budget ran out."""


def broken(expected: Expectations, reply: Reply, catalog: Catalog) -> list[str]:
    """Return what does not hold, one clause each."""
    shown = catalog.items([item.id for item in reply.items])
    return [*_broken_acts(expected, reply), *_broken_items(expected, shown), *_broken_wheres(expected, shown, catalog)]


def _broken_acts(expected: Expectations, reply: Reply) -> Iterator[str]:
    acts: Sequence[str] = (expected.act,) if isinstance(expected.act, str) else expected.act or ()
    if acts and reply.act not in acts:
        yield f"the act is {reply.act}, not {' or '.join(acts)}"
    asked = None if reply.question is None else reply.question.field
    if expected.asks is not None and asked != expected.asks:
        yield f"it asks about {asked or 'nothing'}, not {expected.asks}"
    if expected.blames is not None and bool(reply.blamed) != expected.blames:
        yield "it blames no condition" if expected.blames else f"it blames {', '.join(reply.blamed)}"
    if expected.complete and reply.incomplete:
        yield "a budget ran out"


def _broken_items(expected: Expectations, shown: Sequence[Item]) -> Iterator[str]:
    ids = {item.id: item.title for item in shown}
    if expected.items is not None and not expected.items.least <= len(shown) <= expected.items.most:
        yield f"{len(shown)} items are shown, not {expected.items.least} to {expected.items.most}"
    for wanted in expected.must:
        if wanted not in ids:
            yield f"`{wanted}` is not shown"
    for unwanted in expected.must_not:
        if unwanted in ids:
            yield f"`{unwanted}` ({ids[unwanted]}) is shown"


def _broken_wheres(expected: Expectations, shown: Sequence[Item], catalog: Catalog) -> Iterator[str]:
    schema = catalog.schema
    for where in expected.every:
        wrong = [item.title for item in shown if not check(where, item, schema)]
        if wrong or not shown:
            yield f"not all are {describe(where, schema)}: {', '.join(wrong) or 'nothing is shown'}"
    for where in expected.any:
        if not any(check(where, item, schema) for item in shown):
            yield f"none is {describe(where, schema)}"
