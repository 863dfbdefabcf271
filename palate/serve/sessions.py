"""`/v1/sessions`: one's own conversations."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from palate.agent.storage.turns import Told
from palate.serve.asking import Answered
from palate.serve.names import Name, new_session
from palate.serve.problems import Problem
from palate.serve.server import Here, Person

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])


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


@router.post("", status_code=201)
def begin(person: Person, here: Here) -> Begun:
    """Begin a session."""
    session = new_session()
    here.agent.session(person, session).begin()
    return Begun(session=session)


@router.get("")
def mine(person: Person, here: Here) -> list[Told]:
    """List one's own sessions, the one last spoken in first."""
    return here.agent.sessions(person)


@router.get("/{session}")
def one(session: Name, person: Person, here: Here, trace: bool = False) -> Conversation:
    """Return one of one's own sessions."""
    held = here.agent.session(person, session)
    if not held.is_known:
        raise _unknown()
    turns = [Said(**dict(turn) | {"reply": Answered.of(turn.reply, session, trace=trace)}) for turn in held.turns()]
    return Conversation(session=session, turns=turns)


@router.delete("/{session}", status_code=204)
def end(session: Name, person: Person, here: Here) -> None:
    """Erase one of one's own sessions; what was learnt of the person stays."""
    if not here.agent.end(user=person, session=session):
        raise _unknown()


def _unknown() -> Problem:
    return Problem(404, "You have no session of that name; `GET /v1/sessions` lists yours.")
