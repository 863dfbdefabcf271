from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.errors import ToolError
from palate.tools import executor
from palate.tools.executor import Access, run_select
from palate.tools.sql import sql
from tests.tools.conftest import run, turn


def rows(catalog: Catalog, query: str) -> list[dict[str, Any]]:
    result = run(sql, turn(catalog), query=query)
    assert result.reason is None
    return list(result.rows)


def reason(catalog: Catalog, query: str) -> str:
    result = run(sql, turn(catalog), query=query)
    assert (result.status, result.rows, result.candidates) == ("failed", (), None)
    return str(result.reason)


def test_items_have_every_field_and_tags_as_text(tiny: Catalog) -> None:
    assert rows(tiny, "SELECT * FROM items WHERE title = 'Alien'") == [
        {
            "id": "1",
            "title": "Alien",
            "year": 1979,
            "runtime": 117,
            "genres": "Horror, Sci-Fi",
            "country": "United Kingdom",
        }
    ]


def test_tags_are_rows(tiny: Catalog) -> None:
    query = "SELECT value, COUNT(*) AS n FROM tags WHERE field = 'genres' GROUP BY value ORDER BY n DESC, value LIMIT 2"

    assert rows(tiny, query) == [{"value": "Comedy", "n": 3}, {"value": "Sci-Fi", "n": 3}]


def test_popularity_is_there_but_no_single_persons_interactions(tiny: Catalog) -> None:
    query = (
        "SELECT title, interactions, mean_value FROM items JOIN popularity USING (id) ORDER BY interactions DESC, title"
    )

    assert rows(tiny, query)[0] == {"title": "Alien", "interactions": 3, "mean_value": 4.0}
    for table in ("interactions", "users", "meta", "neighbours", "sqlite_master", "items_fts"):
        assert reason(tiny, f"SELECT * FROM {table}").startswith(
            f"`{table}` is not a table that can be read; there are `items("
        )


def test_a_wrong_column_is_named_with_its_closest(tiny: Catalog) -> None:
    wanted = "`titel` is not a column; the closest is `title`. Text is written in single quotes."

    assert reason(tiny, "SELECT titel FROM items") == wanted
    assert reason(tiny, "SELECT i.titel FROM items AS i") == wanted
    assert reason(tiny, "SELECT id FROM items WHERE id IN (SELECT id FROM tags WHERE titel = 'x')") == wanted


def test_a_column_of_another_view_and_an_ambiguous_one(tiny: Catalog) -> None:
    assert reason(tiny, "SELECT title FROM tags").startswith("`title` is a column of `items`, which this part")
    assert reason(tiny, "SELECT id FROM items JOIN tags ON items.id = tags.id") == (
        "`id` is in more than one view; write which, as in `items.id`."
    )


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("DELETE FROM items", "only a SELECT can be run, not `DELETE`."),
        ("PRAGMA table_info(items)", "only a SELECT can be run, not `PRAGMA`."),
        ("ATTACH 'x.db' AS x", "only a SELECT can be run, not `ATTACH`."),
        ("EXPLAIN SELECT 1", "only a SELECT can be run, not `EXPLAIN`."),
        ("SELECT 1; DROP TABLE items", "2 statements were given; write one SELECT."),
        ("", "the statement is empty; write one SELECT."),
        ("SELECT 'x", "the statement cannot be read: "),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n",
            "a recursive WITH cannot be run",
        ),
        ("WITH n AS (DELETE FROM items RETURNING id) SELECT * FROM n", "only a SELECT can be run, not `DELETE`."),
        ("SELECT * FROM main.items", "`main.items` is not a table that can be read"),
        ("SELECT * FROM pragma_table_info('items')", "`PRAGMA_TABLE_INFO('items')` cannot be read as a table"),
        ("SELECT * FROM json_each('[1]')", "`JSON_EACH('[1]')` cannot be read as a table"),
        ("SELECT load_extension('x')", "the function `load_extension` may not be called"),
        ("SELECT randomblob(9)", "the function `randomblob` may not be called"),
        ("SELECT zeroblob(9)", "the function `zeroblob` may not be called"),
        ("SELECT sqlite_version()", "the function `sqlite_version` may not be called"),
        ("SELECT " + "(" * 400 + "1" + ")" * 400, "the statement "),
        ("SELECT " + "1 + " * 5_000 + "1", "the statement has "),
        ('SELECT title FROM items WHERE country = "France"', "`France` is not a column; "),
    ],
)
def test_nothing_but_one_select_on_the_views_runs(tiny: Catalog, query: str, told: str) -> None:
    assert reason(tiny, query).startswith(told)
    assert tiny.schema.items == 8


