import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from palate.cli.main import main
from palate.errors import BadArgument
from palate.serve import running
from palate.serve.keys import Keys
from palate.serve.logs import JsonLines
from palate.serve.settings import Settings
from tests.serve.conftest import Opened, of, write_secret

TOKEN = "a-token-of-this-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
KEY = "ann-key-0123456789"


@pytest.fixture(scope="module")
def guarded(opened: Opened) -> Iterator[TestClient]:
    """A server with a token."""
    with opened(token=TOKEN) as client:
        yield client


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Return the method and path of every route of the API."""
    paths = client.get("/openapi.json").json()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods if path.startswith("/v1/")]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer wrong"}, id="wrong"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, id="other scheme"),
        pytest.param({"Authorization": "Bearer é".encode()}, id="not ASCII"),
        pytest.param({"Host": "127.0.0.1", "X-Palate-User": "ann"}, id="behind nginx"),
    ],
)
def test_every_route_needs_the_token(guarded: TestClient, headers: dict[str, Any]) -> None:
    called = routes(guarded)
    told = {(method, path): guarded.request(method, path, headers=headers) for method, path in called}

    assert len(called) > 15
    assert {response.status_code for response in told.values()} == {401}
    assert {response.headers["www-authenticate"] for response in told.values()} == {"Bearer"}
    assert guarded.get("/metrics", headers=headers).status_code == 401


def test_the_token_is_taken_as_bearer_and_in_the_address(guarded: TestClient) -> None:
    assert guarded.get("/v1/catalog", headers=BEARER).status_code == 200
    assert guarded.get(f"/v1/catalog?token={TOKEN}").status_code == 200
    assert guarded.get("/v1/catalog?token=wrong").status_code == 401
    assert guarded.get("/metrics", headers=BEARER).status_code == 200


def test_the_holder_of_the_token_names_the_user(guarded: TestClient) -> None:
    assert guarded.get("/v1/catalog", headers=BEARER | of("zoe")).json()["person"] == "zoe"
    assert guarded.get("/v1/catalog", headers=BEARER).json()["person"] == "me"


def test_what_holds_nothing_of_users_needs_no_token(guarded: TestClient) -> None:
    for path in ("/", "/app.js", "/healthz", "/openapi.json"):
        assert guarded.get(path, headers={"Host": "films.example"}).status_code == 200


def test_users_of_one_token_share_its_rate(opened: Opened) -> None:
    with opened(token=TOKEN, rate=2) as client:
        told = [client.get("/v1/models", headers=BEARER | of(user)) for user in ("a", "b", "c")]

    assert [each.status_code for each in told] == [200, 200, 429]


def test_without_a_token_there_is_a_rate_too(opened: Opened) -> None:
    with opened(rate=1) as client:
        assert [client.get("/v1/models", headers=of(user)).status_code for user in ("a", "b")] == [200, 429]


def test_no_log_has_the_token(guarded: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="palate")
    guarded.get(f"/?token={TOKEN}")
    guarded.get(f"/v1/catalog?token={TOKEN}")
    guarded.get(f"/v1/items/{TOKEN}", headers=BEARER)
    lines = [JsonLines(messages=True).format(record) for record in caplog.records if record.name.startswith("palate")]

    assert len(lines) >= 3
    assert not any(TOKEN in line for line in lines)
    assert TOKEN not in repr(Settings(token=TOKEN))


def test_each_start_has_a_token_of_its_own_and_workers_share_it() -> None:
    settings = Settings()

    assert len(settings.token or "") >= 32
    assert settings.token != Settings().token
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


def test_a_server_with_keys_has_no_token(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    write_secret(path, f"{KEY} = ann")

    assert Settings(api_keys=path).token is None
    with pytest.raises(BadArgument, match="has no token; leave out `--token`"):
        Settings(api_keys=path, token=TOKEN).check()
    with opened(api_keys=path) as client:
        assert client.get(f"/v1/catalog?token={KEY}").status_code == 401


@pytest.mark.parametrize("token", ["", "short", "with spaces in between", "täglich-ein-neuer-film", "x" * 15])
def test_a_token_that_is_short_or_cannot_be_sent_is_refused(token: str) -> None:
    with pytest.raises(BadArgument, match="16 or more letters, digits"):
        Settings(token=token).check()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Have `palate serve` tell its settings instead of serving."""
    told: list[Settings] = []
    monkeypatch.setattr(running, "run", lambda settings, _: told.append(settings))
    return told


def test_the_command_takes_a_token_of_the_environment(
    started: list[Settings], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PALATE_TOKEN", TOKEN)
    with pytest.raises(SystemExit, match="0"):
        main(["serve"])

    assert started[0].token == TOKEN
    assert capsys.readouterr().err == ""


def test_the_command_warns_where_there_is_no_token(started: list[Settings], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["serve", "--no-token"])

    assert started[0].token is None
    assert capsys.readouterr().err.startswith("Warning: without a token, every program and user of this machine")


def test_the_command_refuses_a_token_and_none(started: list[Settings], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--no-token", "--token", TOKEN])

    assert started == []
    assert "exclude each other" in capsys.readouterr().err


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    write_secret(path, f"{KEY} = ann")
    path.chmod(0o640)

    with pytest.raises(BadArgument, match=r"other users can read it \(mode 0640\); `chmod 600 "):
        Keys.read(path)
    path.chmod(0o600)
    assert Keys.read(path).person(KEY) == "ann"


def test_keys_of_a_mounted_secret_are_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys"
    write_secret(path, f"{KEY} = ann")
    path.chmod(0o444)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    assert Keys.read(path).person(KEY) == "ann"
    (warning,) = Settings(api_keys=path).warnings()
    assert warning.startswith(f"Warning: `{path}` holds API keys and other users can read it (mode 0444)")
