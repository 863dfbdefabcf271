from fastapi.testclient import TestClient

from palate.serve.paging import fitting
from tests.serve.conftest import of

CARL = of("carl")


def test_a_session_is_begun_listed_read_and_erased(client: TestClient) -> None:
    session = client.post("/v1/sessions", headers=CARL).json()["session"]
    client.post("/v1/ask", json={"message": "a comedy", "session": session}, headers=CARL)

    listed = client.get("/v1/sessions", headers=CARL).json()
    assert [(each["session"], each["turns"], each["first"]) for each in listed] == [(session, 1, "a comedy")]
    one = client.get(f"/v1/sessions/{session}", headers=CARL).json()
    assert [turn["message"] for turn in one["turns"]] == ["a comedy"]
    assert client.delete(f"/v1/sessions/{session}", headers=CARL).status_code == 204
    assert client.get("/v1/sessions", headers=CARL).json() == []


def test_nobody_sees_a_session_of_somebody_else(client: TestClient) -> None:
    session = client.post("/v1/sessions", headers=CARL).json()["session"]

    assert client.get(f"/v1/sessions/{session}", headers=of("dora")).status_code == 404
    assert client.delete(f"/v1/sessions/{session}", headers=of("dora")).status_code == 404
    assert client.get(f"/v1/sessions/{session}", headers=CARL).status_code == 200


def test_sessions_and_their_turns_come_in_pages(client: TestClient) -> None:
    headers = of("pages")
    sessions = [client.post("/v1/sessions", headers=headers).json()["session"] for _ in range(3)]
    for message in ("a comedy", "before 2000", "from 1996"):
        client.post("/v1/ask", json={"message": message, "session": sessions[0]}, headers=headers)

    pages = [client.get(f"/v1/sessions?limit=2&offset={offset}", headers=headers).json() for offset in (0, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert {each["session"] for page in pages for each in page} == set(sessions)
    first = client.get(f"/v1/sessions/{sessions[0]}?limit=2", headers=headers).json()
    second = client.get(f"/v1/sessions/{sessions[0]}?limit=2&offset={first['next']}", headers=headers).json()
    assert [turn["message"] for turn in first["turns"]] == ["a comedy", "before 2000"]
    assert ([turn["message"] for turn in second["turns"]], second["next"]) == (["from 1996"], None)
    assert client.get("/v1/sessions?limit=101", headers=headers).status_code == 422
    assert client.get(f"/v1/sessions/{sessions[0]}?limit=51", headers=headers).status_code == 422


def test_a_page_ends_before_it_has_more_than_a_megabyte() -> None:
    assert fitting(["x" * 600_000] * 3) == ["x" * 600_000]
    assert fitting(["x" * 400_000] * 3) == ["x" * 400_000] * 2
    assert fitting(["x" * 2_000_000, "y"]) == ["x" * 2_000_000]
    assert fitting([]) == []


def test_a_constraint_is_taken_back_and_the_session_says_what_is_left(client: TestClient) -> None:
    asked = client.post("/v1/ask", json={"message": "a comedy under 100 minutes"}).json()
    comedy, short = asked["state"]["constraints"]

    left = client.post("/v1/withdraw", json={"key": comedy["key"], "session": asked["session"]})

    assert [each["key"] for each in left.json()["constraints"]] == [short["key"]]
    assert client.get(f"/v1/sessions/{asked['session']}").json()["state"] == left.json()
    assert client.post("/v1/withdraw", json={"key": comedy["key"], "session": asked["session"]}).status_code == 400
    assert client.post("/v1/withdraw", json={"key": short["key"], "session": "of-somebody-else"}).status_code == 404
