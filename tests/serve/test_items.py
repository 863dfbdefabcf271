from fastapi.testclient import TestClient

from palate.catalog.item import Item
from palate.serve.catalogue import picture_field
from tests.serve.conftest import Opened


def test_an_item_is_looked_up(client: TestClient) -> None:
    assert client.get("/v1/items/2").json()["title"] == "Fargo"


def test_an_item_that_is_not_there_is_not_found(client: TestClient) -> None:
    refused = client.get("/v1/items/nope")

    assert refused.status_code == 404
    assert refused.headers["content-type"] == "application/problem+json"
    assert "`nope` is not in `tiny`" in refused.json()["detail"]


def test_items_are_paged_through(client: TestClient) -> None:
    first = client.get("/v1/items?limit=5").json()
    second = client.get(f"/v1/items?limit=5&offset={first['next']}").json()

    assert [item["id"] for item in [*first["items"], *second["items"]]] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert second["next"] is None


def test_items_are_looked_for_by_title(client: TestClient) -> None:
    assert [item["id"] for item in client.get("/v1/items?title=dune").json()["items"]] == ["6", "7"]


def test_a_field_of_pictures_is_told_by_its_values() -> None:
    def item(**fields: str | None) -> Item:
        return Item("1", "One", dict(fields))

    assert picture_field([item(text="a.png is a file", look="/img/a.png"), item(look=None)]) == "look"
    assert picture_field([item(look="https://x.org/a.jpg"), item(look="none")]) is None


def test_items_of_a_page_are_charged(opened: Opened) -> None:
    with opened(rate=1) as client:
        assert [client.get("/v1/items?limit=5").status_code for _ in range(2)] == [200, 429]
