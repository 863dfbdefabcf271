"""Policies that apps write: a few lines do, and what goes wrong in them shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Agent, Catalog, Condition
from palate.agent.policies import Available, ConfirmBefore, ItemPolicy, NotSeen, Require
from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.errors import BadArgument, UnknownField
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions
from tests.agent.policies.kitchen import agent_with, decisions, ids


@dataclass(frozen=True)
class Gives:
    """Bars whatever it was given, or raises it."""

    found: Any
    name: str = "mine"
    because: str = "I say so"

    def barred(self, _: Catalog, __: Taste) -> Positions:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Fails(Gives):
    """Fails in what it says or admits."""

    found: Any = ()
    says_: Any = None
    admits_: Any = True

    def says(self, item: Item, _: Schema) -> str | None:
        if isinstance(self.says_, Exception) and item.id == "k1":
            raise self.says_
        return None

    def admits(self, item: Item, _: Sequence[Item]) -> bool:
        return self.admits_ if item.id == "k1" else True


def kettles(shop: Catalog, folder: Path, *policies: ItemPolicy) -> Any:
    with agent_with(shop, folder, *policies) as agent:
        return agent.ask("a kettle", user="u", session="s")


def test_name_because_and_barred_are_all_it_takes(shop: Catalog, tmp_path: Path) -> None:
    reply = kettles(shop, tmp_path, Gives(np.array([2, 0])))

    assert ids(reply) == ["k2"]
    assert [each["data"] for each in reply.trace.findings if each["data"].get("decision") == "barred"] == [
        {"rule": "mine", "decision": "barred", "count": 2}
    ]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (RuntimeError("no network"), "an error of its own (RuntimeError)."),
        (None, "`barred` returned 0-dimensional object, positions"),
        (np.array([True] * 9), "`barred` returned 1-dimensional bool, positions"),
        (np.array([0.5]), "`barred` returned 1-dimensional float64, positions"),
        (["k1"], "`barred` returned 1-dimensional <U2, positions"),
        (np.array([0, 9]), "the position 9, there are 0 to 8"),
        (np.array([-1]), "the position -1, there are 0 to 8"),
    ],
)
def test_one_that_fails_shows_nothing_and_says_so(found: Any, why: str, shop: Catalog, tmp_path: Path) -> None:
    reply = kettles(shop, tmp_path, Gives(found))

    assert (reply.act, reply.items, reply.near) == ("abstain", (), ())
    assert reply.text == "I show nothing, because I cannot check the rule “mine” just now."
    failed = [each for each in reply.trace.findings if each["data"].get("decision") == "failed"]
    assert [(each["kind"], each["severity"]) for each in failed] == [("policy", "error")]
    assert failed[0]["message"].startswith("The policy `mine` failed, so nothing is shown: ")
    assert why in failed[0]["message"]


@pytest.mark.parametrize("broken", [Fails(says_=KeyError("x")), Fails(admits_="maybe")])
def test_one_that_cannot_tell_of_an_item_leaves_that_out(broken: ItemPolicy, shop: Catalog, tmp_path: Path) -> None:
    reply = kettles(shop, tmp_path, broken)

    assert ids(reply) == ["k2", "k3"]
    assert decisions(reply, "failed") == [("mine", None)]
    assert decisions(reply, "trimmed") == [("mine", ["k1"])]


def test_two_of_one_name_are_both_enforced(shop: Catalog, tmp_path: Path) -> None:
    cheap = Require(Condition(field="price", op="<", value=40), because="it is dear")
    not_too = Require(Condition(field="price", op=">", value=25), because="it is junk")
    with agent_with(shop, tmp_path, cheap, not_too) as agent:
        shown = agent.ask("a kettle", user="u", session="s")
        refused = agent.ask("a knife", user="u", session="t")

    assert ids(shown) == ["k2"]
    assert "because it is dear or it is junk" in refused.text


def test_what_does_not_suit_the_catalogue_is_told_at_once(shop: Catalog, tmp_path: Path) -> None:
    def refused(policy: Any) -> str:
        with pytest.raises((BadArgument, UnknownField)) as caught:
            Agent(shop, policies=[policy], state=tmp_path / "state").close()
        return str(caught.value)

    assert refused(Available("stok")).startswith("`stok` is not a field of `kitchen`; the closest is `stock`")
    assert "`much`" in refused(Require(Condition(field="price", op="<", value="much")))
    assert refused(NotSeen) == "`NotSeen` in `policies` is a class; write `NotSeen(…)`."
    assert refused("NotSeen").startswith("`NotSeen` is no policy of an installed package (entry points of")
    assert refused(3) == "`3` in `policies` is no policy: it needs `name`, `because` and `barred(catalog, taste)`."
    assert (
        refused(Gives([], name="shown")) == "A policy is called `shown`, as a rule of every conversation is; rename it."
    )
    with pytest.raises(BadArgument, match="Two policies are called `confirm_brand_Acme`"):
        Agent(shop, policies=[ConfirmBefore("brand", "Acme")] * 2, state=tmp_path / "state")
