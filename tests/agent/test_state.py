"""What a turn knows."""

from __future__ import annotations

from palate.agent.state import AgentState
from palate.planners.planner import Advice


def test_what_was_given_up_is_told_for_each_request() -> None:
    given_up = [Advice("drop", "", {"keys": keys}, intent) for keys, intent in ((["b"], 1), (["a"], 0), (["c"], 1))]
    state = AgentState(advice=(*given_up, Advice("search", "", {"text": "d"}, 0)))

    assert [state.dropped(intent) for intent in range(3)] == [("a",), ("b", "c"), ()]
