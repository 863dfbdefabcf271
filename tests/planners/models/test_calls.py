"""Tools of an app in frames: their schemas, and which calls are kept."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel

from palate import tool
from palate.language.frame import Call, Frames
from palate.planners.models.calls import call_schemas, with_valid_calls
from palate.tools.toolbox import Toolbox
from tests.language.framing import frame
from tests.planners.models.conftest import MakeReading


class Seat(BaseModel):
    """A seat."""

    row: int
    side: Literal["left", "right"] = "left"


@tool
def book(seat: Seat, nights: int, name: str | None = None) -> str:
    """Book a seat in the cinema."""
    return f"{seat} {nights} {name}"


def test_a_call_is_its_tool_and_arguments_with_shared_types_written_out() -> None:
    seat = {
        "type": "object",
        "properties": {"row": {"type": "integer"}, "side": {"enum": ["left", "right"], "type": "string"}},
        "required": ["row"],
    }

    assert call_schemas(Toolbox([book], installed=False)) == [
        {
            "type": "object",
            "properties": {
                "tool": {"const": "book"},
                "args": {
                    "type": "object",
                    "properties": {"seat": seat, "nights": {"type": "integer"}, "name": {"type": "string"}},
                    "required": ["seat", "nights"],
                    "additionalProperties": False,
                },
                "quote": {"type": "string"},
            },
            "required": ["tool", "args"],
            "additionalProperties": False,
        }
    ]


def test_palates_own_tools_are_offered_to_no_model() -> None:
    assert call_schemas(Toolbox(installed=False)) == []


def kept(reading: MakeReading, *calls: dict[str, Any]) -> tuple[tuple[Call, ...], tuple[str, ...]]:
    frames = Frames(frames=(frame(calls=list(calls)),))
    found, problems = with_valid_calls(frames, reading("two nights", book))
    return found.frames[0].calls, problems


def test_a_valid_call_has_its_arguments_in_the_types_of_the_tool(reading: MakeReading) -> None:
    calls, problems = kept(reading, {"tool": "book", "args": {"seat": {"row": "3"}, "nights": 2}, "quote": "two"})

    assert problems == ()
    assert [(each.tool, each.args["nights"], each.quote) for each in calls] == [("book", 2, "two")]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"tool": "sql", "args": {"query": "SELECT 1"}}, "`sql` is not a tool of the app."),
        ({"tool": "filter", "args": {"where": []}}, "`filter` is not a tool of the app."),
        ({"tool": "x" * 300}, f"`{'x' * 40}` is not a tool of the app."),
        ({"tool": "book", "args": {"nights": 2}}, "`book` needs the argument `seat`"),
        ({"tool": "book", "args": {"seat": {"row": 1}, "nights": 1e999}}, "nights"),
        ({"tool": "book", "args": {"seat": {"row": 1}, "nights": "many"}}, "nights"),
    ],
)
def test_any_other_call_is_left_out_and_told(reading: MakeReading, call: dict[str, Any], told: str) -> None:
    calls, [problem] = kept(reading, call)

    assert calls == ()
    assert problem.startswith("A call of a tool was left out: ")
    assert told in problem
