"""Tools of LangChain: what becomes of their names, arguments, answers and errors."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, Literal

import pytest
from langchain_core.tools import BaseTool, StructuredTool
from langchain_core.tools import tool as langchain_tool
from pydantic import BaseModel, Field

from palate import Agent, Catalog, tool
from palate.errors import BadArgument
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox
from tests.tools.conftest import run, turn


class Trip(BaseModel):
    """Where to, and how."""

    city: str = Field(description="a town")
    days: int = 2
    by: Literal["train", "bus"] | None = None


@langchain_tool("trip-planner", args_schema=Trip)
def trip(city: str, days: int = 2, by: str | None = None) -> dict[str, Any]:
    """Plan a journey to a town."""
    return {"city": city, "days": days, "by": by}


@langchain_tool
async def later(number: float) -> float:
    """Double a number, some day."""
    return number * 2


@langchain_tool(response_format="content_and_artifact")
def cinemas(town: str) -> tuple[str, list[dict[str, str]]]:
    """List cinemas of a town."""
    return "two cinemas", [{"cinema": f"{town} {number}"} for number in (1, 2)]


@langchain_tool(response_format="content_and_artifact")
def picture(town: str) -> tuple[str, bytes]:
    """Draw a town."""
    return f"a picture of {town}", b"..."


@langchain_tool
def fails() -> str:
    """Fail."""
    raise ValueError("the key is hunter2")


class Ferry(BaseTool):
    """A tool that is a class, and async alone."""

    name: str = "ferry"
    description: str = "Tell when the ferry goes."

    def _run(self, port: str) -> str:
        raise NotImplementedError

    async def _arun(self, port: str) -> str:
        return f"{port} at noon"


def boxed(given: BaseTool) -> Tool:
    """Return what an agent makes of a tool."""
    return next(each for each in Toolbox([given], installed=False) if each.outside)


def test_its_name_description_and_arguments_are_taken_over() -> None:
    made = boxed(trip)

    properties = made.schema()["parameters"]["properties"]
    assert (made.name, made.description, made.narrows) == ("trip_planner", "Plan a journey to a town.", False)
    assert [(each.name, each.required) for each in made.arguments.arguments] == [
        ("city", True), ("days", False), ("by", False),
    ]  # fmt: skip
    assert (properties["city"]["description"], properties["days"]["default"]) == ("a town", 2)


@pytest.mark.parametrize(
    ("given", "args", "rows"),
    [
        (trip, {"city": "Oslo"}, [{"city": "Oslo", "days": 2, "by": None}]),
        (trip, {"city": "Oslo", "by": "bus"}, [{"city": "Oslo", "days": 2, "by": "bus"}]),
        (later, {"number": 2}, [{"value": 4.0}]),
        (Ferry(), {"port": "Bergen"}, [{"value": "Bergen at noon"}]),
        (cinemas, {"town": "Oslo"}, [{"cinema": "Oslo 1"}, {"cinema": "Oslo 2"}]),
        (picture, {"town": "Oslo"}, [{"value": "a picture of Oslo"}]),
    ],
)
def test_what_it_returns_is_an_answer(
    tiny: Catalog, given: BaseTool, args: dict[str, Any], rows: list[dict[str, Any]]
) -> None:
    assert run(boxed(given), turn(tiny), **args).rows == tuple(rows)


def test_wrong_arguments_and_errors_are_contained(tiny: Catalog) -> None:
    wrong, failed = run(boxed(trip), turn(tiny), city="Oslo", by="plane"), run(boxed(fails), turn(tiny))

    assert wrong.reason == "`by` of `trip_planner` should be 'train' or 'bus'; `plane` is not."
    assert failed.reason == "`fails` failed with an error of its own (ValueError)."
    assert "hunter2" in failed.log


def test_a_schema_in_json_does_as_well(tiny: Catalog) -> None:
    given = StructuredTool(
        name="lookup-at",
        description="Look something up.",
        func=lambda **args: str(sorted(args.items())),
        args_schema={
            "type": "object",
            "properties": {
                "from": {"type": "string", "format": "date"},
                "max-results": {"type": ["integer", "null"]},
                "where": {"$ref": "#/$defs/where"},
                "any": True,
            },
            "required": ["from", "where"],
            "$defs": {"where": {"type": "array", "items": {"type": "object"}}},
        },
    )

    result = run(boxed(given), turn(tiny), from_="2026-01-31", where=[{"a": 1}], max_results=3)

    assert result.rows == ({"value": "[('from', '2026-01-31'), ('max-results', 3), ('where', [{'a': 1}])]"},)
    assert run(boxed(given), turn(tiny), from_="today", where=[]).status == "failed"


def test_the_decorator_gives_it_cues(tiny: Catalog) -> None:
    ferry = tool(cues=["ferry"], seconds=2)(Ferry())

    with Agent(tiny, tools=[ferry], state=":memory:") as agent:
        reply = agent.ask("when does the ferry to “Bergen” go?")

    assert reply.text == "Bergen at noon"


def test_a_name_that_is_taken_is_refused() -> None:
    given = StructuredTool.from_function(lambda by: by, name="rank", description="Rank.")

    with pytest.raises(BadArgument, match="two tools are called `rank`; rename the one of tools="):
        Toolbox([given])


def test_langchain_is_not_imported_for_other_tools() -> None:
    script = "import sys; from palate.tools.toolbox import Toolbox; Toolbox(); print('langchain_core' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"
