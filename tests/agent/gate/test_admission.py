"""Whatever chose an item, a reply does not show it against a policy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palate import Catalog
from palate.agent.gate.admission import admit
from palate.agent.outcome import Outcome
from palate.agent.policies import ItemPolicy, OneAtATime
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.memory.request import Held
from palate.tools.candidates import Candidates
from palate.tools.result import ToolResult
from tests.agent.making import plan, wants, workspace


def chose(*items: str, added: int = 0) -> AgentState:
    """A turn whose one request is to be answered by these."""
    outcome = Outcome(
        intent=0, kind="show", items=items, scores=tuple(1.0 for _ in items), wanted=len(items), added=added
    )
    return AgentState(outcomes=(outcome,), held=(Held(),))


def left(turn: Workspace, catalog: Catalog, *items: str) -> None:
    """Have a step leave these items in this order."""
    order = catalog.positions(items)
    found = Candidates().ordered(order, items, "step1", scores={}, pool=np.sort(order))
    turn.note(0, plan(("rank", {})).steps[0], ToolResult("ok", "", found))


def test_what_was_chosen_against_a_rule_is_dropped_for_the_next_best(tiny: Catalog) -> None:
    turn = workspace(tiny, barred={"mine": tiny.positions(["2"])})
    left(turn, tiny, "1", "2", "3", "4")

    admission = admit(chose("1", "2"), turn)

    assert admission.outcomes[0].items == ("1", "3")
    dropped = [(each.severity, each.data) for each in admission.findings]
    assert dropped == [("error", {"rule": "mine", "decision": "dropped", "count": 1, "items": ["2"]})]


def test_where_nothing_else_is_left_the_rule_is_named(tiny: Catalog) -> None:
    turn = workspace(tiny, barred={"mine": tiny.positions(["1", "2"])})
    left(turn, tiny, "1", "2")

    outcome = admit(chose("2", "1"), turn).outcomes[0]

    assert (outcome.kind, outcome.items, outcome.why) == ("abstain", (), "rule:mine")


def test_what_filled_up_a_list_stays_behind_what_fits(tiny: Catalog) -> None:
    turn = workspace(tiny, barred={"mine": tiny.positions(["1"])})
    left(turn, tiny, "1", "2")

    outcome = admit(chose("1", "2", "8", added=1), turn).outcomes[0]

    assert (outcome.items, outcome.added) == (("2", "8"), 1)


def test_what_takes_a_place_meets_every_hard_condition(tiny: Catalog) -> None:
    turn = workspace(tiny, barred={"mine": tiny.positions(["2"])})
    left(turn, tiny, "2", "1", "4")
    state = chose("2").model_copy(update={"held": (Held(request=(wants("genres", "=", "Comedy"),)),)})

    assert admit(state, turn).outcomes[0].items == ("4",), "Alien is no comedy"


def test_without_a_policy_nothing_changes(tiny: Catalog) -> None:
    turn = workspace(tiny)
    left(turn, tiny, "3", "1")
    state = chose("3", "1")

    admission = admit(state, turn)

    assert (admission.outcomes, admission.findings) == (state.outcomes, ())


def test_a_limit_that_is_none_shows_nothing(tiny: Catalog) -> None:
    class Unlimited(OneAtATime):
        items_a_reply = "many"  # type: ignore[assignment]

    policy: ItemPolicy = Unlimited()
    turn = workspace(tiny)
    turn.parts = replace(turn.parts, policies=(policy,))
    left(turn, tiny, "3", "1")

    admission = admit(chose("3", "1"), turn)

    assert admission.outcomes[0].why == "rule:one_at_a_time"
    assert [each.data["decision"] for each in admission.findings] == ["failed", "trimmed"]
