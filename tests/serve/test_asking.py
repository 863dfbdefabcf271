import json

from fastapi.testclient import TestClient

from tests.serve.conftest import of


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """Read `event:` and `data:` of each event."""
    blocks = (dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n"))
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_a_message_is_answered(client: TestClient) -> None:
    told = client.post("/v1/ask", json={"message": "a comedy from 1996"}, headers=of("a")).json()

    assert (told["act"], [item["title"] for item in told["items"]]) == ("recommend", ["Fargo"])
    assert told["trace"] is None
    assert told["session"]


def test_a_session_goes_on(client: TestClient) -> None:
    first = client.post("/v1/ask", json={"message": "a comedy", "k": 1}, headers=of("b")).json()
    second = client.post("/v1/ask", json={"message": "from 1996", "session": first["session"]}, headers=of("b")).json()

    assert second["session"] == first["session"]
    assert [item["title"] for item in second["items"]] == ["Fargo"]


def test_a_trace_is_told_on_request(client: TestClient) -> None:
    told = client.post("/v1/ask", json={"message": "a comedy", "trace": True}, headers=of("a")).json()

    assert told["trace"]["steps"]


def test_a_session_of_somebody_else_is_not_found(client: TestClient) -> None:
    session = client.post("/v1/ask", json={"message": "a comedy"}, headers=of("ann")).json()["session"]

    refused = client.post("/v1/ask", json={"message": "and?", "session": session}, headers=of("bob"))

    assert refused.status_code == 404
    assert refused.json()["detail"] == "You have no session of that name; `POST /v1/sessions` begins one."


def test_a_stream_tells_each_step_and_then_the_reply(client: TestClient) -> None:
    response = client.post("/v1/ask?stream", json={"message": "a comedy from 1996"}, headers=of("a"))
    told = events(response.text)

    assert response.headers["content-type"].startswith("text/event-stream")
    assert told[0] == ("step", {"node": "recall", "text": "Looking for comedy films from 1996"})
    assert told[-1][0] == "reply"
    assert told[-1][1]["act"] == "recommend"


def test_accept_asks_for_a_stream_too(client: TestClient) -> None:
    headers = of("a") | {"Accept": "text/event-stream"}

    assert events(client.post("/v1/ask", json={"message": "a comedy"}, headers=headers).text)[-1][0] == "reply"


def test_a_stream_of_ui_messages_is_what_the_ai_sdk_reads(client: TestClient) -> None:
    response = client.post("/v1/ask?stream=ui", json={"message": "a comedy from 1996"}, headers=of("a"))
    *parts, done = [line.removeprefix("data: ") for line in response.text.splitlines() if line]
    told = [json.loads(part) for part in parts]

    assert response.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert done == "[DONE]"
    assert list(dict.fromkeys(part["type"] for part in told)) == [
        *("start", "start-step", "data-step", "text-start", "text-delta", "text-end"),
        *("data-reply", "finish-step", "finish"),
    ]
    text = "".join(part["delta"] for part in told if part["type"] == "text-delta")
    assert text == next(part["data"]["text"] for part in told if part["type"] == "data-reply")
