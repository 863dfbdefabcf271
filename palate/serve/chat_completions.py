"""`/v1/chat/completions` and `/v1/models`, as clients of OpenAI's API know them.

Such a client sends a conversation whole each time. The session that has the most of these messages, and no others, goes
on, and the messages that it lacks are replayed there: all of them in a new session where one was edited.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from palate.agent.agent import Agent
from palate.agent.events import ReplyEvent, TurnEvent
from palate.agent.messages import LONGEST, cleaned
from palate.agent.reply import Reply
from palate.serve import problems, streams
from palate.serve.asking import Answered, known_session
from palate.serve.logs import tell
from palate.serve.names import Name, new_session
from palate.serve.problems import Problem, declared
from palate.serve.server import Admitted, Here, Server
from palate.serve.turns import Turn

router = APIRouter(prefix="/v1", tags=["openai"])
MODEL = "palate"
_PREFIX = "chat-"
_MOST_REPLAYED = 20
"""Earlier messages that one request may have replayed."""
_MOST_SESSIONS = 50
"""Sessions, the latest, among which the one that goes on is looked for."""


class Part(BaseModel):
    """A part of a message."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """One message; those of the person alone are read."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream tells besides."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """What is asked for. What is not listed, such as a temperature, is left aside."""

    model: Literal["palate"] = "palate"
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    user: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """Who speaks, where the server has no API keys."""
    session: Name | None = None
    """One of the person's own sessions to go on with, whatever messages come before the last."""

    def said(self) -> list[str]:
        """Return what the person said, message by message.

        Raises:
            Problem: the last message is not theirs.
        """
        if self.messages[-1].role != "user":
            raise Problem(422, "The last of `messages` has another role than `user`; there is nothing to answer.")
        return [cleaned(message.text) for message in self.messages if message.role == "user"]


@router.get("/models")
def models() -> dict[str, Any]:
    """List the one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "palate"}]}


@router.post(
    "/chat/completions",
    responses=declared(404, 504) | streams.DESCRIBED,
)
async def complete(asked: ChatRequest, request: Request, here: Here, caller: Admitted) -> Response:
    """Answer the last message of a conversation; the reply's fields are in `palate`."""
    person = caller.person(asked.user if caller.owner is None else None)
    *before, message = asked.said()
    if asked.session is not None:
        session, missing = await known_session(here, person, asked.session), list[str]()
    else:
        session, missing = await run_in_threadpool(conversation, here.agent, person, before)
    if here.settings.log_messages:
        tell(request.scope, said=message, person=person)
    replayed = [partial(_replayed, here, person, session, words) for words in missing]
    last = partial(here.agent.astream, message, user=person, session=session)
    turn = here.turns.begin([*replayed, last], caller.account)
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    if asked.stream:
        usage = asked.stream_options is not None and asked.stream_options.include_usage
        return streams.response(_chunks(turn, head | {"object": "chat.completion.chunk"}, session, usage=usage))
    reply = await turn.reply(request.receive)
    answer = {"index": 0, "message": {"role": "assistant", "content": reply.text}, "finish_reason": "stop"}
    told = {"object": "chat.completion", "choices": [answer], "usage": _usage(reply), "palate": _palate(reply, session)}
    return JSONResponse(head | told)


def conversation(agent: Agent, person: str, before: list[str]) -> tuple[str, list[str]]:
    """Return the session that a conversation goes on in, and the messages that have to be replayed there first.

    Raises:
        Problem: these are more than one request may have replayed.
    """
    session, known = f"{_PREFIX}{new_session()}", 0
    kept = [words[:LONGEST] for words in before]
    for told in agent.sessions(person, limit=_MOST_SESSIONS) if before else ():
        alike = told.session.startswith(_PREFIX) and known < told.turns <= len(kept) and told.first == kept[0]
        if alike and [turn.message for turn in agent.session(person, told.session).turns()] == kept[: told.turns]:
            session, known = told.session, told.turns
    missing = before[known:]
    if len(missing) > _MOST_REPLAYED:
        raise Problem(
            422,
            f"`messages` has {len(missing)} messages before the last that no session of yours has, and at most "
            f"{_MOST_REPLAYED} are replayed; send the latest alone, or name a `session`.",
        )
    return session, missing


async def _replayed(here: Server, person: str, session: str, words: str) -> AsyncIterator[TurnEvent]:
    yield ReplyEvent(reply=await here.agent.aask(words, user=person, session=session))


async def _chunks(turn: Turn, head: dict[str, Any], session: str, *, usage: bool) -> AsyncIterator[bytes]:
    def chunk(delta: dict[str, str], finish: str | None = None, **more: Any) -> bytes:
        return streams.data(head | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]} | more)

    try:
        yield chunk({"role": "assistant", "content": ""})
        async for event in turn.events():
            if not isinstance(event, ReplyEvent):
                if event.text:
                    yield chunk({}, palate={"step": {"node": event.node, "text": event.text}})
                continue
            for line in streams.lines(event.reply.text):
                yield chunk({"content": line})
            yield chunk({}, "stop", palate=_palate(event.reply, session))
            if usage:
                yield streams.data(head | {"choices": [], "usage": _usage(event.reply)})
    except Exception as error:
        refused = problems.told(error)
        yield streams.data({"error": {"message": str(refused), "type": "server_error", "code": refused.status}})
    yield streams.DONE


def _palate(reply: Reply, session: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Answered.of(reply, session, trace=True).model_dump_json())
    return told


def _usage(reply: Reply) -> dict[str, int]:
    """Return the tokens that a model took; none where no model was asked."""
    prompt, completion = (int(reply.trace.usage.get(name, 0)) for name in ("prompt_tokens", "completion_tokens"))
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
