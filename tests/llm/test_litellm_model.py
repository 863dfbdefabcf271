"""The real litellm client against a server that misbehaves: no failure hangs, and each has its error."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from palate.errors import BadCompletion, ModelUnavailable
from palate.llm.litellm_calls import read
from palate.llm.litellm_import import litellm
from palate.llm.litellm_model import LitellmModel
from palate.llm.model import CallOptions, Completion, Message, Usage
from palate.llm.structured import ask
from palate.testing import ModelContract
from tests.llm import server as s

HELLO = (Message(role="user", content="hello"),)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


pytestmark = pytest.mark.usefixtures("imported_litellm")


class Number(BaseModel):
    n: int


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.llm.litellm_model.FIRST_PAUSE", 0.01)


Make = Callable[..., tuple[LitellmModel, s.Server]]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return a model served by the behaviours that are given, and its server."""
    open_servers: list[Any] = []

    def made(*behaviours: s.Behaviour, **options: Any) -> tuple[LitellmModel, s.Server]:
        manager = s.serving(*behaviours)
        server = manager.__enter__()
        open_servers.append(manager)
        return LitellmModel("openai/m", api_base=server.url, api_key="sk-secret", **options), server

    yield made
    for manager in open_servers:
        manager.__exit__(None, None, None)


class TestContract(ModelContract):
    @pytest.fixture
    def model(self, make: Make) -> LitellmModel:
        return make(s.says('{"n": 4}'))[0]


def test_an_answer_with_what_it_took(make: Make) -> None:
    model, server = make(s.says("hi"))

    completion = model.complete(HELLO, CallOptions(max_tokens=9, seed=3))

    usage = Usage(calls=1, prompt_tokens=7, completion_tokens=3, cost=None, seconds=completion.usage.seconds)
    assert completion == Completion(text="hi", model="openai/m", usage=usage)
    body = server.asked[0]
    assert body["messages"] == [{"role": "user", "content": "hello"}]
    assert (body["max_tokens"], body["seed"], body["temperature"]) == (9, 3, 0.0)


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m"])
def test_calls_share_a_connection_that_is_closed_with_the_model(name: str) -> None:
    with s.serving(s.fails(401)) as server:
        model = LitellmModel(name, api_base=server.url, api_key="sk-secret", retries=0)
        for _ in range(3):
            with pytest.raises(ModelUnavailable):
                model.complete(HELLO)
        http = model._clients._handler.client
        del model
        gc.collect()

        assert (len(server.asked), server.connections, http.is_closed) == (3, 1, True)


def test_a_known_price_is_told() -> None:
    response = litellm().completion(model="gpt-4o-mini", messages=[{"role": "user", "content": "x"}], mock_response="y")

    assert read(response, "gpt-4o-mini").usage.cost == pytest.approx(10 * 1.5e-7 + 20 * 6e-7)


@pytest.mark.parametrize(
    "bad",
    [
        s.fails(500),
        s.fails(503),
        s.fails(429),
        s.closes,
        s.half_json,
        s.not_json,
        s.no_choices,
        s.says(""),
        s.says(None),
    ],
)
def test_a_failure_that_passes_is_asked_again(make: Make, bad: s.Behaviour) -> None:
    model, server = make(bad, s.says("hi"))

    completion = model.complete(HELLO, CallOptions(seconds=10))

    assert (completion.text, completion.usage.calls, len(server.asked)) == ("hi", 2, 2)


@pytest.mark.parametrize("bad", [s.fails(500), s.fails(429), s.closes, s.half_json, s.not_json])
def test_a_failure_that_stays_is_told_after_the_retries(make: Make, bad: s.Behaviour) -> None:
    model, server = make(bad, retries=1)

    with pytest.raises(ModelUnavailable, match=r"^`openai/m` failed with "):
        model.complete(HELLO, CallOptions(seconds=10))
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_asked_again(make: Make, status: int) -> None:
    model, server = make(s.fails(status, "the key sk-secret is wrong"))

    with pytest.raises(ModelUnavailable) as failed:
        model.complete(HELLO)
    assert len(server.asked) == 1
    assert "the key … is wrong" in str(failed.value)


@pytest.mark.parametrize("bad", [s.no_choices, s.says(""), s.says(None)])
def test_nothing_written_is_the_models_fault(make: Make, bad: s.Behaviour) -> None:
    model, _ = make(bad, retries=0)

    with pytest.raises(BadCompletion):
        model.complete(HELLO)


