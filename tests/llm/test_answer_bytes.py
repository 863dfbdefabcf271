"""What a server may answer: a flood costs no memory, whichever client litellm sends by."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import httpx2
import pytest

from palate.errors import BadCompletion
from palate.llm.answer_bytes import MOST_BYTES, counted
from palate.llm.litellm_import import litellm
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import MOST_TEXT, CallOptions, Message
from tests.llm import server as s

HELLO = (Message(role="user", content="hello"),)
SIZE = 100_000_000
MEMORY = 60_000_000
"""Bytes that reading `MOST_BYTES` may take at its peak, generously."""
TOO_MUCH = r"^`\S+` answered more than the 4,000,000 bytes that it may, and was not read further\.$"
pytestmark = pytest.mark.usefixtures("imported_litellm")


@pytest.fixture(scope="module")
def bomb() -> s.Behaviour:
    return s.packed(bytes(1_000_000), times=SIZE // 1_000_000)


@contextmanager
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


def ask(name: str, server: s.Server) -> str:
    model = LitellmModel(name, api_base=server.url, api_key="sk-secret", retries=0)
    return model.complete(HELLO, CallOptions(seconds=30)).text


@pytest.mark.filterwarnings("ignore:Items? .* using the `ReadOnly` qualifier")  # of litellm's own code
@pytest.mark.parametrize("name", ["openai/m", "mistral/m", "anthropic/m", "gemini/m", "ollama_chat/m"])
def test_a_flood_is_cut_off_whatever_client_reads_it(name: str) -> None:
    with s.serving(s.floods(SIZE)) as server:
        with little_memory(), pytest.raises(BadCompletion, match=TOO_MUCH):
            ask(name, server)
        assert server.asked


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m"])
def test_a_bomb_is_unpacked_no_further_than_may_be(name: str, bomb: s.Behaviour) -> None:
    with s.serving(bomb) as server, little_memory(), pytest.raises(BadCompletion, match=TOO_MUCH):
        ask(name, server)


@pytest.mark.parametrize("status", [401, 500])
def test_an_error_may_be_no_longer(status: int) -> None:
    with s.serving(s.floods(SIZE, status)) as server, little_memory(), pytest.raises(BadCompletion, match=TOO_MUCH):
        ask("openai/m", server)


def test_redirects_count_together() -> None:
    with (
        s.serving(s.floods(3_000_000, 307, Location="/v1/elsewhere")) as server,
        little_memory(),
        pytest.raises(BadCompletion, match=TOO_MUCH),
    ):
        ask("openai/m", server)
    assert len(server.asked) == 2


def test_a_flood_is_asked_for_again_no_oftener_than_another_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.llm.litellm_model.FIRST_PAUSE", 0.01)
    with s.serving(s.floods(SIZE)) as server:
        model = LitellmModel("openai/m", api_base=server.url, api_key="sk-secret", retries=1)
        with pytest.raises(BadCompletion, match=TOO_MUCH):
            model.complete(HELLO)
        assert len(server.asked) == 2


def test_a_packed_answer_is_read_though_none_was_asked_for() -> None:
    with s.serving(s.packed(json.dumps(s.completion("hi")).encode())) as server:
        assert ask("openai/m", server) == "hi"
        assert server.packings == ["identity"]


def test_what_an_app_reads_by_itself_is_its_own_affair() -> None:
    long = s.says("x" * (MOST_BYTES + 1))
    with s.serving(long, s.packed(bytes(MOST_BYTES + 1))) as server:
        by_litellm = litellm().completion(
            "openai/m", [{"role": "user", "content": "x"}], api_base=server.url, api_key="x", max_retries=0
        )
        by_httpx = httpx.get(server.url)

    assert len(by_litellm.choices[0].message.content) == len(by_httpx.content) == MOST_BYTES + 1
    assert all("gzip" in (packing or "") for packing in server.packings)


@pytest.mark.parametrize("get", [httpx.get, httpx2.get])
def test_both_kinds_of_httpx_are_counted(get: Callable[[str], object]) -> None:
    with (
        s.serving(s.floods(SIZE)) as server,
        little_memory(),
        pytest.raises(BadCompletion, match=TOO_MUCH),
        counted("m"),
    ):
        get(server.url)


def test_an_answer_of_too_many_characters_is_none() -> None:
    with s.serving(s.says("x" * (MOST_TEXT + 1))) as server, pytest.raises(BadCompletion, match="characters"):
        ask("openai/m", server)
