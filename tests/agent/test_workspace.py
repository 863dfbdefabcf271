"""What fits, of what a turn has found so far."""

from __future__ import annotations

import numpy as np

from palate import Catalog
from palate.language.preference import Preference, ToolCall
from tests.agent.making import wants, workspace


def test_of_a_tool_that_has_not_run_nothing_fits_whatever_else_does(tiny: Catalog) -> None:
    turn, called = workspace(tiny), Preference(call=ToolCall(tool="window"))
    comedy = wants("genres", "contains", "Comedy")

    before = turn.fitting(0, [comedy, called]).tolist()
    turn.sets[0, called.key] = np.array([0, 1], dtype=np.int64)

    assert before == []
    assert tiny.ids(turn.fitting(0, [comedy, called])) == ["2"]
    assert tiny.ids(turn.fitting(0, [comedy, called], np.array([3, 7], dtype=np.int64))) == []