def test_a_cut_off_answer_says_so(make: Make) -> None:
    model, _ = make(s.says('{"n": ', "length"))

    assert model.complete(HELLO).finish == "length"
    with pytest.raises(BadCompletion, match="cut off within its JSON"):
        ask(model, HELLO, Number)


def test_nothing_before_max_tokens_says_so(make: Make) -> None:
    model, _ = make(s.says("", "length"), retries=0)

    with pytest.raises(BadCompletion, match="ran into max_tokens"):
        model.complete(HELLO)


@pytest.mark.parametrize("bad", [s.stalls, s.drips])
def test_a_slow_server_is_left_behind_at_the_deadline(make: Make, bad: s.Behaviour) -> None:
    model, _ = make(bad)
    started = time.monotonic()

    with pytest.raises(ModelUnavailable):
        model.complete(HELLO, CallOptions(seconds=0.3))
    assert time.monotonic() - started < 5


def test_the_servers_wait_is_kept_to(make: Make) -> None:
    model, server = make(s.fails(429, retry_after="0.2"), s.says("hi"))
    started = time.monotonic()

    assert model.complete(HELLO, CallOptions(seconds=10)).text == "hi"
    assert time.monotonic() - started >= 0.2
    assert len(server.asked) == 2


def test_a_wait_beyond_the_deadline_is_a_failure_at_once(make: Make) -> None:
    model, server = make(s.fails(429, retry_after="30"), s.says("hi"))
    started = time.monotonic()

    with pytest.raises(ModelUnavailable, match="RateLimitError"):
        model.complete(HELLO, CallOptions(seconds=20))
    assert (len(server.asked), time.monotonic() - started < 15) == (1, True)


def test_nobody_at_the_address(make: Make) -> None:
    model = LitellmModel("openai/m", api_base="http://127.0.0.1:9/v1", api_key="x", retries=0)

    with pytest.raises(ModelUnavailable, match=r"^`openai/m` failed with "):
        model.complete(HELLO, CallOptions(seconds=5))


def test_an_unknown_provider() -> None:
    with pytest.raises(ModelUnavailable, match=r"^`nowhere-model` failed with BadRequestError"):
        LitellmModel("nowhere-model").complete(HELLO)


def test_a_schema_is_sent_where_it_is_taken(make: Make) -> None:
    model, server = make(s.says('{"n": 4}'), structured=True)

    model.complete(HELLO, CallOptions(schema=SCHEMA))

    form = server.asked[0]["response_format"]["json_schema"]
    assert (form["schema"], form["strict"]) == (SCHEMA, True)


def test_a_schema_is_shown_where_it_is_not_taken(make: Make) -> None:
    model, server = make(s.says('Sure:\n```json\n{"n": 4}\n```'))

    assert ask(model, HELLO, Number) == Number(n=4)
    assert "response_format" not in server.asked[0]
    assert json.dumps(Number.model_json_schema()) in server.asked[0]["messages"][-1]["content"]


def test_a_schema_that_is_refused_is_shown_instead(make: Make) -> None:
    model, server = make(
        s.fails(400, "response_format is not supported"), s.says('{"n": 4}'), structured=True, retries=0
    )

    assert ask(model, HELLO, Number) == Number(n=4)
    assert ["response_format" in body for body in server.asked] == [True, False]
    ask(model, HELLO, Number)
    assert len(server.asked) == 3


def test_json_of_another_form_is_told(make: Make) -> None:
    model, _ = make(s.says('{"n": "four"}'))

    with pytest.raises(BadCompletion, match=r"`n` input should be a valid integer"):
        ask(model, HELLO, Number)


def test_nothing_is_printed(make: Make, capfd: pytest.CaptureFixture[str]) -> None:
    model, _ = make(s.fails(500), s.fails(401))

    with pytest.raises(ModelUnavailable):
        model.complete(HELLO)
    assert capfd.readouterr() == ("", "")


def test_whether_it_takes_images_is_told_by_litellms_list() -> None:
    assert LitellmModel("openai/gpt-4o").takes_images
    assert not LitellmModel("openai/gpt-3.5-turbo").takes_images
    assert not LitellmModel("hosted_vllm/mine").takes_images
