"""Numbers of every shape and size, from a message, a model's answer or a tool's argument, take no turn down."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from palate import Agent, Catalog, tool
from palate.agent.events import ReplyEvent
from palate.agent.reply import Reply
from palate.errors import PalateError
from palate.llm.scripted import ScriptedModel
from palate.planners.scripted import ScriptedPlanner
from palate.tools.toolbox import Toolbox
from tests.agent.making import Script, plan
from tests.conftest import TINY_ITEMS, TINY_LOG
from tests.tools.conftest import turn

SESSIONS = count()


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=TINY_ITEMS, interactions=TINY_LOG, noun="film") as made:
        yield made


@pytest.fixture(scope="module")
def agent(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    with Agent(catalog, state=tmp_path_factory.mktemp("state")) as made:
        yield made


SAID = [
    *("0", "-5", "+5", "--5", "007", "1_000", "0x10", "1e5", "1e309", "-1e309", "1e-400", "10^30", "5e", "3.14.15"),
    *("99999999999999999999", "9223372036854775807", "9223372036854775808", "18446744073709551616", "9" * 309),
    *(
        "9" * 310,
        "9" * 5000,
        "9" * 308 + " million",
        "a billion billion",
        "trillion " * 40,
        "a hundred " + "hundred " * 170,
    ),
    *("½", "2½", "1/2", "1/0", "0/0", "50%", "150%", "-10%", "²", "5²", "10⁵", "①", "√2", "∞", "NaN", "inf"),
    *("٣٠", "१२०", "\uff11\uff12\uff10", "௧௨", "௲", "༳", "五十", "ⅷ", "Ⅷ", "VIII", "MCMXCIV"),
    *("1,000,000", "1.000.000", "1 000 000", "12,34,567", "99999999999999999999k", "1,50", ".5", "5."),
    *("99th", "1000000000000th", "9" * 30 + "th", "0th", "minus one", "zero", "nineteen ninety nine hundred"),
    *("99999999999", "10000", "0000", "9999-99-99", "2021-02-30", "99999999-01-01", "the 13th of the 45th month"),
]
"""What people, and people who try, write for a number."""
TEMPLATES = [
    *("{}", "{} films", "show me {} films", "top {}", "the {} one", "the first {}", "give me {} more", "not {}"),
    *("under {} minutes", "over {} minutes", "{}m", "1h{}", "{} h {} min", "{} and a half hours", "about {} minutes"),
    *("from {} to {}", "between {} and 5 minutes", "between 5 minutes and {}", "{}-{} minutes", "-{}", "at most {}"),
    *("in the year {}", "in {}", "before {}", "the {}s", "in the last {} years", "made {} years ago", "since {}-{}"),
    *("a comedy under ${}", "{} out of 10", "at least {} stars", "rated {}", "how many are longer than {}?"),
    *("like Alien but {} minutes shorter", "comedies, {} of them, after {}", "I am {} years old, so a comedy"),
]
ANY_DIGITS = st.characters(categories=["Nd", "Nl", "No"])
NUMBERS = st.one_of(
    st.sampled_from(SAID),
    st.integers().map(str),
    st.integers(-(10**400), 10**400).map(str),
    st.integers(0, 10**40).map(lambda number: f"{number:,}"),
    st.floats().map(repr),
    st.tuples(st.integers(), st.integers()).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.text(ANY_DIGITS, min_size=1, max_size=30),
)
MESSAGES = st.builds(lambda template, *numbers: template.format(*numbers), st.sampled_from(TEMPLATES), NUMBERS, NUMBERS)


def is_json(reply: Reply) -> bool:
    """Tell whether a program in any language can read a reply."""
    return bool(json.loads(json.dumps(reply.model_dump(mode="json"), allow_nan=False)))


@settings(max_examples=25, deadline=None)
@given(message=MESSAGES, user=st.sampled_from([None, "ann"]))
@example(message="under 99999999999999999999 minutes", user="ann")
@example(message=f"under {'9' * 309} minutes", user=None)
@example(message=f"in the {'9' * 310}s", user=None)
@example(message=f"{'9' * 309}m", user=None)
@example(message=f"under a hundred {'hundred ' * 170}minutes", user="ann")
@example(message="show me 10^30 films", user="ann")
@example(message=f"show me {'9' * 5000} films", user="ann")
def test_of_a_message(agent: Agent, message: str, user: str | None) -> None:
    session = f"s{next(SESSIONS)}"

    assert is_json(agent.ask(message, user=user, session=session))
    assert is_json(agent.ask("another one", user=user, session=session))  # what was stored is read again


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([0, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400, -(10**400), 1e308, -1e308, 5e-324]),
    st.sampled_from(
        [float("inf"), float("-inf"), float("nan"), -0.0, True, "1e309", "9" * 400, "NaN", "²", "٣", "", "½"]
    ),
    st.integers(),
    st.floats(),
    st.just(5_000).map(
        lambda digits: 10**digits
    ),  # Hypothesis may write down what it draws from, and not so many digits
    st.lists(st.integers(-(2**70), 2**70) | st.floats(), max_size=3),
    NUMBERS,
)
WRITABLE = VALUES.filter(lambda value: not isinstance(value, int) or abs(value) < 10**4_000)
"""What Python writes into a statement: it refuses to write an integer of more digits."""
FIELDS = st.sampled_from(["year", "runtime", "genres", "country", "title", "id"])
OPS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "in", "not_in", "between", "contains", "exists"])
WHERES = st.fixed_dictionaries({"field": FIELDS, "op": OPS, "value": VALUES})
ITEMS = st.lists(VALUES, max_size=2)
ORDERS = st.lists(st.fixed_dictionaries({"field": FIELDS, "descending": VALUES}), max_size=1)
CALLS: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.one_of(
    st.tuples(st.just("filter"), st.fixed_dictionaries({"where": st.lists(WHERES, min_size=1, max_size=2)})),
    st.tuples(
        st.just("lookup"),
        st.fixed_dictionaries({}, optional={"where": st.lists(WHERES, max_size=1), "items": ITEMS, "limit": VALUES}),
    ),
    st.tuples(st.just("search"), st.fixed_dictionaries({"query": VALUES})),
    st.tuples(st.just("rank"), st.fixed_dictionaries({}, optional={"order": ORDERS, "limit": VALUES, "by": VALUES})),
    st.tuples(st.just("similar"), st.fixed_dictionaries({"items": ITEMS})),
    st.tuples(st.just("facets"), st.fixed_dictionaries({"fields": st.lists(FIELDS, max_size=2)})),
    st.tuples(
        st.just("sql"), WRITABLE.map(lambda value: {"query": f"SELECT title FROM items WHERE runtime < {value}"})
    ),
)


def where(value: Any, field: str = "runtime", op: str = "<") -> tuple[str, dict[str, Any]]:
    return "filter", {"where": [{"field": field, "op": op, "value": value}]}


@settings(max_examples=200, deadline=None)
@given(call=CALLS)
@example(call=where(10**400))
@example(call=where(float("nan")))
@example(call=where(float("inf"), "year"))
@example(call=where([float("nan"), 1], op="between"))
@example(call=where(10**400, "title", "contains"))
@example(call=where("9" * 5000, "year"))
@example(call=("lookup", {"limit": 2**70}))
@example(call=("lookup", {"limit": 10**5000}))
@example(call=("sql", {"query": "SELECT 9e999 AS much, 1/0 AS nothing, -9223372036854775808 / -1 AS more"}))
def test_of_a_tools_argument(catalog: Catalog, call: tuple[str, dict[str, Any]]) -> None:
    name, args = call

    result = Toolbox(installed=False).get(name).run(turn(catalog), args)

    assert result.status in ("ok", "empty", "failed")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(CALLS, min_size=1, max_size=2), show=st.sampled_from([None, 0, 1, 2**31, 2**70]))
@example(calls=[where(10**400), ("rank", {"limit": 10**30})], show=2**70)
@example(calls=[where(2**64)], show=None)
def test_of_a_plan(
    catalog: Catalog, agent: Agent, tmp_path: Path, calls: list[tuple[str, dict[str, Any]]], show: int | None
) -> None:
    planner = ScriptedPlanner([plan(*calls, show=show)])
    with Agent(catalog, planner=planner, reader=Script(), state=tmp_path / "state") as scripted:
        for _ in range(2):
            with suppress(PalateError):
                assert is_json(scripted.ask("anything", user="ann", session="s"))


@pytest.mark.parametrize("value", ["1", "1e999", "NaN", "Infinity", "9" * 400, "9" * 5000, "-0.0", '"nan"', "[1e400]"])
def test_of_a_models_answer(catalog: Catalog, tmp_path: Path, value: str) -> None:
    @tool
    def dearer(price: float, count: int = 1) -> dict[str, float]:
        """Tell what costs more."""
        return {"price": price, "count": count}

    called = f'{{"tool": "dearer", "args": {{"price": {value}, "count": {value}}}}}'
    bounded = f'{{"field": "price", "op": "<", "values": [{value}], "quote": "nice"}}'
    written = f'{{"acts": ["request"], "set": [{bounded}], "calls": [{called}], "n": {value}}}'
    model = ScriptedModel([f'{{"frames": [{written}]}}'] * 2)
    with Agent(catalog, tools=[dearer], model=model, planner="frames", state=tmp_path / "state") as asking:
        assert is_json(asking.ask("something nice", user="ann", session="s"))


def test_a_warning_of_numpy_in_a_streamed_turn_is_an_error(tiny: Catalog, tmp_path: Path) -> None:
    """Python's filters of warnings hold in every thread; numpy's own settings are those that it comes with."""
    seen: list[tuple[bool, object]] = []

    def warns(*_: object, **__: object) -> Any:
        seen.append((threading.current_thread() is threading.main_thread(), np.geterr()))
        return np.array([]).mean()

    with Agent(tiny, reader=warns, state=tmp_path / "state") as agent:
        *_, last = agent.stream("anything")
    assert isinstance(last, ReplyEvent)
    assert any("RuntimeWarning: Mean of empty slice" in line for line in last.reply.trace.log)

    usual = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
    assert seen == [(False, usual)]
    assert ("error", None, Warning, None, 0) in warnings.filters
