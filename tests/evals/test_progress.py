"""The running score: what fits beside the bar."""

from __future__ import annotations

from palate.evals.metrics import rate
from palate.evals.progress import running

SEEN = {"agent": [1.0, 0.0, 1.0, 1.0], "popularity": [0.0, 1.0], "random": [0.0]}


def test_means_of_as_many_as_fit() -> None:
    # `right agent 75.0%` has 17 signs, ` · popularity 50.0%` has 19, ` · random 0.0%` has 14.
    told = {room: running(SEEN, rate("right"), room=room) for room in (5, 35, 36, 49, 50)}

    assert told[5] == told[35] == "right agent 75.0%"
    assert told[36] == told[49] == "right agent 75.0% · popularity 50.0%"
    assert told[50] == "right agent 75.0% · popularity 50.0% · random 0.0%"


def test_nothing_is_told_before_the_first_result() -> None:
    assert running({}, rate("right"), room=80) == ""
