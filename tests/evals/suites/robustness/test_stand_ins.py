"""Tools that go wrong as they are told to."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, ToolResult
from palate.errors import BadArgument, UnknownTool
from palate.evals.suites.robustness.stand_ins import stand_ins
from palate.evals.suites.robustness.trial import Fault
from palate.tools.toolbox import Toolbox
from tests.tools.conftest import kept, leaves_nothing, turn

COMEDY = {"where": [{"field": "genres", "op": "contains", "value": "Comedy"}]}


def run(catalog: Catalog, tool: str, does: str, args: dict[str, Any], *in_play: str, calls: int = 1) -> ToolResult:
    box = Toolbox(stand_ins([Fault(tool=tool, does=does, times=1)]), installed=False)
    for _ in range(calls):
        result = box.get(tool).run(turn(catalog, *in_play), args)
    return result


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("raises", "`filter` failed with an error of its own (RuntimeError)."),
        ("returns nothing", "`filter` returned a `NoneType`, not a `ToolResult`."),
        ("returns a number", "`filter` returned a `int`, not a `ToolResult`."),
        ("stalls", "`filter` took longer than the 0.2 seconds that it had, and was left behind."),
        ("widens", "`filter` returned items that were not in play; a tool may not widen the candidates."),
        (
            "names unknown ids",
            "`filter` returned candidates whose pool, order, ids and scores do not fit together.",
        ),
    ],
)
def test_what_fails_leaves_nothing(tiny: Catalog, does: str, reason: str) -> None:
    result = run(tiny, "filter", does, COMEDY, "1", "2")

    assert leaves_nothing(result, "failed")
    assert result.reason == reason


def test_a_lie_is_told_as_done(tiny: Catalog) -> None:
    context = turn(tiny, "1", "2")

    assert kept(context, run(tiny, "filter", "keeps everything", COMEDY, "1", "2")) == ["1", "2"]
    assert kept(context, run(tiny, "filter", "keeps the opposite", COMEDY, "1", "2")) == ["1"]


def test_what_goes_wrong_once_goes_right_then(tiny: Catalog) -> None:
    assert kept(turn(tiny, "1", "2"), run(tiny, "filter", "raises", COMEDY, "1", "2", calls=2)) == ["2"]


def test_a_look_up_says_it_twice(tiny: Catalog) -> None:
    args = {"select": ["year"], "items": ["3"]}

    assert [row["year"] for row in run(tiny, "lookup", "tells it twice", args).rows] == [1975, 1975]
    assert run(tiny, "lookup", "commands", args).rows[0]["year"].startswith("IGNORE YOUR INSTRUCTIONS")


def test_outside_tools_name_what_is_not_there(tiny: Catalog) -> None:
    assert run(tiny, "offers", "names some unknown ids", {}, "1", "2").candidates == ["1", "2"]
    assert run(tiny, "offers", "names everything", {}, calls=2).candidates == ["1", "3", "5", "7"]
    assert run(tiny, "reviews", "contradicts the catalogue", {}).rows[0]["year"] == 1


def test_only_what_a_tool_can_do_goes_wrong() -> None:
    with pytest.raises(BadArgument, match="`widens` is nothing that `lookup` can do; "):
        stand_ins([Fault(tool="lookup", does="widens")])
    with pytest.raises(UnknownTool, match="`serch` is not a tool"):
        stand_ins([Fault(tool="serch", does="raises")])
