from collections.abc import Sequence
from pathlib import Path

import pytest

from palate import Catalog
from palate.agent.policies import Available, ItemPolicy
from palate.catalog.item import Item
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from tests.agent.policies.contract import PolicyContract
from tests.agent.policies.kitchen import agent_with, ids


def barred(policy: Available, catalog: Catalog) -> list[str]:
    return catalog.ids(policy.barred(catalog, Taste()))


def test_what_cannot_be_had_is_kept_out(shop: Catalog) -> None:
    assert barred(Available("stock", among=["in stock", "low stock"]), shop) == ["k3", "t3"]
    assert barred(Available("stock", among="In Stock"), shop) == ["k2", "k3", "t3"]
    assert barred(Available("on_sale"), shop) == ["k2", "t1", "t2", "t3", "n1", "n2"], "a flag has to be yes"


def test_a_number_has_to_be_above_0(tmp_path: Path) -> None:
    rows = [{"id": str(n), "title": f"Thing {n}", "left": left} for n, left in enumerate([3, 0, None, 1])]
    with Catalog.build(tmp_path / "c.db", items=rows) as catalog:
        assert barred(Available("left"), catalog) == ["1", "2"]


def test_a_category_has_to_be_told_which_values_mean_it(shop: Catalog) -> None:
    with pytest.raises(BadArgument, match=r"say which by `Available\('stock', among=\[…\]\)`"):
        Available("stock").check(shop.schema)


def test_it_follows_the_stock(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Available("stock", among=["in stock"])) as agent:
        before = agent.ask("a kettle", user="u", session="1")
        shop.upsert([{"id": "k1", "stock": "sold out"}, {"id": "k3", "stock": "in stock"}])
        after = agent.ask("a kettle", user="u", session="2")

    assert (ids(before), ids(after)) == (["k1"], ["k3"])


def test_what_is_refused_names_the_rule(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Available("stock", among=["in stock"], because="it is sold out")) as agent:
        reply = agent.ask("a kettle under 25 dollars", user="u", session="s")

    assert (reply.act, reply.items) == ("abstain", ())
    assert "because it is sold out" in reply.text


class TestAvailable(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return Available("stock", among=["in stock", "low stock"])

    def holds(self, shown: Sequence[Item], _: Sequence[Item]) -> bool:
        return all(item.get("stock") in ("in stock", "low stock") for item in shown)
