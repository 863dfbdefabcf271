"""A turn as server-sent events, in Palate's own form and in that of the AI SDK's UI messages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from palate.agent.events import ReplyEvent
from palate.agent.reply import Reply
from palate.serve import problems
from palate.serve.turns import Turn

Dressed = Callable[[Reply], BaseModel]
"""Gives a reply the form in which it is sent."""
_QUIET = 15.0
"""Seconds after which something is sent, so that no proxy takes a waiting stream for a dead one."""
_ALIVE = format_sse_event(comment="waiting")
_HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
_UI = {"x-vercel-ai-ui-message-stream": "v1"}
_EVENT = {"type": "object", "properties": {"event": {"type": "string"}, "data": {"type": "string"}}}
DESCRIBED: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": _EVENT}}}}
"""That a route also answers with server-sent events, each of the schema, for its `responses`."""
DONE = format_sse_event(data_str="[DONE]")


def response(chunks: AsyncIterator[bytes], *, ui: bool = False) -> StreamingResponse:
    """Return a response that is sent as it comes."""
    headers = _HEADERS | (_UI if ui else {})
    return StreamingResponse(kept_alive(chunks), headers=headers, media_type="text/event-stream")


def data(value: Any, event: str | None = None) -> bytes:
    """Return one event."""
    text = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
    return format_sse_event(data_str=text, event=event)


async def events(turn: Turn, dressed: Dressed) -> AsyncIterator[bytes]:
    """Yield `step` for each step that there is something to tell of, then `reply`, or `error`."""
    try:
        async for event in turn.events():
            if isinstance(event, ReplyEvent):
                yield data(dressed(event.reply), "reply")
            elif event.text:
                yield data({"node": event.node, "text": event.text}, "step")
    except Exception as error:
        yield data(problems.body(problems.told(error)), "error")


async def ui_messages(turn: Turn, dressed: Dressed) -> AsyncIterator[bytes]:
    """Yield the parts of one UI message: steps as passing data, the text line by line, the whole reply as data."""
    yield data({"type": "start"})
    yield data({"type": "start-step"})
    try:
        async for event in turn.events():
            if isinstance(event, ReplyEvent):
                for part in _text_parts(event.reply.text):
                    yield data(part)
                yield data({"type": "data-reply", "data": dressed(event.reply).model_dump(mode="json")})
            elif event.text:
                step = {"node": event.node, "text": event.text}
                yield data({"type": "data-step", "data": step, "transient": True})
        yield data({"type": "finish-step"})
        yield data({"type": "finish"})
    except Exception as error:
        yield data({"type": "error", "errorText": str(problems.told(error))})
    yield DONE


def lines(text: str) -> list[str]:
    """Return a text cut after each line."""
    return text.splitlines(keepends=True)


def _text_parts(text: str) -> list[dict[str, str]]:
    deltas = [{"type": "text-delta", "id": "text", "delta": line} for line in lines(text)]
    return [{"type": "text-start", "id": "text"}, *deltas, {"type": "text-end", "id": "text"}]


async def kept_alive(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield chunks as they come, and a comment whenever none came for a while."""
    upcoming = asyncio.ensure_future(anext(chunks, None))
    try:
        while True:
            done, _ = await asyncio.wait([upcoming], timeout=_QUIET)
            if not done:
                yield _ALIVE
                continue
            chunk = upcoming.result()
            if chunk is None:
                return
            yield chunk
            upcoming = asyncio.ensure_future(anext(chunks, None))
    finally:
        upcoming.cancel()
