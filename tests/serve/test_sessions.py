from fastapi.testclient import TestClient

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
