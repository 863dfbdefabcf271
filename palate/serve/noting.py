"""`/v1/feedback` and `/v1/commit`: what happens to items outside the conversation."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from palate.serve.asking import known_session
from palate.serve.names import Name
from palate.serve.problems import declared
from palate.serve.server import Here, Person

router = APIRouter(prefix="/v1", tags=["conversation"])


class Taken(BaseModel):
    """An item that a person takes."""

    item: str
    session: Name | None = None


class Feedback(Taken):
    """What a person thinks of an item."""

    value: float | None = Field(default=None, ge=-1, le=1)
    """From -1 (disliked) to 1 (liked); 0 takes an opinion back."""
    seen: bool = False


@router.post("/feedback", status_code=204, responses=declared(404))
async def feedback(given: Feedback, person: Person, here: Here) -> None:
    """Note what a person thinks of an item, or that they have seen it."""
    session = None if given.session is None else await known_session(here, person, given.session)
    await here.agent.afeedback(given.item, user=person, session=session, value=given.value, seen=given.seen)


@router.post("/commit", status_code=204, responses=declared(404))
async def commit(taken: Taken, person: Person, here: Here) -> None:
    """Note that a person takes an item."""
    session = None if taken.session is None else await known_session(here, person, taken.session)
    await here.agent.acommit(taken.item, user=person, session=session)
