"""Statements that somebody made to hang the agent: each comes to its end by the turn's deadline, whatever it is."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench.hard.hostile_sql import FAMILIES, MOST_LENGTH, hostile_statements
from palate import Catalog
from palate.catalog.conditions import Condition
from palate.tools.lookup import lookup
from palate.tools.sql import sql
from palate.tools.tool import Tool
from tests.tools.conftest import turn

SECONDS = 0.2
MARGIN = 3.0
"""What a statement may take beyond its deadline: without one, these would take minutes."""
LONG = 900_000
PREPARED = "WITH t0 AS (SELECT title AS x FROM items){} SELECT length(x) FROM t{}"


@pytest.fixture
def long(films: Catalog) -> Catalog:
    """The films, the first of them with a very long synopsis."""
    first = films.item(films.ids([0])[0])
    films.upsert([{"id": first.id, "title": first.title, **first.fields, "synopsis": "a" * LONG}])
    return films


def late(tool: Tool, catalog: Catalog, **args: object) -> float:
    """Return the seconds beyond its deadline that a call took."""
    until = time.monotonic() + SECONDS
    result = tool.run(replace(turn(catalog), deadline=until), args)
    assert result.status in ("ok", "empty") or result.reason
    return time.monotonic() - until


def test_there_are_many_statements_and_no_two_alike() -> None:
    drawn = list(hostile_statements(200, seed=1))

    assert len(set(drawn)) == 200
    assert max(map(len, drawn)) <= MOST_LENGTH
    assert list(hostile_statements(200, seed=1)) == drawn
    assert list(hostile_statements(200, seed=2)) != drawn


def test_no_statement_outlives_its_deadline(long: Catalog) -> None:
    drawn = hostile_statements(len(FAMILIES), seed=1)

    assert [query for query in drawn if late(sql, long, query=query) > MARGIN] == []


def test_names_that_stand_for_ever_more_are_refused_before_sqlite_writes_them_out(tiny: Catalog) -> None:
    def chain(levels: int, column: str) -> str:
        sums = "".join(f", t{at} AS (SELECT {column} AS x FROM t{at - 1})" for at in range(1, levels))
        return PREPARED.format(sums, levels - 1)

    refused = sql.run(turn(tiny), {"query": chain(24, "x || x")})

    assert refused.reason == (
        "the statement has more than 1,000,000 parts once what it names is written out; 5,000 are allowed, so write a "
        "simpler SELECT."
    )
    assert sql.run(turn(tiny), {"query": chain(24, "x")}).status == "ok"
    assert sql.run(turn(tiny), {"query": chain(5, "x || x")}).status == "ok"


def test_a_result_that_would_fill_the_memory_is_refused(long: Catalog) -> None:
    result = sql.run(turn(long), {"query": f"SELECT {', '.join(['a.synopsis'] * 20)} FROM items a, items b"})

    assert result.reason == "the rows hold more than 32,000,000 characters; ask for fewer rows or columns."


@pytest.mark.parametrize("letter", ["a", "é", "0"])
def test_a_long_text_can_be_read(films: Catalog, letter: str) -> None:
    first = films.item(films.ids([0])[0])
    films.upsert([{"id": first.id, "title": first.title, **first.fields, "synopsis": letter * LONG}])

    query = "SELECT length(synopsis) AS n FROM items ORDER BY n DESC LIMIT 1"
    assert sql.run(turn(films), {"query": query}).rows == ({"n": LONG},)
    assert lookup.run(turn(films), {"items": [first.id], "select": ["synopsis"]}).rows == ({"synopsis": letter * LONG},)


def test_no_look_up_outlives_its_deadline(long: Catalog) -> None:
    needles: list[bool | int | float | str] = ["a" * length + "b" for length in range(20, 200, 4)]
    where = [
        Condition(field="synopsis", op="contains_any", value=needles),
        Condition(field="synopsis", op="not_contains", value="a" * 5_000 + "b"),
    ]

    assert late(lookup, long, where=where) <= MARGIN
    assert late(lookup, long, where=where, aggregate=[{"function": "count"}], group_by="cast") <= MARGIN


def test_one_statement_that_is_left_behind_is_not_in_the_way_of_the_next(long: Catalog, tmp_path: Path) -> None:
    adding = " + ".join(["(" + " + ".join(["(y + y)"] * 20) + ")"] * 10)
    query = f"SELECT {adding} FROM (SELECT replace(synopsis, 'a', '7') AS y FROM items ORDER BY length(y) DESC LIMIT 9)"

    assert late(sql, long, query=query) <= MARGIN
    assert sql.run(turn(long), {"query": "SELECT count(*) AS n FROM popularity"}).status == "ok"
    assert not list(tmp_path.glob("*-journal"))
