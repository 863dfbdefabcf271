import json
import logging
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from palate import Agent, Catalog
from palate.errors import BadArgument, UnreadableFile
from palate.serve.keys import Keys
from palate.serve.limits import Rate, items_cost
from palate.serve.logs import JsonLines
from palate.serve.problems import Problem
from palate.serve.settings import Settings
from palate.tools.tool import tool
from tests.serve.conftest import Opened, of, write_secret

ANN, BOB = "ann-key-0123456789", "bob-key-0123456789"
HASH = f"sha256:{sha256(ANN.encode()).hexdigest()}"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    write_secret(path, f"# who may speak\n{ANN} = ann\n{BOB}=bob\n")
    return path


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_beyond_this_machine_keys_are_needed() -> None:
    with pytest.raises(BadArgument, match=r"`--host 0\.0\.0\.0` can be reached from other machines"):
        Settings(host="0.0.0.0").check()


def test_workers_cannot_share_what_is_in_memory() -> None:
    with pytest.raises(BadArgument, match="`--state :memory:` is one process's alone"):
        Settings(state=Path(":memory:"), workers=2).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_none_are(host: str) -> None:
    Settings(host=host).check()


def test_a_key_opens_what_is_its_persons_alone(opened: Opened, keys: Path) -> None:
    with opened(api_keys=keys) as client:
        session = client.post("/v1/sessions", headers=bearer(ANN)).json()["session"]

        assert client.get("/v1/catalog", headers=bearer(ANN)).json()["person"] == "ann"
        assert client.get(f"/v1/sessions/{session}", headers=bearer(BOB)).status_code == 404
        assert client.get("/v1/memory", headers=bearer(ANN) | of("bob")).status_code == 403


def test_without_a_key_nothing_is_told(opened: Opened, keys: Path) -> None:
    with opened(api_keys=keys) as client:
        refused = client.get("/v1/memory")

        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert client.get("/v1/memory", headers=bearer("wrong")).status_code == 401
        assert client.get("/metrics").status_code == 401
        assert client.get("/healthz").status_code == 200


