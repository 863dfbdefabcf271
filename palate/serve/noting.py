"""`/v1/feedback`, `/v1/commit` and `/v1/withdraw`: what happens outside the conversation."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from palate.agent.reply import State
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


class Withdrawal(BaseModel):
    """A constraint that a person takes back."""

    key: str
    """The `key` of one of the session's constraints."""
    session: Name


@router.post("/withdraw", responses=declared(404))
async def withdraw(taken_back: Withdrawal, person: Person, here: Here) -> State:
    """Withdraw one constraint, and return the state of the session afterwards."""
    session = await known_session(here, person, taken_back.session)
    return await here.agent.awithdraw(taken_back.key, user=person, session=session)


@router.post("/commit", status_code=204, responses=declared(404))
async def commit(taken: Taken, person: Person, here: Here) -> None:
    """Note that a person takes an item."""
    session = None if taken.session is None else await known_session(here, person, taken.session)
    await here.agent.acommit(taken.item, user=person, session=session)
