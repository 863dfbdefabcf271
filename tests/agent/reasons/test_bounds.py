"""What explaining a list costs: each item's text is read once, little of it, and not beyond the turn's time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.agent.reasons import describing, explaining
from palate.agent.reasons.describing import MOST_READ
from palate.agent.reasons.reasons import reasons
from palate.catalog.item import FieldValue, Item
from palate.catalog.words import normal
from palate.language.understanding import Intent
from palate.memory.request import Held
from tests.agent.making import workspace

ANYTHING = Intent(act="recommend")
LONG = "A dog sleeps. " * 800


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    items = [
        {"id": str(n), "title": f"Thing {n}", "year": 1950 + n, "minutes": 60 + n, "genre": "War" if n % 2 else "Crime"}
        | {"plot": f"The {n} comes home. {LONG}"}
        for n in range(40)
    ]
    with Catalog.build(":memory:", items=items, noun="film") as made:
        yield made


def explained(turn: Any, count: int) -> list[explaining.Explained]:
    return explaining.explanations(turn, 0, ANYTHING, Held(), turn.parts.catalog.items(map(str, range(count))))


def test_a_description_is_normalised_once_a_turn_and_little_of_it(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    normalised: list[str] = []

    def counted(text: str) -> str:
        normalised.append(text)
        return normal(text)

    monkeypatch.setattr(describing, "normal", counted)
    turn = workspace(catalog)

    first = explained(turn, 30)
    once = len(normalised)
    again = explained(turn, 30)

    sentences = [text for text in normalised if text.endswith(".")]
    assert [each.told[0] for each in first] == [f"“The {n} comes home”" for n in range(30)]
    assert again == first
    assert Counter(sentences).most_common(1)[0][1] <= 30 * MOST_READ // len("A dog sleeps. ")
    assert sum(map(len, normalised[:once])) <= 30 * (MOST_READ + 100)
    assert sum(map(len, normalised[once:])) <= 30 * 100, "the titles and values alone"


def test_twice_as_many_items_are_twice_the_work(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    get = Item.get

    def counted(item: Item, name: str) -> FieldValue:
        reads.append(name)
        return get(item, name)

    monkeypatch.setattr(Item, "get", counted)

    explained(workspace(catalog), 20)
    few = len(reads)
    explained(workspace(catalog), 40)

    assert len(reads) - few <= 2.2 * few


def test_explaining_ends_with_the_turns_time(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def slow(turn: Any, number: int, intent: Any, held: Any, item: Item, *rest: Any) -> Any:
        asked.append(item.id)
        turn.deadline = time.monotonic() - (len(asked) == 3)
        turn.deadline += 60 * (len(asked) < 3)
        return reasons(turn, number, intent, held, item, *rest)

    monkeypatch.setattr(explaining, "reasons", slow)
    with Agent(catalog, state=":memory:") as agent:
        reply = agent.ask("show me 20 films")

    assert asked == [item.id for item in reply.items[:3]]
    assert len(reply.items) == 20
    assert [len(item.reasons) for item in reply.items[3:]] == [1] * 17
    assert reply.items[3].reasons == (f"{reply.items[3].fields['genre']}",)
    assert reply.incomplete
    assert [each["message"] for each in reply.trace.findings] == ["The turn's 20 seconds are over."]
    assert reply.text.endswith("\nI ran out of time, so this is what I had found until then.")


def test_after_the_turns_time_nothing_is_read(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "reasons", None)
    monkeypatch.setattr(describing, "_sentences", None)
    turn = workspace(catalog)
    turn.deadline = 0.0

    assert [(each.reasons, each.brief) for each in explained(turn, 2)] == [(("Crime",), True), (("War",), True)]
