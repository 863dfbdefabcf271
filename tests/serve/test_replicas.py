"""Two servers, as on two hosts: copies of one catalogue, and one PostgreSQL database for what they keep."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from typing import Any

import httpx2
import pytest
from psycopg import Connection

from bench.serve_process import Serving
from tests.serve.conftest import of

TOOL = """
    import os, socket
    from palate import tool

    @tool(cues=["parcel"], seconds=30)
    def parcel() -> str:
        '''Wait for the parcel.'''
        with socket.create_connection(("127.0.0.1", int(os.environ["PARCEL"]))) as held:
            held.recv(1)
        return "arrived"
"""
ZOE = of("zoe")
_SECONDS = 30.0


@pytest.fixture(scope="module")
def parcels() -> Iterator[socket.socket]:
    """Where a turn that waits for the parcel tells that it does; it has it once the connection is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(_SECONDS)
        yield listener


@pytest.fixture(scope="module")
def replicas(
    built: dict[str, Path], postgres: str, parcels: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Serving, Serving]]:
    """Two servers that have an installed tool, and share nothing but the database."""
    installed = tmp_path_factory.mktemp("installed")
    package = installed / "parcel_tool-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: parcel-tool\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[palate.tools]\nparcel = parcel_tool:parcel\n")
    (installed / "parcel_tool.py").write_text(dedent(TOOL))
    copies = [Path(shutil.copy(built["tiny"], tmp_path_factory.mktemp("host"))) for _ in range(2)]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(installed), prepend=":")
        environment.setenv("PARCEL", str(parcels.getsockname()[1]))
        environment.setenv("PALATE_STORE", postgres)
        with Serving(copies[0]) as one, Serving(copies[1]) as other:
            yield one, other


def begun(server: Serving) -> str:
    """Begin a session of Zoe's."""
    return str(
        httpx2.post(f"{server.address}/v1/sessions", headers=server.bearer | ZOE).raise_for_status().json()["session"]
    )


def ask(server: Serving, message: str, session: str) -> Any:
    """Have Zoe say something."""
    body = {"message": message, "session": session}
    headers = server.bearer | ZOE
    return (
        httpx2.post(f"{server.address}/v1/ask", json=body, headers=headers, timeout=_SECONDS).raise_for_status().json()
    )


def turns(server: Serving, session: str) -> list[tuple[int, str]]:
    """Return what was said in a session of Zoe's."""
    told = httpx2.get(f"{server.address}/v1/sessions/{session}", headers=server.bearer | ZOE).raise_for_status().json()
    return [(turn["number"], turn["message"]) for turn in told["turns"]]


def somebody_waits(postgres: str) -> bool:
    """Tell, once it is so, that a turn waits for another one."""
    waiting = "SELECT count(*), pg_sleep(0.02) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with Connection.connect(postgres, autocommit=True) as connection:
        return any(connection.execute(waiting).fetchone() != (0, "") for _ in range(int(_SECONDS / 0.02)))


def test_a_session_goes_on_in_the_other_one(replicas: tuple[Serving, Serving]) -> None:
    one, other = replicas
    session = begun(one)
    ask(one, "a comedy from the nineties", session)
    reply = ask(other, "under 98 minutes", session)

    assert [item["title"] for item in reply["items"]] == ["Clueless"]
    assert turns(one, session) == [(1, "a comedy from the nineties"), (2, "under 98 minutes")]


def test_a_person_is_known_in_the_other_one(replicas: tuple[Serving, Serving]) -> None:
    one, other = replicas
    ask(one, "I can't stand horror", begun(one))
    known = httpx2.get(f"{other.address}/v1/memory", headers=other.bearer | ZOE).json()["preferences"]
    reply = ask(other, "an adventure", begun(other))

    assert [preference["quote"] for preference in known] == ["horror"]
    assert [item["id"] for item in reply["items"]] == ["7"]


def test_turns_of_one_session_in_both_wait_for_each_other(
    replicas: tuple[Serving, Serving], parcels: socket.socket, postgres: str
) -> None:
    one, other = replicas
    session, another = begun(one), begun(one)
    with ThreadPoolExecutor(2) as people:
        first = people.submit(ask, one, "where is the parcel?", session)
        held, _ = parcels.accept()
        second = people.submit(ask, other, "a comedy", session)
        assert somebody_waits(postgres)
        assert ask(other, "a comedy", another)["act"] == "recommend"
        assert not second.done()
        held.close()
        first.result()
        second.result()

    assert turns(one, session) == [(1, "where is the parcel?"), (2, "a comedy")]


def test_a_turn_whose_server_is_killed_leaves_nothing_and_holds_up_nobody(
    replicas: tuple[Serving, Serving], parcels: socket.socket, postgres: str
) -> None:
    one, other = replicas
    session = begun(one)
    ask(one, "a comedy", session)
    with ThreadPoolExecutor(2) as people:
        lost = people.submit(ask, one, "where is the parcel?", session)
        held, _ = parcels.accept()
        waiting = people.submit(ask, other, "from 1996", session)
        assert somebody_waits(postgres)
        one.process.kill()
        titles = [item["title"] for item in waiting.result()["items"]]
        with pytest.raises(httpx2.HTTPError):
            lost.result()
        held.close()

    assert titles == ["Fargo"]
    assert turns(other, session) == [(1, "a comedy"), (2, "from 1996")]
