"""The functions that take the place of SQLite's own: they give what SQLite gives."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palate.tools.sql_functions import MOST_BYTES, SqlFunctions

SIGNS = "aAbé%_*?[]^-\\ 1.\0\u017f"
texts = st.text(SIGNS, max_size=8)
numbers = st.integers(-(2**40), 2**40) | st.floats(-1e6, 1e6, width=32) | st.sampled_from([0.1, 1e15, 1e100, -0.0, 2.5])
values = st.none() | texts | numbers | texts.map(str.encode)


def asked(statement: str, given: tuple[Any, ...], until: float | None) -> Any:
    """Return what a statement gives, or `error`: by SQLite's own functions, or by those in their place."""
    with closing(sqlite3.connect(":memory:")) as connection, closing(SqlFunctions(until or 0)) as functions:
        if until is not None:
            functions.add_to(connection)
        try:
            return connection.execute(statement, given).fetchone()[0]
        except sqlite3.Error:
            return "error"


def alike(statement: str, *given: Any) -> bool:
    """Tell whether a statement gives the same by SQLite's own functions and by those in their place."""
    own, ours = asked(statement, given, None), asked(statement, given, float("inf"))
    assert (type(own), own) == (type(ours), ours)
    return True


@given(values, values)
@example("ab", "")
@example("", "")
@example(b"\xff\xfe", b"\xfe")
def test_instr(value: Any, part: Any) -> None:
    assert alike("SELECT instr(?, ?)", value, part)


@given(values, values, values)
@example("a", "", None)
@example("a", "a", None)
@example(1, "", "x")
@example("aaa", "aa", "a")
def test_replace(value: Any, old: Any, new: Any) -> None:
    assert alike("SELECT replace(?, ?, ?)", value, old, new)


@given(st.sampled_from(["trim", "ltrim", "rtrim"]), values, values)
@example("trim", "aba", "a\0b")
def test_trim(name: str, value: Any, signs: Any) -> None:
    assert alike(f"SELECT {name}(?, ?)", value, signs)


@given(st.text(SIGNS, max_size=8) | numbers | st.none(), st.text(SIGNS, max_size=12) | numbers | st.none())
@example("%a%_%", "bab")
@example("\u017f%K", "Sk")
@example("a\\", "a")
def test_like(pattern: Any, value: Any) -> None:
    assert alike("SELECT ? LIKE ?", value, pattern)


@given(st.text("a%_\\b", max_size=8), st.text("a%_\\b", max_size=12), st.sampled_from(["\\", "%", "_", "a"]))
@example("a\\%", "a%", "\\")
@example("a%\\", "aab", "\\")
def test_like_with_an_escape(pattern: str, value: str, escape: str) -> None:
    assert alike("SELECT ? LIKE ? ESCAPE ?", value, pattern, escape)


@pytest.mark.parametrize("escape", ["", "ab", None, "\0"])
def test_an_escape_is_one_character(escape: str | None) -> None:
    assert alike("SELECT 'a' LIKE 'a' ESCAPE ?", escape)


@given(st.text("ab*?[]^-c", max_size=10), st.text("abc]-^[*", max_size=6))
@example("[a-c]", "b")
@example("[]a]*", "]b")
@example("[^]", "a")
@example("[c-a]", "b")
@example("[^c-a]", "b")
@example("[a-b-c]", "-")
@example("[--c]", "a")
@example("*[a", "a")
def test_glob(pattern: str, value: str) -> None:
    assert alike("SELECT ? GLOB ?", value, pattern)


@given(st.none() | st.sampled_from(["%Y", "%d.%m. %H", "", "%"]), st.sampled_from(["2020-02-29", "x", "2451545", ""]))
def test_strftime(form: str | None, when: str) -> None:
    assert alike("SELECT strftime(?, ?, '+1 day')", form, when)


def test_casefold_compares_as_conditions_do() -> None:
    assert asked("SELECT casefold('ÉA') = casefold('éa')", (), float("inf")) == 1
    assert asked("SELECT casefold(NULL)", (), float("inf")) is None


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A connection whose functions have no deadline."""
    with closing(sqlite3.connect(":memory:")) as opened, closing(SqlFunctions(float("inf"))) as functions:
        functions.add_to(opened)
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT :long LIKE '%' || :run || '_b%'",
        "SELECT :long LIKE :run || '%' || :run || '%b'",
        "SELECT :long GLOB '*' || :run || '?b*'",
        "SELECT instr(:long, :half || 'b')",
        "SELECT length(replace(:long, :half || 'b', ''))",
        "SELECT length(trim(:long, :many || 'a'))",
    ],
)
def test_none_takes_the_product_of_its_lengths(connection: sqlite3.Connection, statement: str) -> None:
    long = "a" * 900_000
    given = {
        "long": long,
        "half": long[:400_000],
        "run": "a" * 60,
        "many": "".join(map(chr, range(0x4E00, 0x4E00 + 20_000))),
    }
    began = time.monotonic()

    connection.execute(statement, given).fetchone()

    assert time.monotonic() - began < 5


def test_what_would_be_too_big_is_not_made(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.DataError, match="string or blob too big"):
        connection.execute("SELECT replace(?, 'a', ?)", ("a" * 2_000, "b" * (MOST_BYTES // 1_000))).fetchone()


def test_each_looks_at_the_clock() -> None:
    calls = ["'a' LIKE 'a'", "'a' GLOB 'a'", "instr('a', 'a')", "replace('a', 'a', 'b')", "trim('a', 'a')"]
    calls += ["ltrim('a', 'a')", "rtrim('a', 'a')", "casefold('a')", "strftime('%Y')"]

    assert [asked(f"SELECT {call}", (), time.monotonic()) for call in calls] == ["error"] * len(calls)
