"""`/v1/ask`: one message, and its reply as a whole or step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from palate.agent.config import MOST_ITEMS
from palate.agent.events import ReplyEvent, TurnEvent
from palate.agent.reply import Reply, Trace
from palate.serve import streams
from palate.serve.logs import tell
from palate.serve.names import Name, new_session
from palate.serve.problems import Problem, declared
from palate.serve.server import Admitted, Here, Person, Server

router = APIRouter(tags=["conversation"])
Stream = Literal["", "events", "ui"]


class Message(BaseModel):
    """What a person says."""

    message: str
    session: Name | None = None
    """One of the person's own sessions; a new one where none is named."""
    k: int | None = Field(default=None, ge=1, le=MOST_ITEMS)
    trace: bool = False
    """Whether to tell how the reply came about."""


class Answered(Reply):
    """A reply, and the session that it belongs to."""

    session: str
    trace: Trace | None = None  # type: ignore[assignment]

    @classmethod
    def of(cls, reply: Reply, session: str, *, trace: bool) -> Answered:
        """Return a reply of a session, with its trace or without."""
        return cls.model_construct(**dict(reply) | {"session": session, "trace": reply.trace if trace else None})


@router.post(
    "/v1/ask",
    response_model=Answered,
    responses=declared(404, 504) | streams.DESCRIBED,
)
async def ask(
    said: Message,
    request: Request,
    person: Person,
    caller: Admitted,
    here: Here,
    stream: Annotated[
        Stream | None,
        Query(description="`events` tells each step, `ui` speaks the AI SDK's UI-message stream; so does `Accept`."),
    ] = None,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Answer one message."""
    session = await known_session(here, person, said.session)
    if stream is None and "text/event-stream" in accept:
        stream = "events"
    told = {"said": said.message, "person": person} if here.settings.log_messages else {}
    tell(request.scope, **told)
    run = _steps if stream is not None else _whole
    turn = here.turns.begin([lambda: run(here, person, session, said)], caller.account)
    if stream is None:
        reply = await turn.reply(request.receive)
        tell(request.scope, act=reply.act, items=len(reply.items))
        answered = Answered.of(reply, session, trace=said.trace)
        return Response(answered.model_dump_json(), media_type="application/json")
    write = streams.ui_messages if stream == "ui" else streams.events
    return streams.response(write(turn, lambda reply: Answered.of(reply, session, trace=said.trace)), ui=stream == "ui")


async def known_session(here: Server, person: str, session: str | None) -> str:
    """Return the session that is meant, a new one where none is.

    Raises:
        Problem: the person has none of that name.
    """
    if session is None:
        return new_session()
    if not await run_in_threadpool(lambda: here.agent.session(person, session).is_known):
        raise Problem(404, "You have no session of that name; `POST /v1/sessions` begins one.")
    return session


def _steps(here: Server, person: str, session: str, said: Message) -> AsyncIterator[TurnEvent]:
    return here.agent.astream(said.message, user=person, session=session, k=said.k)


async def _whole(here: Server, person: str, session: str, said: Message) -> AsyncIterator[TurnEvent]:
    yield ReplyEvent(reply=await here.agent.aask(said.message, user=person, session=session, k=said.k))
