from collections.abc import Sequence
from pathlib import Path

import pytest

from palate import AgentConfig, Catalog
from palate.agent.policies import ItemPolicy, OneAtATime
from palate.catalog.item import Item
from palate.language.understanding import Intent
from tests.agent.making import Script, wants
from tests.agent.policies.contract import PolicyContract
from tests.agent.policies.kitchen import agent_with, decisions, ids

KETTLE_AND_TOASTER = [
    Intent(act="recommend", preferences=(wants("category", "=", kind, quote=kind),)) for kind in ("kettle", "toaster")
]


def test_one_is_shown_whatever_k_is_and_another_shows_the_next(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, OneAtATime(), config=AgentConfig(k=7)) as agent:
        first = agent.ask("a kettle", user="u", session="s")
        second = agent.ask("another", user="u", session="s")

    assert (ids(first), ids(second)) == (["k1"], ["k2"])
    assert decisions(first, "trimmed") == [("one_at_a_time", ["k2", "k3"])]
    assert "one at a time" not in first.text


def test_who_asks_for_more_is_told(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, OneAtATime()) as agent:
        reply = agent.ask("show me three kettles", user="u", session="s")

    assert ids(reply) == ["k1"]
    assert "You asked for three; I show one at a time." in reply.text


def test_two_requests_of_one_message_get_one_item(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, OneAtATime(), reader=Script(both=KETTLE_AND_TOASTER)) as agent:
        reply = agent.ask("both", user="u", session="s")

    assert ids(reply) == ["k1"]
    assert "because I show one at a time" in reply.text
    assert decisions(reply, "trimmed") == [("one_at_a_time", ["k2", "k3"]), ("one_at_a_time", ["t1", "t3", "t2"])]


class TestOneAtATime(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return OneAtATime()

    def holds(self, shown: Sequence[Item], _: Sequence[Item]) -> bool:
        return len(shown) <= 1
