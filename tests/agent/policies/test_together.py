"""Several policies at once, over the embedded films and over the outdoor shop."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from palate import Agent, Catalog, Condition
from palate.agent.policies import (
    Available,
    ConfirmBefore,
    Disclose,
    ItemPolicy,
    MaxPrice,
    NotSeen,
    OneAtATime,
    Quota,
    Require,
)
from tests.agent.policies.kitchen import decisions


def test_films_keep_to_all_of_them(films: Catalog, tmp_path: Path) -> None:
    rules: list[ItemPolicy] = [
        NotSeen(),
        Require(Condition(field="year", op=">=", value=1960)),
        Quota("country", 2),
        ConfirmBefore("age_rating", ["R"]),
    ]
    said = ("a western", "no", "a comedy", "another", "a war film and a musical", "like Alien", "from Japan")
    with Agent(films, policies=rules, state=tmp_path / "state") as agent:
        replies = [agent.ask(message, user="u", session="s") for message in said]
        agent.ask("a western", user="u", session="t")
        confirmed = agent.ask("yes", user="u", session="t")

    assert [reply.act for reply in replies[:2]] == ["ask", "recommend"]
    assert sum(len(reply.items) for reply in replies) > 8
    for reply in replies:
        assert all(item.fields["age_rating"] not in (None, "R") for item in reply.items)
        assert all(int(str(item.fields["year"])) >= 1960 for item in reply.items)
        assert max(Counter(str(item.fields["country"]) for item in reply.items).values(), default=0) <= 2
    assert "R" in {item.fields["age_rating"] for item in confirmed.items}


def test_a_shop_keeps_to_all_of_them(shop_of_forty: Catalog, tmp_path: Path) -> None:
    rules: list[ItemPolicy] = [Available("in_stock"), MaxPrice(230), OneAtATime(), Disclose("brand", ["Osprey"])]
    with Agent(shop_of_forty, policies=rules, state=tmp_path / "state") as agent:
        pack = agent.ask("a backpack", user="u", session="s")
        agent.commit(pack.items[0].id, user="u", session="s")
        tent = agent.ask("a tent", user="u", session="s")

    assert [(item.title, item.fields["price"]) for item in pack.items] == [("Trailblazer 40L Backpack", 149)]
    assert "Trailblazer 40L Backpack (brand: Osprey)" in pack.text
    assert [(item.title, item.fields["price"]) for item in tent.items] == [("Festival Pop-Up Tent", 69)]
    assert {rule for rule, _ in decisions(tent, "barred")} == {"available_in_stock", "max_price"}
