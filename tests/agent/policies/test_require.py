from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from palate import Agent, AnyOf, Catalog, Condition
from palate.agent.gate.bars import bars
from palate.agent.policies import ItemPolicy, NotSeen, Require, positions_of
from palate.catalog.item import Item
from palate.language.understanding import Intent, Mention
from palate.memory.item_history import ItemHistory
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory
from palate.ranking.taste import Taste
from tests.agent.policies.contract import PolicyContract


def test_ids_that_a_catalogue_does_not_have_are_passed_over(tiny: Catalog) -> None:
    assert positions_of(tiny, ["7", "no such", "2"]).tolist() == [1, 6]
    assert positions_of(tiny, []).tolist() == []


def test_not_seen_keeps_out_what_was_consumed(tiny: Catalog) -> None:
    policy: ItemPolicy = NotSeen()

    assert policy.barred(tiny, Taste(seen=frozenset({"3", "1"}))).tolist() == [0, 2]


def test_require_keeps_out_what_is_not_known_to_meet_a_condition(tiny: Catalog) -> None:
    short = Require(Condition(field="runtime", op="<", value=100))
    not_french = Require(Condition(field="country", op="!=", value="France"))
    either = Require(AnyOf(any_of=(Condition(field="year", op="<", value=1960), *short.where.parts)))

    # Of Rear Window nobody knows the runtime, of Clueless nobody the country.
    assert short.barred(tiny, Taste()).tolist() == [0, 2, 3, 4, 5, 6]
    assert not_french.barred(tiny, Taste()).tolist() == [3, 7]
    assert either.barred(tiny, Taste()).tolist() == [0, 2, 3, 5, 6]
    assert (short.name, either.name) == ("require_runtime", "require_year_runtime")


def test_a_rule_of_an_app_keeps_out_what_is_asked_for(tiny: Catalog, tmp_path: Path) -> None:
    rule = Require(Condition(field="year", op=">=", value=1980), because="we only stock what is newer")
    with Agent(tiny, state=tmp_path, policies=[rule]) as agent:
        shown = agent.ask("horror")
        comedies = agent.ask("a comedy")

    assert (shown.act, shown.items) == ("abstain", ())
    assert "we only stock what is newer" in shown.text
    assert {item.id for item in comedies.items} == {"2", "4", "8"}


def test_rules_of_the_conversation(tiny: Catalog) -> None:
    def ruled(intent: Intent, held: Held, taste: Taste) -> dict[str, list[int]]:
        session = SessionMemory(items=ItemHistory(shown=("4", "5")))
        seen = {"not_seen": NotSeen().barred(tiny, taste)}
        found = bars(intent, held, session, taste, policies=seen, catalog=tiny)
        return {rule: np.asarray(positions).tolist() for rule, positions in found.items()}

    fargo = Mention(item="2", title="Fargo", quote="Fargo")
    assert ruled(Intent(act="recommend"), Held(), Taste()) == {}
    assert ruled(Intent(act="critique", more=True), Held(), Taste()) == {"shown": [3, 4]}
    assert ruled(Intent(act="critique", reject=(fargo,)), Held(), Taste(rejected=frozenset({"1"}))) == {
        "rejected": [0, 1]
    }
    assert ruled(Intent(act="recommend"), Held(like=(fargo,)), Taste(seen=frozenset({"8"}))) == {
        "not_seen": [7],
        "like": [1],
    }


class TestRequire(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return Require(Condition(field="brand", op="!=", value="Bolt"))

    def holds(self, shown: Sequence[Item], _: Sequence[Item]) -> bool:
        return all(item.get("brand") not in (None, "Bolt") for item in shown)


class TestNotSeen(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return NotSeen()

    def holds(self, shown: Sequence[Item], taken: Sequence[Item]) -> bool:
        return not {item.id for item in shown} & {item.id for item in taken}
