"""Tools that somebody else wrote: what they may be, and how they are contained."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pytest
from pydantic import BaseModel, Field

from palate import Catalog, ToolContext, ToolResult, tool
from palate.catalog.item import ItemId
from palate.errors import BadArgument
from palate.tools.candidates import Candidates
from palate.tools.tool import Tool
from tests.tools.conftest import kept, leaves_nothing, run, turn


@tool
def plain(city: str, days: int = 1) -> dict[str, Any]:
    """Tell the weather of a city."""
    return {"city": city, "days": days}


@tool(cues=["weather"], seconds=2)
def cued(context: ToolContext, city: Annotated[str, Field(description="a town", min_length=2)]) -> str:
    """Tell the weather where the films are."""
    return f"{city}: {context.catalog.schema.items}"


@tool
async def later(number: float) -> float:
    """Double a number, some day."""
    await asyncio.sleep(0)
    return number * 2


@tool
def picks(ids: list[str]) -> list[ItemId]:
    """Keep the items that it is told to keep."""
    return ids


def test_a_function_becomes_a_tool_that_can_still_be_called() -> None:
    assert (plain.name, plain.description, plain.cues, plain.outside) == (
        "plain", "Tell the weather of a city.", (), True,
    )  # fmt: skip
    assert plain("Oslo") == {"city": "Oslo", "days": 1}
    assert cued.cues == ("weather",)


def test_its_signature_is_the_schema_of_its_arguments() -> None:
    parameters = plain.schema()["parameters"]

    assert parameters["required"] == ["city"]
    assert {name: each["type"] for name, each in parameters["properties"].items()} == {
        "city": "string",
        "days": "integer",
    }
    assert cued.schema()["parameters"]["properties"]["city"]["description"] == "a town"
    assert list(cued.schema()["parameters"]["properties"]) == ["city"]


def test_what_it_returns_becomes_rows(tiny: Catalog) -> None:
    assert run(plain, turn(tiny), city="Oslo").rows == ({"city": "Oslo", "days": 1},)
    assert run(cued, turn(tiny), city="Oslo").rows == ({"value": "Oslo: 8"},)
    assert run(later, turn(tiny), number=2).rows == ({"value": 4.0},)
    assert run(plain, turn(tiny), city="Oslo").candidates is None


def test_wrong_arguments_are_named(tiny: Catalog) -> None:
    assert run(plain, turn(tiny), city=3).reason == "`city` of `plain` should be a valid string; `3` is not."
    assert run(plain, turn(tiny), town="Oslo").reason == "`plain` has no argument `town`; known: `city`, `days`."
    assert (
        run(cued, turn(tiny), city="x").reason
        == "`city` of `cued`: string should have at least 2 characters; `x` is not so."
    )


def test_ids_narrow_and_order_what_is_in_play(tiny: Catalog) -> None:
    result = run(picks, turn(tiny, "1", "2", "3"), ids=["3", "7", "1", "3"])

    assert result.candidates == ["3", "1"]
    assert (result.status, result.before, result.summary) == ("ok", 3, "`picks` kept 2 of 3")


def test_ids_that_do_not_exist_are_dropped_and_named(tiny: Catalog) -> None:
    result = run(picks, turn(tiny), ids=["2", "nope"])

    assert result.candidates == ["2"]
    assert result.evidence == {"unknown": ["nope"]}
    assert result.summary == "`picks` kept 1 of 8; 1 id does not exist"


def test_where_no_id_exists_it_fails_and_leaves_nothing(tiny: Catalog) -> None:
    result = run(picks, turn(tiny), ids=["nope"])

    assert leaves_nothing(result, "failed")
    assert result.reason == "`picks` returned no id that this catalogue has; `nope` is the first of 1."


def test_no_id_at_all_is_empty(tiny: Catalog) -> None:
    assert run(picks, turn(tiny), ids=[]).status == "empty"
    assert run(picks, turn(tiny, "1"), ids=["2"]).status == "empty"


def raising() -> Iterator[Tool]:
    """Tools that go wrong, each in its way."""

    @tool
    def value_error() -> list[ItemId]:
        """Raise."""
        raise ValueError("the line is\n busy.")

    @tool
    def leaves() -> list[ItemId]:
        """Leave."""
        sys.exit(3)

    @tool
    def times_out() -> list[ItemId]:
        """Raise what a timeout of its own raises."""
        raise TimeoutError

    @tool
    async def later_error() -> list[ItemId]:
        """Raise, some day."""
        raise LookupError("nobody home")

    @tool
    def wrong() -> list[ItemId]:
        """Return what it does not say."""
        return 3  # type: ignore[return-value]

    yield from (value_error, leaves, times_out, later_error, wrong)


@pytest.mark.parametrize(
    ("broken", "reason"),
    list(
        zip(
            raising(),
            [
                "`value_error` failed with an error of its own (ValueError).",
                "`leaves` failed with an error of its own (SystemExit).",
                "`times_out` failed with an error of its own (TimeoutError).",
                "`later_error` failed with an error of its own (LookupError).",
                "`wrong` returned a `int`, not a list of item ids.",
            ],
            strict=True,
        )
    ),
    ids=lambda case: case.name if isinstance(case, Tool) else "",
)
def test_whatever_goes_wrong_leaves_nothing(tiny: Catalog, broken: Tool, reason: str) -> None:
    result = run(broken, turn(tiny))

    assert leaves_nothing(result, "failed")
    assert result.before == 8
    assert result.reason == reason


def test_a_stalled_tool_is_left_behind_at_the_deadline(tiny: Catalog) -> None:
    release = threading.Event()

    @tool
    def stalls() -> str:
        """Wait for ever."""
        release.wait(30)
        return "at last"

    began = time.monotonic()
    result = run(stalls, turn(tiny, deadline=began + 0.05))
    took = time.monotonic() - began
    release.set()

    assert result.status == "failed"
    assert str(result.reason).startswith("`stalls` took longer than the 0.0")
    assert result.candidates is None
    assert took < 5


def test_a_tool_has_its_own_limit(tiny: Catalog) -> None:
    release = threading.Event()

    @tool(seconds=0.05)
    def stalls() -> str:
        """Wait for ever."""
        release.wait(30)
        return "at last"

    reason = run(stalls, turn(tiny)).reason
    release.set()

    assert reason == "`stalls` took longer than the 0.05 seconds that it had, and was left behind."


def test_it_may_narrow_but_not_widen(tiny: Catalog) -> None:
    @tool
    def only(context: ToolContext, position: int) -> ToolResult:
        """Keep one item."""
        left = context.candidates.narrowed(np.array([position]), "only")
        return ToolResult("ok", "kept one", left)

    assert kept(turn(tiny), run(only, turn(tiny, "1", "2"), position=1)) == ["2"]
    widened = run(only, turn(tiny, "1", "2"), position=4)
    assert leaves_nothing(widened, "failed")
    assert widened.reason == "`only` returned items that were not in play; a tool may not widen the candidates."


def test_a_widening_without_a_pool_is_seen_too(tiny: Catalog) -> None:
    @tool
    def everything(context: ToolContext) -> ToolResult:
        """Bring everything back."""
        return ToolResult("ok", "all", type(context.candidates).everything(8))

    assert run(everything, turn(tiny, "1")).status == "failed"
    assert run(everything, turn(tiny)).status == "ok"


def test_ids_that_were_not_in_play_are_refused_even_in_an_order(tiny: Catalog) -> None:
    @tool
    def sneaks(context: ToolContext) -> ToolResult:
        """Keep the pool and slip an item into the order."""
        left = context.candidates.ordered(np.array([4]), ["5"], "sneaks", scores={})
        return ToolResult("ok", "all", left)

    assert run(sneaks, turn(tiny, "1")).status == "failed"


@pytest.mark.parametrize(
    "wrong",
    [
        Candidates(np.array([0]), total=1, ids=("nope",), order=np.array([0])),
        Candidates(np.array([0]), total=1, ids=("1",), order=np.array([0]), scores={"score": np.array([np.nan])}),
        Candidates(np.array([0]), total=1, ids=("1",), order=np.array([0]), scores={"score": np.array([1.0, 2.0])}),
        Candidates(pool=np.array([1, 0]), total=2),
    ],
)
def test_candidates_that_contradict_themselves_are_refused(tiny: Catalog, wrong: Candidates) -> None:
    @tool
    def muddled() -> ToolResult:
        """Muddle what belongs together."""
        return ToolResult("ok", "all", wrong)

    result = run(muddled, turn(tiny, "1", "2"))

    assert leaves_nothing(result, "failed")
    assert result.reason == "`muddled` returned candidates whose pool, order, ids and scores do not fit together."


def test_candidates_need_an_annotation(tiny: Catalog) -> None:
    @tool
    def silent(context: ToolContext):  # type: ignore[no-untyped-def]
        """Return candidates without saying so."""
        return ToolResult("ok", "all", context.candidates)

    result = run(silent, turn(tiny))
    assert result.reason == "`silent` returned candidates; annotate it `-> ToolResult`, so that it may narrow them."
    assert result.candidates is None


def test_a_tool_cannot_change_the_turn(tiny: Catalog) -> None:
    @tool
    def vandal(context: ToolContext) -> str:
        """Empty the candidates."""
        assert context.candidates.pool is not None
        context.candidates.pool[:] = 0
        return "done"

    context = turn(tiny, "1", "2")

    assert run(vandal, context).status == "failed"
    assert context.candidates.positions(8).tolist() == [0, 1]


@dataclass
class Spot:
    place: str
    degrees: float


class Report(BaseModel):
    spots: list[Spot]


def test_plain_data_of_many_kinds_becomes_rows(tiny: Catalog) -> None:
    def rows(value: Any) -> tuple[str, tuple[dict[str, Any], ...]]:
        @tool
        def gives():  # type: ignore[no-untyped-def]
            """Give it."""
            return value

        result = run(gives, turn(tiny))
        return result.status, result.rows

    assert rows([{"a": 1}, {"a": 2}]) == ("ok", ({"a": 1}, {"a": 2}))
    assert rows(Spot("Oslo", 3.0)) == ("ok", ({"place": "Oslo", "degrees": 3.0},))
    assert rows(Report(spots=[Spot("Oslo", 3.0)])) == ("ok", ({"spots": [{"place": "Oslo", "degrees": 3.0}]},))
    assert rows(["x", 1]) == ("ok", ({"value": "x"}, {"value": 1}))
    assert rows(None) == ("empty", ())
    assert rows([]) == ("empty", ())
    assert rows(object())[0] == "failed"
    assert len(rows(list(range(1_500)))[1]) == 1_000


def test_parameters_may_have_any_name(tiny: Catalog) -> None:
    @tool
    def odd(schema: str, copy: int, _x: str, json: list[int], mode: Literal["a", "b"] = "a") -> dict[str, Any]:
        """Take odd names."""
        return {"all": [schema, copy, _x, json, mode]}

    assert run(odd, turn(tiny), schema="s", copy=1, _x="u", json=[1]).rows == ({"all": ["s", 1, "u", [1], "a"]},)


def no_docstring(city: str) -> str:
    return city


def no_type(city) -> str:  # type: ignore[no-untyped-def]
    """Tell the weather."""
    return str(city)


def star(*cities: str) -> str:
    """Tell the weather."""
    return "".join(cities)


def unreadable(lock: threading.Thread) -> str:
    """Tell the weather."""
    return str(lock)


def uncallable_by_json(action: Callable[[int], int]) -> str:
    """Tell the weather."""
    return str(action)


def returns_a_thread(city: str) -> threading.Thread:
    """Tell the weather."""
    raise NotImplementedError(city)


def yields(city: str) -> Iterator[str]:
    """Tell the weather."""
    yield city


def late_context(city: str, context: ToolContext) -> str:
    """Tell the weather."""
    return city + str(context)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (
            no_docstring,
            "`no_docstring` has no docstring; say in one sentence what the tool does, for the planner to read.",
        ),
        (no_type, "`city` of `no_type` has no type; annotate it with str, int, float, bool, "),
        (star, "`*cities` of `star` cannot be filled by name; "),
        (unreadable, "`lock` of `unreadable` has the type `Thread`, which cannot be read from JSON; use str, int, "),
        (
            uncallable_by_json,
            "`action` of `uncallable_by_json` has the type `Callable`, which cannot be read from JSON",
        ),
        (returns_a_thread, "`returns_a_thread` is annotated to return `Thread`; a tool returns a dict, "),
        (yields, "`yields` yields; a tool returns its result at once, such as a list."),
        (late_context, "`context` of `late_context` is the `ToolContext`, which must be the first parameter."),
        (lambda: 3, "`@tool` needs a named function; "),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_what_cannot_be_a_tool_is_refused_at_once(function: Callable[..., Any], told: str) -> None:
    with pytest.raises(BadArgument) as refused:
        tool(function)

    assert str(refused.value).startswith(told)


def test_seconds_are_above_none() -> None:
    with pytest.raises(BadArgument, match="`seconds` of `yes` should be above 0"):

        @tool(seconds=0)
        def yes() -> str:
            """Say yes."""
            return "yes"
