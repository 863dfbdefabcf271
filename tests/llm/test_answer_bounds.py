"""What a server may answer, and for how long: a flood costs no memory, whichever route of litellm reads it."""

from __future__ import annotations

import json
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm.answer_bounds import MOST_BYTES
from palate.llm.litellm_clients import NOT_SDK, SDK, Clients
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


def ask(name: str, server: s.Server, *, seconds: float = 30) -> str:
    model = LitellmModel(name, api_base=server.url, api_key="sk-secret", retries=0)
    return model.complete(HELLO, CallOptions(seconds=seconds)).text


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


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m"])
def test_redirects_have_an_end(name: str) -> None:
    round_and_round = s.floods(0, 307, Location="/v1/again")
    with s.serving(round_and_round) as server, pytest.raises(ModelUnavailable):
        ask(name, server)
    assert len(server.asked) == 21  # the first, and the twenty that httpx goes after


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m"])
def test_a_header_without_end_is_not_collected(name: str) -> None:
    with s.serving(s.heads(SIZE)) as server, little_memory(), pytest.raises(ModelUnavailable):
        ask(name, server)


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m"])
def test_nothing_of_a_late_call_goes_on_reading(name: str) -> None:
    before = {*threading.enumerate()}
    with s.serving(s.drips) as server, pytest.raises(ModelUnavailable, match="was left behind"):
        ask(name, server, seconds=0.3)
    # Its next byte is the last one that it reads, also where the server goes on.
    for thread in {*threading.enumerate()} - before:
        if thread.name.startswith("palate-call"):
            thread.join(5)
            assert not thread.is_alive()


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


def test_an_answer_of_too_many_characters_is_none() -> None:
    with s.serving(s.says("x" * (MOST_TEXT + 1))) as server, pytest.raises(BadCompletion, match="characters"):
        ask("openai/m", server)


class Reached(httpx.TransportError):
    """The client that was handed over is asked to send."""


@pytest.mark.filterwarnings("ignore:Items? .* using the `ReadOnly` qualifier")  # of litellm's own code
def test_providers_of_openais_kind_are_called_by_the_client_that_they_are_handed() -> None:
    def reached(request: httpx.Request) -> None:
        names.append(name)
        raise Reached("reached", request=request)

    names: list[str] = []
    clients = Clients()
    clients._handler.client.event_hooks = {"request": [reached]}
    unlike = {"anyscale", "clarifai", "github_copilot", "ragflow"}  # gone, or for those who log in otherwise
    listed = sorted({*litellm().openai_compatible_providers} - unlike)[::5]  # all of them take seconds
    providers = sorted({*listed, *SDK, *NOT_SDK} - unlike)
    where = {"api_base": "http://127.0.0.1:9/v1", "api_key": "sk-secret"}
    for name in providers:
        model = f"{name}/m"
        client = clients.of(model, where)
        with suppress(Exception):  # whatever is made of it
            litellm().completion(model, [{"role": "user", "content": "x"}], **where, max_retries=0, client=client)
    clients.close()

    assert sorted(set(names)) == providers


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("openai/gpt-5-mini", "OpenAI"),
        ("openai/gpt-5-pro", "HTTPHandler"),
        ("anthropic/m", "HTTPHandler"),
        ("azure/m", "NoneType"),
    ],
)
def test_the_client_is_of_the_kind_that_the_route_takes(name: str, kind: str) -> None:
    clients = Clients()
    client = clients.of(name, {"api_base": "http://127.0.0.1:9/v1", "api_key": "sk-secret"})
    clients.close()

    assert type(client).__name__ == kind