def test_keys_may_be_json_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_secret(path, json.dumps({HASH: "ann", BOB: "bob"}))

    keys = Keys.read(path)
    assert [keys.person(key) for key in (ANN, BOB, "neither")] == ["ann", "bob", None]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        pytest.param("", BadArgument, "holds none", id="empty"),
        pytest.param("short = ann", BadArgument, "has 5 characters", id="short"),
        pytest.param(f"{ANN} = a\n{ANN} = b", BadArgument, "has a key twice", id="twice"),
        pytest.param(f"{ANN} = a\n{HASH} = b", BadArgument, "has a key twice", id="twice, once as hash"),
        pytest.param(
            f"{HASH} = a\n{HASH.upper().replace('SHA', 'sha')} = a", BadArgument, "has a key twice", id="hashes"
        ),
        pytest.param("sha256:abc = ann", BadArgument, "hash of the API key of `ann` is malformed", id="short hash"),
        pytest.param(f"sha256:{'x' * 64} = ann", BadArgument, "64 hexadecimal digits", id="no hash"),
        pytest.param(f"{ANN}", UnreadableFile, "Line 1 of", id="no person"),
        pytest.param("{", UnreadableFile, "begins as JSON", id="no JSON"),
    ],
)
def test_a_file_of_keys_that_is_none_is_refused(text: str, error: type[Exception], said: str, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    write_secret(path, text)

    with pytest.raises(error, match=said):
        Keys.read(path)


def test_a_large_body_is_refused(opened: Opened) -> None:
    with opened(most_bytes=1000) as client:
        whole = client.post("/v1/ask", json={"message": "x" * 2000})
        in_pieces = client.post("/v1/ask", content=(b"x" * 600 for _ in range(3)))

    assert (whole.status_code, in_pieces.status_code) == (413, 413)
    assert whole.json()["detail"] == "The body of a request may have 1,000 bytes."


def test_without_a_token_another_host_is_refused(client: TestClient) -> None:
    assert client.get("/v1/memory", headers={"Host": "evil.example:8000"}).status_code == 421
    assert client.get("/v1/memory", headers={"Host": "[::1]:8000"}).status_code == 200


def test_a_form_of_another_page_is_no_request(client: TestClient) -> None:
    body = json.dumps({"message": "a comedy"})

    assert client.post("/v1/ask", content=body, headers={"Content-Type": "text/plain"}).status_code == 422


def test_work_is_limited_per_account() -> None:
    now = [0.0]
    rate = Rate(2, now=lambda: now[0])
    ann, bob = rate.account("ann"), rate.account("bob")
    ann.admit()
    ann.admit()

    with pytest.raises(Problem) as refused:
        ann.admit()
    assert (refused.value.status, refused.value.retry_after) == (429, 31)
    bob.admit()
    now[0] = 30.0
    ann.admit()


def test_work_that_was_done_makes_a_balance_negative() -> None:
    now = [0.0]
    ann = Rate(60, now=lambda: now[0]).account("ann")
    ann.admit()
    ann.charge(69)

    with pytest.raises(Problem) as refused:
        ann.admit()
    assert refused.value.retry_after == 12
    now[0] = 11.0
    ann.admit()


@pytest.mark.parametrize(("items", "units"), [(0, 0), (10, 0), (11, 1), (20, 1), (21, 2), (50, 4)])
def test_each_ten_items_beyond_ten_cost_a_unit(items: int, units: int) -> None:
    assert items_cost(items) == units


def test_a_request_that_does_not_fit_is_told_where(client: TestClient) -> None:
    refused = client.post("/v1/ask", json={"message": "a comedy", "k": 99})

    assert refused.status_code == 422
    assert refused.json()["detail"] == (
        "`body.k` does not fit: Input should be less than or equal to 50; `/openapi.json` has what is expected."
    )


def test_openapi_is_served_and_nothing_is_loaded_from_elsewhere(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"]["title"] == "Palate"
    assert client.get("/docs").status_code == 404
    policy = client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "http" not in policy


def test_pictures_of_other_hosts_are_allowed_by_the_operator(opened: Opened) -> None:
    with opened(images=True) as client:
        assert "img-src 'self' data: https:;" in client.get("/").headers["content-security-policy"]
        assert client.get("/v1/catalog").json()["images"] is True


class Held:
    """A tool that waits until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def slow(tiny: Catalog, held: Held) -> Iterator[Agent]:
    @tool(cues=("weather",))
    def weather() -> str:
        """Today's weather."""
        held.let_go.wait(10)
        return "rain"

    with Agent(tiny, tools=[weather]) as agent:
        yield agent


def test_whoever_finds_no_place_is_told_to_come_again(opened: Opened, slow: Agent, held: Held) -> None:
    with opened(agent=slow, turns=1, queue=0) as client:
        first: list[int] = []

        def ask() -> None:
            first.append(client.post("/v1/ask", json={"message": "what is the weather?"}).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        while "palate_turns_running 1.0" not in client.get("/metrics").text:
            pass
        refused = client.post("/v1/ask", json={"message": "a comedy"})
        held.let_go.set()
        asking.join()

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert first == [200]


def test_a_turn_is_waited_for_so_long(opened: Opened, slow: Agent, held: Held) -> None:
    with opened(agent=slow, seconds=0.05) as client:
        refused = client.post("/v1/ask", json={"message": "what is the weather?"})
        streamed = client.post("/v1/ask?stream", json={"message": "what is the weather?"})
        held.let_go.set()

    assert refused.status_code == 504
    assert "event: error" in streamed.text


def test_what_is_our_fault_is_not_told(
    opened: Opened, served: Agent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(served, "sessions", broken)
    with opened() as client:
        failed = client.get("/v1/sessions")

    assert failed.status_code == 500
    assert failed.json() == {
        "type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "Internal Server Error."
    }  # fmt: skip


def test_logs_do_not_have_what_people_say(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with opened() as client, opened(log_messages=True) as telling:
        client.post("/v1/ask", json={"message": "a comedy"}, headers=of("zoe"))
        silent = [JsonLines(messages=False).format(record) for record in caplog.records]
        telling.post("/v1/ask", json={"message": "a comedy"}, headers=of("zoe"))
    told = [JsonLines(messages=True).format(record) for record in caplog.records if record.name == "palate.serve"]

    assert not any("comedy" in line or "zoe" in line for line in silent)
    assert json.loads(told[-1]) | {"time": 0, "seconds": 0} == {
        "time": 0, "level": "info", "logger": "palate.serve", "message": "request", "said": "a comedy",
        "method": "POST", "route": "/v1/ask", "status": 200, "seconds": 0, "act": "recommend", "items": 3,
        "person": "zoe",
    }  # fmt: skip


def test_an_exceptions_text_is_not_logged() -> None:
    try:
        raise RuntimeError("secret")
    except RuntimeError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed: secret", (), (type(error), error, None))

    line = json.loads(JsonLines(messages=False).format(record))
    assert line == {"time": line["time"], "level": "error", "logger": "x", "error": "RuntimeError", "at": line["at"]}
    assert "secret" in JsonLines(messages=True).format(record)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1/memory", "GET, DELETE"), ("/v1/sessions", "GET, POST"), ("/v1/ask", "POST"), ("/", "GET, HEAD")],
)
def test_a_method_that_a_path_does_not_have_is_told_which_it_has(client: TestClient, path: str, allowed: str) -> None:
    refused = client.put(path)

    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)


def test_a_read_of_what_is_only_written_is_told_so(client: TestClient) -> None:
    refused = client.get("/v1/ask")

    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert client.get("/nowhere").status_code == 404


def test_methods_that_a_client_makes_up_are_counted_as_one(client: TestClient) -> None:
    for method in ("FOO", "BAR"):
        client.request(method, "/v1/ask")

    told = client.get("/metrics").text
    assert 'method="other"' in told
    assert "FOO" not in told


def test_figures_are_told_to_prometheus(client: TestClient) -> None:
    client.post("/v1/ask", json={"message": "a comedy"})

    assert 'palate_turns_total{act="recommend"}' in client.get("/metrics").text
