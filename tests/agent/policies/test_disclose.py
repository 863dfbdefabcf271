from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from palate import AgentConfig, Catalog
from palate.agent.gate.disclosures import unsaid
from palate.agent.policies import Disclose, ItemPolicy, OneAtATime
from palate.agent.replies.section import Disclosure
from palate.agent.reply import Reply
from palate.catalog.item import Item
from palate.errors import BadArgument
from palate.ranking.taste import Taste
from tests.agent.policies.contract import PolicyContract
from tests.agent.policies.kitchen import agent_with, decisions, ids


def said(policy: Disclose, catalog: Catalog, items: Sequence[str]) -> list[str | None]:
    return [policy.says(item, catalog.schema) for item in catalog.items(items)]


def test_what_is_said_of_values_of_each_kind(shop: Catalog) -> None:
    assert said(Disclose("sponsored"), shop, ["k1", "k2", "t3"]) == ["sponsored", None, "sponsored: unknown"]
    assert said(Disclose("sponsored", saying="advertisement"), shop, ["k1", "k2"]) == ["advertisement", None]
    assert said(Disclose("brand", ["BOLT"]), shop, ["k1", "k2", "t3"]) == [None, "brand: Bolt", "brand: unknown"]
    assert said(Disclose("price"), shop, ["k3"]) == ["price: 20"]
    assert Disclose("price").says(Item("x", "X", {"price": 0}), shop.schema) is None
    assert len(Disclose("sponsored").barred(shop, Taste())) == 0, "what is unknown is said, and keeps nothing out"


def test_of_tags_those_are_said_that_are_named(tiny: Catalog) -> None:
    assert said(Disclose("genres", ["horror", "crime"]), tiny, ["1", "2", "4"]) == [
        "genres: Horror",
        "genres: Crime",
        None,
    ]


@pytest.mark.parametrize("style", ["concise", "detailed"])
def test_what_is_shown_says_it_beside_the_title(style: str, shop: Catalog, tmp_path: Path) -> None:
    config = AgentConfig(style="concise" if style == "concise" else "detailed")
    with agent_with(shop, tmp_path, Disclose("sponsored"), config=config) as agent:
        reply = agent.ask("a kettle", user="u", session="s")

    assert ids(reply) == ["k1", "k2", "k3"]
    assert "1. Lyra Kettle (sponsored), price 45: " in reply.text
    assert "2. Nova Kettle, price 30: " in reply.text
    assert [item.reasons[-1] == "sponsored" for item in reply.items] == [True, False, False]
    assert decisions(reply, "disclosed") == [("disclose_sponsored", {"k1": "sponsored"})]


@pytest.mark.parametrize(
    "message",
    [
        "which is cheaper, the Lyra Kettle or the Nova Kettle?",
        "how much is the Lyra Kettle?",
        "do you have any kettles?",
        "what is the most expensive kettle?",
    ],
)
def test_so_do_answers_that_name_it(message: str, shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Disclose("sponsored")) as agent:
        reply = agent.ask(message, user="u", session="s")

    assert reply.act == "answer"
    assert "Lyra Kettle (sponsored)" in reply.text


def test_and_what_nearly_fits_and_reasons(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Disclose("sponsored"), OneAtATime()) as agent:
        refused = agent.ask("a kettle by Acme under 40 dollars", user="u", session="s")
        agent.ask("a kettle", user="u", session="t")
        why = agent.ask("why?", user="u", session="t")

    assert "k1" in {miss.id for miss in refused.near}
    assert "Lyra Kettle (sponsored)" in refused.text
    assert "Lyra Kettle (sponsored)" in why.text


def test_two_of_one_field_are_both_said(shop: Catalog, tmp_path: Path) -> None:
    with agent_with(shop, tmp_path, Disclose("brand", ["Acme"]), Disclose("brand", ["Bolt"])) as agent:
        reply = agent.ask("a kettle", user="u", session="s")

    assert "1. Lyra Kettle (brand: Acme), price 45: " in reply.text
    assert "2. Nova Kettle (brand: Bolt), price 30: " in reply.text


def test_a_text_is_held_against_what_it_has_to_say() -> None:
    has_to = (Disclosure("1", "Lyra Kettle", "sponsored"), Disclosure("2", "Nova Kettle", "an ad; used"))

    assert unsaid("Lyra Kettle (sponsored) and Nova Kettle (an ad; used)", has_to) == ()
    assert unsaid("A sponsored kettle, and Nova Kettle (an ad; used)", has_to) == has_to[:1]


def test_a_value_that_the_field_cannot_have_is_an_error(shop: Catalog) -> None:
    with pytest.raises(BadArgument, match="`price`"):
        Disclose("price", ["much"]).check(shop.schema)


_WORDS = {"True": " (sponsored)", "None": " (sponsored: unknown)", "False": ""}


class TestDisclose(PolicyContract):
    @pytest.fixture
    def policy(self) -> ItemPolicy:
        return Disclose("sponsored")

    def talks(self, catalog: Catalog, policy: ItemPolicy, folder: Path, check: Callable[[Reply], None]) -> None:
        def says_so(reply: Reply) -> None:
            check(reply)
            shown = [item.id for item in reply.items] + [miss.id for miss in reply.near]
            for item in catalog.items(shown):
                assert item.title + _WORDS[str(item.get("sponsored"))] in reply.text

        super().talks(catalog, policy, folder, says_so)

    def holds(self, _: Sequence[Item], __: Sequence[Item]) -> bool:
        return True
