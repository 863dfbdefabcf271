"""Reading files of every form, and saying in one sentence what is wrong with the others."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate.catalog.parsing.missing import ABSENT, is_missing
from palate.catalog.sources.frame import BadRow, Frame
from palate.catalog.sources.source import frames, read_all
from palate.errors import BadArgument, UnreadableFile


def read(folder: Path, name: str, content: str | bytes, **options: Any) -> Frame:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_all(path, "items", **options)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,name\n1,A\n2,B\n"),
        ("a.csv", "\ufeffid,name\r\n1,A\r\n2,B"),
        ("a.csv", "id;name\n1;A\n2;B\n"),
        ("a.tsv", "id\tname\n1\tA\n2\tB\n"),
        ("a.txt", "id|name\n1|A\n2|B\n"),
        ("a.csv", "id,name,\n1,A,\n2,B,\n"),
        ("a.csv", '\n"id","name"\n\n"1","A"\n"2","B"\n\n'),
        ("a.item", "id:token\tname:token_seq\n1\tA\n2\tB\n"),
        ("a.csv", "id,name\n1,A\n2,B\n".encode("utf-16")),
    ],
)
def test_delimited_text_is_read_whatever_its_delimiter_and_line_ends(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    assert read(tmp_path, name, content).columns == {"id": ["1", "2"], "name": ["A", "B"]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '[{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]'),
        ("a.json", '{"products": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}], "total": 2}'),
        ("a.json", '{"id": 1, "name": "A"}\n{"id": 2, "name": "B"}\n'),
        ("a.jsonl", '{"id": 1, "name": "A"}\n\n{"id": 2, "name": "B"}'),
        ("a.ndjson", '{"id": 1, "name": "A"}\n{"id": 2, "name": "B"}\n'),
        ("a.txt", '[{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]'),
    ],
)
def test_json_is_read_whatever_holds_the_list(tmp_path: Path, name: str, content: str) -> None:
    assert read(tmp_path, name, content).columns == {"id": [1, 2], "name": ["A", "B"]}


def test_objects_by_id_get_their_keys_as_ids(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.json", '{"x1": {"name": "A"}, "x2": {"name": "B"}}')

    assert frame.columns == {"id": ["x1", "x2"], "name": ["A", "B"]}


def test_the_types_of_a_recbole_header_are_kept_apart_from_its_names(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.item", "item_id:token\tclass:token_seq\tscore:float\n1\tWar Drama\t2\n")

    assert frame.types == {"item_id": "token", "class": "token_seq", "score": "float"}


def test_rows_are_known_by_the_line_they_start_on(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", 'id,name\n1,"A\nB"\n\n2,C\n').lines == [2, 5]
    assert read(tmp_path, "a.json", '[\n {"id": 1},\n\n {\n"id": 2}]').lines == [2, 4]
    assert read(tmp_path, "a.jsonl", '{"id": 1}\n\n{"id": 2}\n').lines == [1, 3]


def test_a_row_with_another_number_of_cells_is_bad(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.csv", "id,name\n1,A\n2\n3,C,x\n4,D\n")

    assert frame.columns == {"id": ["1", "4"], "name": ["A", "D"]}
    assert frame.bad == [
        BadRow("a.csv", 3, "", "1 cells (`2`)", "2 cells"),
        BadRow("a.csv", 4, "", "3 cells (`3,C,x`)", "2 cells"),
    ]


def test_a_broken_line_of_json_lines_is_bad(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.jsonl", '{"id": 1}\n{"id": \n[1]\n')

    assert frame.columns == {"id": [1]}
    assert sorted(frame.bad) == [
        BadRow("a.jsonl", 2, "", '`{"id":`', "one JSON object"),
        BadRow("a.jsonl", 3, "", "`[1]`", "an object of named values"),
    ]


def test_objects_within_objects_are_spread() -> None:
    frame = read_all([{"id": 1, "attrs": {"color": "red", "id": 9}}, {"id": 2, "attrs": {"size": "M"}}], "items")

    assert frame.columns == {
        "id": [1, 2],
        "attrs.color": ["red", ABSENT],
        "attrs.id": [9, ABSENT],
        "attrs.size": [ABSENT, "M"],
    }


def test_what_holds_an_object_in_some_rows_and_nothing_in_others_is_no_column() -> None:
    frame = read_all([{"id": 1, "place": {"city": "Lyon"}}, {"id": 2, "place": None}], "items")

    assert frame.columns == {"id": [1, 2], "place.city": ["Lyon", ABSENT]}


def test_python_values_are_reduced_to_plain_ones() -> None:
    @dataclass
    class Row:
        day: dt.date
        price: Decimal
        count: Any
        tags: set[str]

    rows: list[Any] = [Row(dt.date(1999, 12, 31), Decimal("2.5"), np.int64(3), {"b", "a"})]

    frame = read_all(rows, "items")

    assert frame.columns == {"day": ["1999-12-31"], "price": [2.5], "count": [3], "tags": [["a", "b"]]}


def test_frames_have_at_most_the_size_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id\n" + "\n".join(map(str, range(5))))

    assert [frame.columns["id"] for frame in frames(path, "items", size=2)] == [["0", "1"], ["2", "3"], ["4"]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "", "`{path}` is empty; expected a file of items."),
        ("a.csv", "\n \n", "`a.csv` holds no text; expected a header of column names and a row below it."),
        ("a.csv", "id,name\n", "`a.csv` has a header but no rows; expected at least one row of items."),
        (
            "a.csv",
            "id,name,Name\n1,A,B\n",
            "`a.csv` has the column `Name` twice (columns 2 and 3); expected every column name once. "
            "Rename one of them.",
        ),
        (
            "a.csv",
            b"id,name\n1,Am\xe9lie\n",
            "`a.csv` is not utf-8: byte 0xe9 at position 12, line 2. Name its encoding with --encoding (`encoding=`), "
            "such as `cp1252` or `latin-1`.",
        ),
        ("a.json", "[{]", "`a.json` line 1 is not JSON: Expecting property name enclosed in double quotes."),
        ("a.json", '[{"id": 1}\n{"id": 2}]', "`a.json` line 2 is not JSON: Expecting `,` or `]`."),
        ("a.json", "[" * 100_000, "`a.json` is not JSON: it is nested too deeply."),
        ("a.json", "[]", "`a.json` has no rows; expected at least one row of items."),
        ("a.json", "3", "`a.json` holds no list of objects; expected `[{{…}}, {{…}}]`."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str | bytes, sentence: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, name, content)

    assert str(caught.value) == sentence.format(path=tmp_path / name)


def test_the_encoding_that_is_named_is_used(tmp_path: Path) -> None:
    content = b"id,name\n1,Am\xe9lie\n"

    assert read(tmp_path, "a.csv", content, encoding="latin-1").columns["name"] == ["Amélie"]
    with pytest.raises(UnreadableFile, match="`latin-99` is not an encoding that Python knows"):
        read(tmp_path, "a.csv", content, encoding="latin-99")


def test_a_missing_file_is_refused_with_the_closest_name(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text("id\n1\n")

    with pytest.raises(UnreadableFile) as caught:
        frames(tmp_path / "film.csv", "items")

    assert str(caught.value) == (
        f"`{tmp_path / 'film.csv'}` does not exist; the closest is `films.csv`. Expected a file of items."
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        frames(tmp_path, "items")

    assert str(caught.value) == f"`{tmp_path}` is a folder; expected a file of items."


def test_neither_a_path_nor_dicts_is_the_callers_fault() -> None:
    with pytest.raises(BadArgument) as caught:
        frames(3, "items")  # type: ignore[arg-type]

    assert str(caught.value) == "`items` is a int; expected a file path, an iterable of dicts or a data frame."


@pytest.mark.skipif(find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, "a.parquet", b"PAR1")

    assert str(caught.value) == (
        "`a.parquet` is Parquet, which needs pyarrow: run `pip install 'palate[parquet]'`, or save the file as CSV."
    )


def test_a_quote_that_is_never_closed_becomes_a_bad_row(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.csv", 'id,name\n1,A\n2,"B\n3,C\n')

    assert frame.columns == {"id": ["1"], "name": ["A"]}
    assert frame.bad == [BadRow("a.csv", 3, "name", "`B 3,C`", "a quote that is closed")]


def test_json_numbers_and_emoji_survive(tmp_path: Path) -> None:
    content = json.dumps([{"id": 42.0, "name": "🎬 שלום", "x": None}])

    assert read(tmp_path, "a.json", content).columns == {"id": [42.0], "name": ["🎬 שלום"], "x": [None]}


def test_a_compressed_file_is_read_as_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress("id;name\n1;Café\n".encode("cp1252")))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1, "name": "A"}\n'))
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"id,name\n" + bytes(range(65, 91)) * 999)[:40])

    assert read_all(tmp_path / "a.csv.gz", "items", encoding="cp1252").columns == {"id": ["1"], "name": ["Café"]}
    assert read_all(tmp_path / "a.jsonl.gz", "items").columns == {"id": [1], "name": ["A"]}
    with pytest.raises(UnreadableFile, match=r"`cut\.csv\.gz` is compressed by gzip, and damaged"):
        read_all(tmp_path / "cut.csv.gz", "items")


@pytest.mark.parametrize("before", ["sep=|\n", "# exported yesterday, by hand\n# twice; really\n", '\ufeff"sep=|"\n'])
def test_lines_before_the_header_are_passed_over(tmp_path: Path, before: str) -> None:
    (tmp_path / "a.csv").write_text(before + "id|name\n1|A, B\n2\n", encoding="utf-8")

    frame = read_all(tmp_path / "a.csv", "items")

    assert frame.columns == {"id": ["1"], "name": ["A, B"]}
    assert [row.line for row in frame.bad] == [before.count("\n") + 3]


def test_a_workbook_s_first_sheet_is_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in ([], ["id", "name", None, "seen"], [1, "Tent", "x", dt.datetime(2026, 5, 1)], [], [2, None, None, None]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK")

    frame = read_all(tmp_path / "a.xlsx", "items")

    assert frame.columns == {"id": [1, 2], "name": ["Tent", None], "seen": ["2026-05-01T00:00:00", None]}
    assert frame.lines == [3, 5]
    with pytest.raises(UnreadableFile, match=r"`b\.xlsx` cannot be read as an Excel workbook"):
        read_all(tmp_path / "b.xlsx", "items")


@pytest.mark.parametrize(
    ("name", "called"), [("a.xls", "an Excel workbook of before 2007"), ("a.zip", "a zip archive")]
)
def test_a_form_that_is_not_read_is_called_by_its_name(tmp_path: Path, name: str, called: str) -> None:
    (tmp_path / name).write_bytes(b"x")

    with pytest.raises(UnreadableFile, match=f"`{name}` is {called}, which is not read; save it as CSV or JSON lines."):
        read_all(tmp_path / name, "items")


def test_data_frames_are_rows(tmp_path: Path) -> None:
    rows = [{"id": "1", "price": 2.5, "seen": dt.datetime(2026, 5, 1)}, {"id": "2", "price": None, "seen": None}]
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    plain, indexed = pandas.DataFrame(rows), pandas.DataFrame(rows).set_index("id")

    for table in (plain, indexed, polars.DataFrame(rows)):
        frame = read_all(table, "items")
        assert (frame.columns["id"], frame.columns["seen"]) == (["1", "2"], ["2026-05-01T00:00:00", None])
        assert frame.columns["price"][0] == 2.5
        assert is_missing(frame.columns["price"][1])
