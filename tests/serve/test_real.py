"""A server of its own process, as its clients meet it."""

from __future__ import annotations

import asyncio
import gc
import shutil
import signal
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from bench.serve_process import Serving
from palate.llm.litellm_import import litellm

NOBODY_S = "postgresql://me:sesame@/x?host=/nowhere"


@pytest.fixture(scope="module")
def real(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Two workers over the eight films."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copy(built["tiny"], folder / "tiny.db")
    with Serving(folder / "tiny.db", "--workers", "2") as serving:
        yield serving


def test_the_openai_client_reads_it(real: Serving) -> None:
    openai = pytest.importorskip("openai", reason="openai is not installed")
    with openai.OpenAI(base_url=f"{real.address}/v1", api_key=real.token) as client:
        assert [model.id for model in client.models.list()] == ["palate"]
        asked = [{"role": "user", "content": "a comedy from 1996"}]
        whole = client.chat.completions.create(model="palate", messages=asked)
        chunks = list(
            client.chat.completions.create(
                model="palate", messages=asked, stream=True, stream_options={"include_usage": True}
            )
        )

    text = whole.choices[0].message.content
    assert [item["title"] for item in whole.palate["items"]] == ["Fargo"]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == text
    assert chunks[-1].usage.total_tokens == 0
    assert any(getattr(chunk, "palate", {}).get("step") for chunk in chunks)


def test_litellm_reads_it(real: Serving) -> None:
    asked = [{"role": "user", "content": "a comedy from 1996"}]
    given = {"model": "openai/palate", "api_base": f"{real.address}/v1", "api_key": real.token, "messages": asked}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = litellm().completion(**given, num_retries=0).choices[0].message.content
        chunks = [chunk.choices[0].delta.content or "" for chunk in litellm().completion(**given, stream=True)]
        litellm().in_memory_llm_clients_cache.flush_cache()
        asyncio.set_event_loop(None)
        gc.collect()  # what it leaves open, a client and a loop, is told of in the test that it is collected in

    assert whole.startswith("I have just one comedy film from 1996")
    assert "".join(chunks) == whole


def test_workers_share_one_store(real: Serving) -> None:
    session = httpx2.post(f"{real.address}/v1/sessions", headers=real.bearer | {"Connection": "close"}).json()[
        "session"
    ]
    told = [
        httpx2.post(
            f"{real.address}/v1/ask",
            json={"message": "a comedy", "session": session, "trace": False},
            headers=real.bearer | {"Connection": "close"},
        ).status_code
        for _ in range(6)
    ]

    assert told == [200] * 6
    assert len(httpx2.get(f"{real.address}/v1/sessions/{session}", headers=real.bearer).json()["turns"]) == 6
    assert 'palate_turns_total{act="recommend"}' in httpx2.get(f"{real.address}/metrics", headers=real.bearer).text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--host", "0.0.0.0"], "can be reached from other machines", id="no keys"),
        pytest.param(["--db", "nowhere.db"], "nowhere.db", id="no catalogue"),
        pytest.param(["--api-keys", "nowhere"], "cannot be read as API keys", id="no file of keys"),
        pytest.param(["--proxy", "nginx"], "`--proxy nginx` is no IP address or network", id="no proxy's address"),
        pytest.param(["--store", "mysql://me:sesame@db/x"], "`--store` is no address", id="no database's address"),
        pytest.param(["--store", f"{NOBODY_S}&port=1"], "The database of `--store` cannot be used", id="no database"),
    ],
)
def test_what_cannot_be_served_is_refused_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from palate.cli.main import main

    with pytest.raises(SystemExit) as ended:
        main(["serve", *arguments])

    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "sesame" not in told


def test_a_port_that_is_taken_is_told(real: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    from palate.cli.main import main

    with pytest.raises(SystemExit):
        main(["serve", "--port", real.address.rpartition(":")[2]])

    assert "Nothing can listen on `127.0.0.1`" in capsys.readouterr().err


def test_a_turn_that_runs_is_ended_before_the_server_is_and_half_a_request_is_not_waited_for(real: Serving) -> None:
    address = httpx2.URL(real.address)
    with (
        socket.create_connection((address.host, address.port)) as half,
        httpx2.stream(
            "POST", f"{real.address}/v1/ask?stream", json={"message": "a comedy"}, headers=real.bearer
        ) as response,
    ):
        half.sendall(b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        lines = response.iter_lines()
        answers = [next(lines)]
        real.process.send_signal(signal.SIGTERM)
        answers.extend(lines)
        ended = real.process.wait(45)  # the server would wait 65 s for an answer to what is complete

    assert "event: reply" in answers
    assert ended == 0
