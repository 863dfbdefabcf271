"""The table of verdicts: a function of findings and of what is allowed."""

from __future__ import annotations

import pytest

from palate.agent.reflection.finding import Finding, FindingKind
from palate.agent.reflection.verdicts import TABLE, Allowance, decide

FREE = Allowance(over=False, may_ask=True, may_replan=True)
SPENT = Allowance(over=True, may_ask=False, may_replan=False)
DATA = {
    "options": ["Heat (1995)", "Heat (1986)"],
    "needed": True,
    "step": "step1",
    "tool": "filter",
    "reason": "no",
    "softest": ["text:quiet"],
}


def finding(kind: FindingKind, **data: object) -> Finding:
    return Finding(kind=kind, severity="warning", message="Something is so.", data={**DATA, **data}, intent=1)


@pytest.mark.parametrize(
    ("kind", "free", "spent"),
    [
        ("ambiguous", "ask", "finish"),
        ("doubtful", "ask", "finish"),
        ("open", "ask", "finish"),
        ("budget", "finish", "finish"),
        ("failed", "replan", "abstain"),
        ("unresolved", "replan", "abstain"),
        ("empty", "relax", "relax"),
        ("violated", "next", "finish"),
        ("policy", "next", "finish"),
        ("too_few", "next", "finish"),
    ],
)
def test_a_finding_decides_within_what_is_allowed(kind: FindingKind, free: str, spent: str) -> None:
    decided = [decide([finding(kind)], allowance).decision for allowance in (FREE, SPENT)]

    assert decided == [free, spent]


def test_where_no_wish_is_left_to_give_up_there_is_nothing() -> None:
    assert decide([finding("empty", softest=[])], FREE).decision == "abstain"


def test_a_tool_that_the_plan_can_do_without_stops_nothing() -> None:
    assert decide([finding("failed", needed=False)], FREE).decision == "next"


def test_a_policy_that_wants_a_yes_asks_for_it_before_anything_is_given_up() -> None:
    asking = finding("policy", decision="ask")

    assert [decide([finding("empty"), asking], allowance).decision for allowance in (FREE, SPENT)] == ["ask", "ask"]


def test_a_question_that_pays_is_the_last_thing_that_is_decided() -> None:
    assert list(TABLE)[-1] == "open"
    assert decide([finding("open"), finding("empty")], FREE).decision == "relax"


def test_advice_is_for_the_request_that_the_finding_is_about() -> None:
    verdict = decide([finding("failed")], FREE)

    assert verdict.advice is not None
    assert (verdict.advice.intent, verdict.advice.data) == (1, {"step": "step1", "tool": "filter", "reason": "no"})
