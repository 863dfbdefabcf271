import math
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from palate import Catalog
from palate.agent.policies import ItemPolicy, MaxPrice, OneAtATime
from palate.catalog.item import Item
from palate.errors import BadArgument
from palate.language.understanding import Intent, Mention
from palate.ranking.taste import Taste
from tests.agent.making import Script, wants
from tests.agent.policies.contract import PolicyContract
from tests.agent.policies.kitchen import agent_with, decisions, ids, kitchen

KETTLE_AND_TOASTER = [
    Intent(act="recommend", preferences=(wants("category", "=", kind, quote=kind),)) for kind in ("kettle", "toaster")
]


def test_what_was_taken_counts(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(75)) as agent:
        before = agent.ask("a kettle", user="u", session="s")
        agent.commit("k1", user="u", session="s")
        after = agent.ask("a toaster", user="u", session="s")
        elsewhere = agent.ask("a toaster", user="u", session="t")

    assert ids(before) == ["k1", "k2", "k3"]
    assert ids(after) == ["t2"], "30 is left; of t3 nobody knows the price"
    assert ids(elsewhere) == ["t1", "t2"]


def test_so_does_what_is_taken_in_the_conversation(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(100)) as agent:
        agent.ask("a knife", user="u", session="s")
        agent.ask("I'll take the Damascus Knife", user="u", session="s")
        reply = agent.ask("a kettle", user="u", session="s")

    assert (reply.act, [miss.id for miss in reply.near]) == ("abstain", ["k3", "k2", "k1"])
    assert reply.near[0].breaks == ("price 20, where 10 is left",)
    assert "may come to 100 at most" in reply.text
    assert "Orion Kettle (price 20, where 10 is left)" in reply.text


def test_what_the_same_message_takes_counts_already(shop: Catalog, tmp_path: Path) -> None:
    lyra = Mention(item="k1", title="Lyra Kettle", quote="it")
    both = [Intent(act="commit", about=(lyra,)), Intent(act="recommend", preferences=(wants("price", ">", 0),))]
    with agent_with(shop, tmp_path, MaxPrice(65), reader=Script(both=both)) as agent:
        reply = agent.ask("both", user="u", session="s")

    assert ids(reply) == ["k3", "n3"], "20 is left"


def test_requests_of_one_message_fit_together(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(72), reader=Script(both=KETTLE_AND_TOASTER)) as agent:
        reply = agent.ask("both", user="u", session="s")

    # The best kettle leaves room for a toaster; the others are shown as they fit beside that.
    assert ids(reply) == ["k1", "k2", "k3", "t2"]
    assert decisions(reply, "trimmed") == [("max_price", ["t1"])]


def test_where_nothing_fits_together_nothing_is_shown(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(44), reader=Script(both=KETTLE_AND_TOASTER)) as agent:
        reply = agent.ask("both", user="u", session="s")

    assert (reply.act, reply.items) == ("abstain", ())
    # Beside the cheapest toaster 19 is left for a kettle, beside the cheapest kettle 24 for a toaster.
    assert [(miss.id, *miss.breaks) for miss in reply.near] == [
        ("k3", "price 20, where 19 is left"),
        ("k2", "price 30, where 19 is left"),
        ("t2", "price 25, where 24 is left"),
    ]


def test_where_one_item_is_shown_the_other_request_takes_no_room(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(46), OneAtATime(), reader=Script(both=KETTLE_AND_TOASTER)) as agent:
        reply = agent.ask("both", user="u", session="s")

    assert ids(reply) == ["k1"]


@pytest.mark.parametrize("seed", range(12))
def test_first_items_fit_together_where_any_do(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    kinds = ("kettle", "toaster", "knife")
    rows = [
        {
            "id": f"{kind}{number}",
            "title": f"{kind} {number}",
            "category": kind,
            "price": chance.choice([None, *range(5, 60)]),
        }
        for kind in kinds
        for number in range(4)
    ]
    intents = [Intent(act="recommend", preferences=(wants("category", "=", kind),)) for kind in kinds]
    prices = {row["id"]: row["price"] for row in rows}
    total = chance.randrange(20, 110)
    with (
        kitchen(tmp_path, rows) as catalog,
        agent_with(catalog, tmp_path, MaxPrice(total), reader=Script(all=intents)) as agent,
    ):
        shown = ids(agent.ask("all", user="u", session="s"))

    known = [[prices[f"{kind}{n}"] for n in range(4) if prices[f"{kind}{n}"] is not None] for kind in kinds]
    # A request of which nothing is affordable by itself is refused by itself.
    alone = [[price for price in each if price <= total] for each in known]
    possible = sum(min(each) for each in alone if each) <= total
    firsts = [next((item for item in shown if item.startswith(kind)), None) for kind in kinds]
    assert [first is not None for first in firsts] == [possible and bool(each) for each in alone]
    assert sum(prices[first] for first in firsts if first) <= total
    for place, kind in enumerate(kinds):
        others = sum(prices[first] for first in firsts[:place] + firsts[place + 1 :] if first)
        assert all(prices[item] + others <= total for item in shown if item.startswith(kind))


def test_an_empty_message_and_one_of_no_request_are_answered(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(10), reader=Script(none=[])) as agent:
        assert [agent.ask(said, user="u", session="s").items for said in ("none", "")] == [(), ()]
    with agent_with(shop, tmp_path, MaxPrice(10)) as agent:
        assert [agent.ask(said, user="u", session="s").act for said in ("", "hello")] == ["chat", "chat"]


def test_cents_add_up(tmp_path: Path) -> None:
    rows = [{"id": str(n), "title": f"Thing {n}", "price": price} for n, price in enumerate([0.1, 0.2, 0.7])]
    with kitchen(tmp_path, rows) as catalog:
        policy = MaxPrice(0.3)

        assert policy.barred(catalog, Taste(taken=("0",))).tolist() == [2]
        assert policy.left(catalog, Taste(taken=("0", "1"))) == 0


def test_what_was_taken_at_an_unknown_price_leaves_nothing(shop: Catalog) -> None:
    policy = MaxPrice(1_000)

    assert math.isnan(policy.left(shop, Taste(taken=("t3",))))
    assert math.isnan(policy.left(shop, Taste(taken=("gone",))))
    assert len(policy.barred(shop, Taste(taken=("t3",)))) == shop.schema.items


def test_and_the_reply_says_so(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, MaxPrice(1_000)) as agent:
        agent.commit("t3", user="u", session="s")
        reply = agent.ask("a kettle", user="u", session="s")

    assert (reply.act, reply.items) == ("abstain", ())
    assert "Orion Kettle (price 20, where nobody knows what is left)" in reply.text


def test_what_cannot_be_added_up_is_an_error(shop: Catalog) -> None:
    with pytest.raises(BadArgument, match="above 0"):
        MaxPrice(-1)
    with pytest.raises(BadArgument, match="`brand` is a category"):
        MaxPrice(10, field="brand").check(shop.schema)


class TestMaxPrice(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return MaxPrice(110)

    def holds(self, shown: Sequence[Item], taken: Sequence[Item]) -> bool:
        spent = sum(float(str(item.get("price"))) for item in taken)
        return all(item.get("price") is not None and spent + float(str(item.get("price"))) <= 110 for item in shown)
