import pytest
from fastapi.testclient import TestClient

from tests.serve.conftest import Opened, of

COMPLETIONS = "/v1/chat/completions"


def said(*words: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": each} for each in words]


def test_the_last_message_is_answered(client: TestClient) -> None:
    told = client.post(COMPLETIONS, json={"model": "palate", "messages": said("a comedy from 1996")}).json()

    assert told["object"] == "chat.completion"
    assert told["choices"][0]["message"]["content"] == told["palate"]["text"]
    assert [item["title"] for item in told["palate"]["items"]] == ["Fargo"]


def test_a_conversation_sent_whole_goes_on_in_its_session(client: TestClient) -> None:
    asked = {"user": "chats", "messages": said("a comedy")}
    first = client.post(COMPLETIONS, json=asked).json()
    reply = {"role": "assistant", "content": first["palate"]["text"]}
    second = client.post(COMPLETIONS, json=asked | {"messages": [*said("a comedy"), reply, *said("from 1996")]}).json()

    assert second["palate"]["session"] == first["palate"]["session"]
    assert [item["title"] for item in second["palate"]["items"]] == ["Fargo"]


def test_one_that_was_edited_is_said_again_in_a_new_session(client: TestClient) -> None:
    asked = {"user": "edits"}
    first = client.post(COMPLETIONS, json=asked | {"messages": said("a horror film")}).json()
    second = client.post(COMPLETIONS, json=asked | {"messages": said("a comedy", "before 2000")}).json()

    assert second["palate"]["session"] != first["palate"]["session"]
    assert {item["title"] for item in second["palate"]["items"]} == {"Fargo", "Clueless"}


def test_a_session_may_be_named_and_is_ones_own(client: TestClient) -> None:
    session = client.post("/v1/sessions", headers=of("owner")).json()["session"]
    asked = {"messages": said("a comedy"), "session": session}

    assert client.post(COMPLETIONS, json=asked | {"user": "owner"}).json()["palate"]["session"] == session
    assert client.post(COMPLETIONS, json=asked | {"user": "other"}).status_code == 404


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        pytest.param([], 422, id="none"),
        pytest.param([{"role": "assistant", "content": "hello"}], 422, id="nothing to answer"),
        pytest.param([{"role": "user", "content": [{"type": "text", "text": "a comedy"}]}], 200, id="parts"),
        pytest.param([{"role": "user", "content": None}], 200, id="nothing said"),
    ],
)
def test_messages_are_checked(client: TestClient, messages: list[object], status: int) -> None:
    assert client.post(COMPLETIONS, json={"messages": messages}).status_code == status


def test_the_messages_that_a_session_lacks_are_replayed_in_it(client: TestClient) -> None:
    asked = {"user": "lacks"}
    first = client.post(COMPLETIONS, json=asked | {"messages": said("a comedy")}).json()["palate"]["session"]

    second = client.post(COMPLETIONS, json=asked | {"messages": said("a comedy", "before 2000", "from 1996")}).json()

    assert second["palate"]["session"] == first
    kept = client.get(f"/v1/sessions/{first}", headers=of("lacks")).json()["turns"]
    assert [turn["message"] for turn in kept] == ["a comedy", "before 2000", "from 1996"]


def test_more_than_twenty_messages_that_no_session_has_are_not_replayed(client: TestClient) -> None:
    messages = said(*(f"a comedy from {year}" for year in range(1970, 1992)))
    refused = client.post(COMPLETIONS, json={"user": "many", "messages": messages})

    assert refused.status_code == 422
    assert refused.json()["detail"] == (
        "`messages` has 21 messages before the last that no session of yours has, and at most 20 are replayed; send "
        "the latest alone, or name a `session`."
    )
    assert client.get("/v1/sessions", headers=of("many")).json() == []


def test_a_replay_is_charged_by_turn(opened: Opened) -> None:
    with opened(rate=3) as client:
        asked = {"user": "charged"}
        first = client.post(COMPLETIONS, json=asked | {"messages": said("a comedy", "before 2000", "from 1996")})
        second = client.post(COMPLETIONS, json=asked | {"messages": said("a comedy")})

    assert (first.status_code, second.status_code) == (200, 429)
