"""`/v1/items`: the catalogue's items, one by one and page by page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from palate.catalog.item import Item
from palate.serve.limits import items_cost
from palate.serve.paging import Offset, fitting
from palate.serve.problems import declared
from palate.serve.server import Admitted, Here

router = APIRouter(prefix="/v1/items", tags=["catalogue"])
_MOST = 100


class Page(BaseModel):
    """Some of the items, in the catalogue's order."""

    items: list[Item]
    next: int | None
    """The `offset` of the next page; null where this is the last."""


@router.get("")
def page(
    caller: Admitted,
    here: Here,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 20,
    title: Annotated[str, Query(max_length=200, description="Only items that have this in their title.")] = "",
) -> Page:
    """Page through the items."""
    query = "SELECT id FROM items WHERE instr(lower(title), lower(?)) ORDER BY rowid LIMIT ? OFFSET ?"
    rows = here.agent.catalog.connect().execute(query, (title, limit + 1, offset)).fetchall()
    found = [str(row[0]) for row in rows]
    shown = fitting(here.agent.catalog.items(found[:limit]))
    caller.account.charge(items_cost(len(shown)))
    return Page(items=shown, next=offset + len(shown) if len(found) > len(shown) else None)


@router.get("/{item:path}", responses=declared(404))
def one(item: str, here: Here) -> Item:
    """Return one item."""
    return here.agent.catalog.item(item)
