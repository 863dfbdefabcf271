"""`/v1/sessions`: one's own conversations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from palate.agent.reply import State
from palate.agent.storage.turns import Told
from palate.serve.asking import Answered
from palate.serve.names import Name, new_session
from palate.serve.paging import Offset, fitting
from palate.serve.problems import Problem, declared
from palate.serve.server import Here, Person

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])
_MOST_SESSIONS, _MOST_TURNS = 100, 50


class Begun(BaseModel):
    """A session in which nothing was said yet."""

    session: str


class Said(BaseModel):
    """One message and its reply."""

    number: int
    time: float
    message: str
    reply: Answered


class Conversation(BaseModel):
    """One session, turn by turn."""

    session: str
    turns: list[Said]
    next: int | None
    """The `offset` of the next page; null where this is the last."""
    state: State
    """What the session is now."""


@router.post("", status_code=201)
def begin(person: Person, here: Here) -> Begun:
    """Begin a session."""
    session = new_session()
    here.agent.session(person, session).begin()
    return Begun(session=session)


@router.get("")
def mine(
    person: Person,
    here: Here,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_SESSIONS)] = _MOST_SESSIONS,
) -> list[Told]:
    """List one's own sessions, the one last spoken in first; a page that is not full is the last."""
    return here.agent.sessions(person, offset=offset, limit=limit)


@router.get("/{session}", responses=declared(404))
def one(
    session: Name,
    person: Person,
    here: Here,
    trace: bool = False,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_TURNS)] = _MOST_TURNS,
) -> Conversation:
    """Return one of one's own sessions, page by page."""
    held = here.agent.session(person, session)
    if not held.is_known:
        raise _unknown()
    found = held.turns(offset=offset, limit=limit + 1)
    said = (Said(**dict(turn) | {"reply": Answered.of(turn.reply, session, trace=trace)}) for turn in found[:limit])
    turns = fitting(said)
    following = offset + len(turns) if len(found) > len(turns) else None
    return Conversation(session=session, turns=turns, next=following, state=held.state())


@router.delete("/{session}", status_code=204, responses=declared(404))
def end(session: Name, person: Person, here: Here) -> None:
    """Erase one of one's own sessions; what was learnt of the person stays."""
    if not here.agent.end(user=person, session=session):
        raise _unknown()


def _unknown() -> Problem:
    return Problem(404, "You have no session of that name; `GET /v1/sessions` lists yours.")
