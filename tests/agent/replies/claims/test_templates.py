"""Every reply that the templates write binds to what its turn knows: a claim that does not is a template that lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import palate.agent.rewriting as rewriting
from palate import Agent, Catalog
from palate.agent.replies.claims.checker import check
from palate.agent.replies.rewriter import Written
from palate.evals.suites.plans.suite import HELD_OUT, Plans

OUTDOOR = (
    *(
        "something for rain",
        "a backpack under 100 dollars",
        "the cheapest tent",
        "boots rated over 4.5",
        "not by Osprey",
    ),
    *("how many jackets are there?", "which brands do you have?", "anything in navy?", "the heaviest one in stock"),
    *("a tent that costs less than 5 dollars", "why?", "hello", "zzz qqq", "compare the first two", "I love Deuter"),
)
EACH = 3
"""Every third request, so that the test is done in seconds."""


@dataclass
class Recorder:
    """Keeps what there is to rewrite, and rewrites nothing."""

    name: str = "recorder"
    written: list[Written] = field(default_factory=list)

    def rewrite(self, written: Written) -> None:
        self.written.append(written)


@pytest.fixture(autouse=True)
def _whatever_is_replied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "REWRITTEN", ("recommend", "answer", "ask", "abstain", "chat"))


def unbound(recorder: Recorder) -> Iterator[str]:
    for each in recorder.written:
        for claim in check(each.reply.text, each.evidence, each.catalog):
            yield f"{each.message}: {claim.said}: {claim.why}\n{each.reply.text}"


@pytest.mark.parametrize("name", ["films", "kitchen"])
def test_replies_to_all_kinds_of_requests(name: str, tmp_path: Path) -> None:
    from palate.evals.suites.catalogues import open_catalogue

    recorder = Recorder()
    cases = [case for case in Plans().cases(filter=name) if HELD_OUT not in case.tags][::EACH]
    with open_catalogue(name) as catalog, Agent(catalog, rewriter=recorder, state=tmp_path) as agent:
        for case in cases:
            for said in case.data["said"]:
                agent.ask(said["message"], session=case.id)
        assert len(recorder.written) >= len(cases)
        assert {each.reply.act for each in recorder.written} >= {"recommend", "answer"}
        assert list(unbound(recorder)) == []


def test_replies_over_a_shop_that_nobody_prepared(shop: Catalog, tmp_path: Path) -> None:
    recorder = Recorder()
    with Agent(shop, rewriter=recorder, state=tmp_path) as agent:
        for message in OUTDOOR:
            agent.ask(message, user="ann", session="s")

    assert list(unbound(recorder)) == []


def test_replies_to_somebody_of_whom_much_is_known(films: Catalog, tmp_path: Path) -> None:
    recorder = Recorder()
    with Agent(films, rewriter=recorder, state=tmp_path) as agent:
        for message in ("I love Heat and Yojimbo", "I like Fargo", "a thriller", "something by Akira Kurosawa", "why?"):
            agent.ask(message, user="ann", session="s")

    assert any("which you liked" in each.reply.text for each in recorder.written)
    assert list(unbound(recorder)) == []
