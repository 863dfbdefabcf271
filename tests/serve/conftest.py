"""A server over the eight films, without a socket, that a module's tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from palate import Agent, Catalog
from palate.serve.app import make_app
from palate.serve.settings import Settings

LOCAL = "http://127.0.0.1:8000"
Opened = Callable[..., AbstractContextManager[TestClient]]


@pytest.fixture(scope="module")
def served(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """An agent that the module's servers share."""
    path = tmp_path_factory.mktemp("served") / "tiny.db"
    shutil.copy(built["tiny"], path)
    with Catalog.open(path) as catalog, Agent(catalog) as agent:
        yield agent


@pytest.fixture(scope="module")
def opened(served: Agent) -> Opened:
    """Open a server over that agent, or another, with settings of one's own: without a token unless one is given."""

    @contextmanager
    def client(*, agent: Agent = served, **settings: object) -> Iterator[TestClient]:
        @contextmanager
        def lent() -> Iterator[Agent]:
            yield agent

        app = make_app(lent, Settings.model_validate({"token": None} | settings))
        with TestClient(app, base_url=LOCAL, raise_server_exceptions=False) as opened:
            yield opened

    return client


@pytest.fixture(scope="module")
def client(opened: Opened) -> Iterator[TestClient]:
    """A server without keys and without a token."""
    with opened() as client:
        yield client


def of(person: str) -> dict[str, str]:
    """Return the header that says who speaks."""
    return {"X-Palate-User": person}


def write_secret(path: Path, text: str) -> None:
    """Write a file that its owner alone can read."""
    path.touch(0o600)
    path.write_text(text)
