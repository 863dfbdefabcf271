"""The agent behind two routes of an app's own FastAPI service: one answers, the other streams events as they come.

Run it by `uvicorn --factory examples.fastapi_app:app`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from palate import Agent, Catalog, Reply, errors


class Said(BaseModel):
    """What a person says."""

    message: str
    user: str | None = None
    session: str | None = None


def app(state: str = ":memory:") -> FastAPI:
    """Return the service; its agent lives as long as it does."""

    @asynccontextmanager
    async def lifespan(service: FastAPI) -> AsyncIterator[None]:
        with Catalog.films() as catalog:
            async with Agent(catalog, state=state) as agent:
                service.state.agent = agent
                yield

    service = FastAPI(title="Films", lifespan=lifespan)

    @service.exception_handler(errors.CallerError)
    async def refused(_: Request, error: errors.CallerError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=422)

    @service.post("/ask")
    async def ask(said: Said, request: Request) -> Reply:
        agent: Agent = request.app.state.agent
        return await agent.aask(said.message, user=said.user, session=said.session)

    @service.post("/stream")
    async def stream(said: Said, request: Request) -> StreamingResponse:
        events = request.app.state.agent.astream(said.message, user=said.user, session=said.session)
        lines = (f"{event.model_dump_json()}\n" async for event in events)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return service
