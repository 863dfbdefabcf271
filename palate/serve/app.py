"""The app: what answers at which path."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from palate.agent.agent import Agent
from palate.agent.config import AgentConfig
from palate.agent.orphans import end_with_parent
from palate.agent.policies import NotSeen
from palate.catalog.catalog import Catalog
from palate.serve import asking, catalogue, chat_completions, health, items, logs, memory, noting, problems, sessions
from palate.serve.connections import CONNECTIONS, Connections
from palate.serve.headers import SafeHeaders
from palate.serve.keeping import store_of
from palate.serve.keys import Keys
from palate.serve.limits import Gatehouse, Rate
from palate.serve.logs import Watching
from palate.serve.metrics import Metrics
from palate.serve.origins import Origins, SameOrigin
from palate.serve.server import Server, charged
from palate.serve.settings import ENVIRONMENT, Settings
from palate.serve.turns import Turns

PAGE = Path(__file__).parent / "page"
Opening = Callable[[], AbstractContextManager[Agent]]


class Described(FastAPI):
    """An app whose description has the schema of problems, which no route returns as a model."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        document = super().openapi()
        document["components"]["schemas"]["Problem"] = problems.SCHEMA
        return document


def make_app(opening: Opening, settings: Settings | None = None) -> FastAPI:
    """Return the app over an agent, which is opened when the app starts and closed when it has ended its turns."""
    settings = settings or Settings()
    settings.check()
    keys = None if settings.api_keys is None else Keys.read(settings.api_keys)
    origins = Origins.parse(settings.origins)
    metrics = Metrics.new()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        turns = Turns(most=settings.turns, queue=settings.queue, seconds=settings.seconds, metrics=metrics)
        with opening() as agent:
            app.state.server = Server(agent, settings, keys, turns, Rate(settings.rate), metrics)
            yield {CONNECTIONS: Connections(settings, metrics)}
            await turns.ended()

    app = Described(title="Palate", version=version("palate"), docs_url=None, redoc_url=None, lifespan=lifespan)
    problems.install(app)
    app.include_router(health.router)
    for part in (asking, sessions, noting, memory, items, catalogue, chat_completions):
        app.include_router(part.router, dependencies=[Depends(charged)], responses=problems.GUARDED)
    app.mount("/", StaticFiles(directory=PAGE, html=True), name="page")
    is_open = keys is None and settings.token is None
    app.add_middleware(Gatehouse, most_bytes=settings.most_bytes, hosts=origins.hosts if is_open else None)
    app.add_middleware(SameOrigin, origins=origins)
    app.add_middleware(SafeHeaders, images=settings.images, frame_ancestors=origins.frame_ancestors)
    app.add_middleware(Watching, metrics=metrics)
    return app


def worker() -> FastAPI:
    """Return the app of one worker, as the environment says it; the worker's process ends with its parent."""
    end_with_parent()
    settings = Settings.model_validate_json(os.environ[ENVIRONMENT])
    logs.set_up(messages=settings.log_messages)
    return make_app(lambda: _agent(settings), settings)


@contextmanager
def _agent(settings: Settings) -> Iterator[Agent]:
    config = AgentConfig(threads=settings.turns, k=settings.k)
    with (
        Catalog.films() if settings.db is None else Catalog.open(settings.db) as catalog,
        store_of(settings) as store,
        Agent(
            catalog,
            state=settings.state,
            store=store,
            model=settings.model,
            policies=[NotSeen(), *settings.policies],
            ranker=settings.ranker,
            config=config,
            warm=True,
        ) as agent,
    ):
        agent.ask("")  # of nobody, and kept nowhere: what is loaded with the first message is loaded before it comes
        yield agent
