from collections.abc import Sequence
from pathlib import Path

import pytest

from palate import Catalog
from palate.agent.policies import ItemPolicy, Quota
from palate.catalog.item import Item
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from tests.agent.making import Script
from tests.agent.policies.contract import PolicyContract
from tests.agent.policies.kitchen import agent_with, decisions, ids


def test_the_next_best_take_the_place_of_what_is_more_of_the_same(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Quota("category", 1), reader=Script()) as agent:
        reply = agent.ask("anything")

    # By popularity n1, k1, t1; n2, k2, t3, t2 and the others share a category with one of them.
    assert ids(reply) == ["n1", "k1", "t1"]
    assert decisions(reply, "trimmed") == [("quota_category", ["n2", "k2", "t3", "t2", "k3", "n3"])]


def test_only_the_values_that_are_named_count(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Quota("sponsored", 1, [True]), reader=Script()) as agent:
        reply = agent.ask("anything")

    # k1 and n2 are sponsored, and of t3 nobody knows; the place of n2 goes to the next best.
    assert ids(reply) == ["n1", "k1", "t1", "k2", "t2"]


def test_tags_are_shared_one_by_one(tiny: Catalog) -> None:
    items = {item.id: item for item in tiny.items(["1", "2", "3", "4", "6"])}
    one = Quota("genres", 1)

    assert one.admits(items["1"], [])
    assert not one.admits(items["6"], [items["1"]]), "Alien is Sci-Fi as Dune is"
    assert one.admits(items["2"], [items["1"]])
    assert not one.admits(items["4"], [items["1"], items["2"]]), "Fargo is a comedy as Amélie is"
    assert Quota("genres", 2).admits(items["3"], [items["1"]])


def test_who_asks_for_more_is_told(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Quota("brand", 1)) as agent:
        reply = agent.ask("three kettles", user="u", session="s")

    assert ids(reply) == ["k1", "k2"]
    assert "You asked for three; no more than one of a reply may share brand." in reply.text


def test_what_has_no_value_is_kept_out(shop: Catalog) -> None:
    assert shop.ids(Quota("brand", 2).barred(shop, Taste())) == ["t3"]


def test_what_cannot_be_counted_is_an_error(shop: Catalog) -> None:
    with pytest.raises(BadArgument, match="1 or more"):
        Quota("brand", 0)
    with pytest.raises(BadArgument, match="`title`"):
        Quota("title", 1).check(shop.schema)


class TestQuota(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return Quota("brand", 1)

    def holds(self, shown: Sequence[Item], _: Sequence[Item]) -> bool:
        brands = [item.get("brand") for item in shown]
        return None not in brands and len(set(map(str, brands))) == len(brands)