@pytest.mark.parametrize(
    "query", ["SELECT cast FROM items", "SELECT items.cast FROM items", 'SELECT "cast" FROM items']
)
def test_a_column_may_be_called_like_a_keyword(tmp_path: Path, query: str) -> None:
    items = [{"id": str(at), "title": f"T{at}", "cast": ["Ann", f"B{at}"]} for at in range(3)]
    with Catalog.build(tmp_path / "k.db", items=items, fields={"cast": "tags"}) as catalog:
        assert rows(catalog, f"{query} WHERE cast LIKE '%B1' AND CAST('1' AS INTEGER) = 1") == [{"cast": "Ann, B1"}]


def test_a_name_in_double_quotes_is_a_name(tiny: Catalog) -> None:
    query = 'SELECT "title" AS "The `Title" FROM "items" ORDER BY "The `Title" LIMIT 1'

    assert rows(tiny, query) == [{"The `Title": "Alien"}]
    assert reason(tiny, 'SELECT id FROM tags WHERE "title" = 1').startswith("`title` is a column of `items`, which")


@pytest.mark.parametrize("name", ["rowid", "items._rowid_", "OID"])
def test_a_view_has_no_row_numbers(tiny: Catalog, name: str) -> None:
    assert reason(tiny, f"SELECT {name} FROM items").startswith(f"`{name.split('.')[-1]}` is not a column; ")


def test_a_with_a_union_and_a_window_run(tiny: Catalog) -> None:
    query = """
        WITH old AS (SELECT title, year FROM items WHERE year < 1976)
        SELECT title, ROW_NUMBER() OVER (ORDER BY year) AS place FROM old UNION ALL SELECT 'end', 99;
    """

    assert rows(tiny, query) == [
        {"title": "Rear Window", "place": 1},
        {"title": "Jaws", "place": 2},
        {"title": "end", "place": 99},
    ]


def test_a_with_named_like_a_view_opens_no_door(tiny: Catalog) -> None:
    """The parser is not what makes it safe: without it, the authorizer still refuses."""
    access = Access(frozenset({"items"}), {"items": "SELECT id, title FROM main.items"})

    with pytest.raises(ToolError, match=r"`interactions` may not be read; what can be read is `items`\."):
        run_select(tiny, "WITH items AS (SELECT * FROM main.interactions) SELECT * FROM items", access=access)
    for text, refused in {
        "DELETE FROM main.items": "`sqlite_master` may not be read|only a SELECT is allowed|may not be read",
        "ATTACH ':memory:' AS other": "only a SELECT is allowed",
        "PRAGMA query_only = off": "only a SELECT is allowed",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n": "recursive",
    }.items():
        with pytest.raises(ToolError, match=refused):
            run_select(tiny, text, access=access)


def test_rows_beyond_the_cap_are_told(films: Catalog) -> None:
    result = run(sql, turn(films), query="SELECT id FROM items")

    assert (len(result.rows), result.summary, result.evidence["more"]) == (200, "200 rows; more rows exist", True)


def test_an_endless_statement_is_stopped(films: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "MOST_SECONDS", 0.05)
    began = time.monotonic()

    told = reason(
        films, "SELECT COUNT(*) FROM items a, items b, items c, items d WHERE a.year + b.year + c.year > d.year"
    )

    assert told == "the statement ran out of time; ask for less, or narrow it with WHERE."
    assert time.monotonic() - began < 10


def test_a_huge_value_is_refused(tiny: Catalog) -> None:
    huge = "replace('" + "a" * 2_000 + "', 'a', '" + "b" * 2_000 + "')"

    assert reason(tiny, f"SELECT {huge}") == "the statement cannot be run: string or blob too big."


def test_the_limits_hold_on_a_folder_that_cannot_be_written(tiny: Catalog, tmp_path: Path) -> None:
    assert rows(tiny, "SELECT COUNT(*) AS n FROM items") == [{"n": 8}]
    with pytest.raises(sqlite3.OperationalError), tiny.connect() as connection:
        connection.execute("DELETE FROM items")


def test_without_tags_the_view_is_empty(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "t.db", items=[{"id": "1", "title": "One"}, {"id": "2", "title": "Two"}]) as plain:
        assert rows(plain, "SELECT COUNT(*) AS n FROM tags") == [{"n": 0}]


def test_what_is_barred_is_neither_listed_nor_counted(tiny: Catalog) -> None:
    context = replace(turn(tiny), barred={"rule": np.array([tiny.position("1")])})
    query = (
        "SELECT (SELECT count(*) FROM items WHERE title = 'Alien') AS items,"
        " (SELECT count(*) FROM tags WHERE id = '1') AS tags,"
        " (SELECT count(*) FROM popularity WHERE id = '1') AS popularity"
    )

    assert rows(tiny, query) == [{"items": 1, "tags": 2, "popularity": 1}]
    assert list(run(sql, context, query=query).rows) == [{"items": 0, "tags": 0, "popularity": 0}]
