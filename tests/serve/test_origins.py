import pytest
from fastapi.testclient import TestClient

from palate.errors import BadArgument
from palate.serve.origins import parse_origin
from palate.serve.settings import Settings
from tests.serve.conftest import LOCAL, Opened, of

LISTED, FOREIGN = "https://films.example", "https://evil.example"
ROUTES = (
    ("GET", "/v1/memory"),
    ("POST", "/v1/sessions"),
    ("DELETE", "/v1/memory"),
    ("OPTIONS", "/v1/ask"),
    ("GET", "/"),
)


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1:9000", "http://127.0.0.1", f"{LOCAL}/", ""])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_page_of_another_origin_is_refused(client: TestClient, method: str, path: str, origin: str) -> None:
    refused = client.request(method, path, headers={"Origin": origin})

    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in refused.headers


def test_a_foreign_origin_beside_the_own_one_is_refused(client: TestClient) -> None:
    both = [("Origin", LOCAL), ("Origin", FOREIGN)]

    assert client.get("/v1/catalog", headers=both).status_code == 403


def test_a_foreign_page_begins_no_session(client: TestClient) -> None:
    client.post("/v1/sessions", headers=of("victim") | {"Origin": FOREIGN})

    assert client.get("/v1/sessions", headers=of("victim")).json() == []


@pytest.mark.parametrize("headers", [{}, {"Origin": LOCAL}, {"Origin": "https://localhost", "Host": "localhost"}])
def test_the_own_origin_and_programs_are_served(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/v1/sessions", headers=headers).status_code == 201


def test_a_listed_origin_may_call_and_frame(opened: Opened) -> None:
    with opened(origins=["HTTPS://Films.Example:443"], token="t" * 16) as client:
        preflight = client.options(
            "/v1/ask",
            headers={
                "Origin": LISTED,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type, x-palate-user",
            },
        )
        refused = client.get("/v1/memory", headers={"Origin": LISTED})
        answered = client.get("/v1/memory", headers={"Origin": LISTED, "Authorization": f"Bearer {'t' * 16}"})
        policy = client.get("/").headers["content-security-policy"]

    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, LISTED)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, LISTED)
    assert (answered.status_code, answered.headers["access-control-allow-origin"]) == (200, LISTED)
    assert "access-control-allow-credentials" not in answered.headers
    assert f"frame-ancestors 'self' {LISTED};" in policy


def test_without_a_token_the_host_of_a_listed_origin_is_served(opened: Opened) -> None:
    with opened(origins=[LISTED]) as client:
        assert client.get("/v1/memory", headers={"Host": "films.example"}).status_code == 200
        assert client.get("/v1/memory", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://films.example", "https://films.example"),
        ("http://Films.example:80", "http://films.example"),
        ("http://films.example:443", "http://films.example:443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_read_as_browsers_send_it(text: str, origin: str) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "null",
            "*",
            "films.example",
            "//films.example",
            "ftp://films.example",
            "https://",
            "https://films.example/",
        ),
        *(
            "https://films.example/path",
            "https://a:b@films.example",
            "https://*.example",
            "https://films.example:99999",
        ),
        *("https://films.example; script-src *", "https://films.example\n", "https://bücher.example"),
    ],
)
def test_what_is_no_origin_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadArgument, match=r"is not an origin; `https://host` or `https://host:port` was expected"):
        Settings(origins=(text,)).check()
