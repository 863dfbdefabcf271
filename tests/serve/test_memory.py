import pytest
from fastapi.testclient import TestClient

from tests.serve.conftest import of

Heard = dict[str, object]


@pytest.fixture
def eve(request: pytest.FixtureRequest, client: TestClient) -> dict[str, str]:
    """Somebody new, who likes Alien and has seen Jaws."""
    headers = of(request.node.name)
    client.post("/v1/feedback", json={"item": "1", "value": 1}, headers=headers)
    client.post("/v1/feedback", json={"item": "3", "seen": True}, headers=headers)
    return headers


def known(client: TestClient, headers: dict[str, str], *, language: str = "en") -> list[dict[str, object]]:
    told = client.get(f"/v1/memory?language={language}", headers=headers).json()["preferences"]
    return list(told)


def test_what_was_said_is_known_with_its_words_and_date(client: TestClient) -> None:
    headers = of("words")
    client.post("/v1/ask", json={"message": "I love horror"}, headers=headers)

    (entry,) = known(client, headers)
    assert (entry["what"], entry["polarity"], entry["quote"], entry["on"]) == ("Horror", "want", "horror", True)
    assert isinstance(entry["time"], float)


def test_what_was_noted_of_items_is_known(client: TestClient, eve: dict[str, str]) -> None:
    told = client.get("/v1/memory", headers=eve).json()

    assert [entry["what"] for entry in told["preferences"]] == ["Alien"]
    assert [entry["title"] for entry in told["seen"]] == ["Jaws"]


def test_a_preference_is_switched_off_and_on(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    client.patch(f"/v1/memory/{entry['id']}", json={"on": False}, headers=eve)
    assert [each["on"] for each in known(client, eve)] == [False]
    client.patch(f"/v1/memory/{entry['id']}", json={"on": True}, headers=eve)
    assert [each["on"] for each in known(client, eve)] == [True]


def test_a_preference_is_turned_round(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    client.patch(f"/v1/memory/{entry['id']}", json={"polarity": "avoid"}, headers=eve)

    assert [(each["what"], each["polarity"]) for each in known(client, eve)] == [("Alien", "avoid")]


def test_a_preference_is_corrected_in_words(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    client.patch(f"/v1/memory/{entry['id']}", json={"words": "comedy"}, headers=eve)

    assert [(each["what"], each["polarity"], each["quote"]) for each in known(client, eve)] == [
        ("Comedy", "want", "comedy")
    ]


def test_words_that_name_nothing_change_nothing(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    refused = client.patch(f"/v1/memory/{entry['id']}", json={"words": "…"}, headers=eve)

    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("`words` name nothing that this catalogue knows")
    assert known(client, eve) == [entry]


def test_a_preference_is_erased(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    assert client.delete(f"/v1/memory/{entry['id']}", headers=eve).status_code == 204
    assert known(client, eve) == []


def test_an_item_is_erased(client: TestClient, eve: dict[str, str]) -> None:
    assert client.delete("/v1/memory/items/3", headers=eve).status_code == 204

    assert client.get("/v1/memory", headers=eve).json()["seen"] == []


def test_everything_is_erased(client: TestClient, eve: dict[str, str]) -> None:
    client.post("/v1/ask", json={"message": "a comedy"}, headers=eve)

    assert client.delete("/v1/memory", headers=eve).status_code == 204
    told = client.get("/v1/memory/export", headers=eve).json()
    assert (told["preferences"], told["events"], told["sessions"]) == ([], [], [])


def test_a_preference_of_somebody_else_is_not_found(client: TestClient, eve: dict[str, str]) -> None:
    (entry,) = known(client, eve)

    assert client.delete(f"/v1/memory/{entry['id']}", headers=of("mallory")).status_code == 404
    assert known(client, eve) == [entry]


def test_what_is_switched_off_no_longer_counts_in_its_own_session(client: TestClient) -> None:
    headers = of("here")
    session = client.post("/v1/sessions", headers=headers).json()["session"]
    client.post("/v1/feedback", json={"item": "1", "value": 1, "session": session}, headers=headers)
    (entry,) = known(client, headers)

    client.patch(f"/v1/memory/{entry['id']}", json={"on": False}, headers=headers)

    told = client.get("/v1/memory/export", headers=headers).json()
    assert told["sessions"][0]["memory"]["items"]["opinions"] == {"1": 0.0}


def test_what_is_known_is_said_in_chinese(client: TestClient) -> None:
    headers = of("zh")
    client.post("/v1/ask", json={"message": "I love horror"}, headers=headers)
    (entry,) = known(client, headers)
    client.patch(f"/v1/memory/{entry['id']}", json={"words": "under 100 minutes"}, headers=headers)

    said = [known(client, headers, language=language)[0]["what"] for language in ("en", "zh")]
    assert said == ["under 100 minutes", "不到 100 分钟"]


def test_what_is_known_comes_in_pages(client: TestClient) -> None:
    headers = of("paged")
    for item in ("1", "2", "3"):
        client.post("/v1/feedback", json={"item": item, "seen": True}, headers=headers)
    client.post("/v1/feedback", json={"item": "4", "value": 1}, headers=headers)

    first = client.get("/v1/memory?limit=2", headers=headers).json()
    second = client.get(f"/v1/memory?limit=2&offset={first['next']}", headers=headers).json()

    assert [[each["id"] for each in page["seen"]] for page in (first, second)] == [["3", "2"], ["1"]]
    assert [len(page["preferences"]) for page in (first, second)] == [1, 0]
    assert (first["next"], second["next"]) == (2, None)
    assert client.get("/v1/memory?limit=501", headers=headers).status_code == 422
