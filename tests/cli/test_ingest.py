"""`palate ingest` and `palate data`: what they print, what they leave, and how they fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Catalog
from palate.catalog.bad_rows import SKIPPING
from palate.catalog.datasets.films import SIMULATED
from palate.cli.main import main


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text("sku,name,price\na,Tent,$90.00\nb,Stove,$45.00\n")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exit_:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(exit_.value.code or 0), out, err


def test_ingest_says_what_it_built(capsys: pytest.CaptureFixture[str], items: Path) -> None:
    db = items.with_name("shop.db")

    code, out, err = run(capsys, "ingest", "--items", items, "--db", db, "--noun", "product")

    assert (code, err) == (0, "")
    told = f"{db}: 2 products. `palate data schema --db {db}` shows its fields."
    assert "".join(out.split()) == "".join(told.split())  # a long path is wrapped
    with Catalog.open(db) as catalog:
        assert catalog.item("a").get("price") == 90


def test_ingest_says_what_it_understood_of_the_log(capsys: pytest.CaptureFixture[str], items: Path) -> None:
    (items.parent / "log.csv").write_text("who,what,y,shop\n1,a,5,x\n1,b,1,x\n2,a,4,x\n2,b,2,x\n")
    given = ("ingest", "--items", items, "--interactions", items.parent / "log.csv", "--db", items.with_name("s.db"))

    _, out, _ = run(capsys, *given)
    _, printed, _ = run(capsys, *given, "--json")

    told = " ".join(out.split())
    assert "Log: 4 interactions of 2 people (4 rating); values 1 to 5; liked from 4, disliked below 3." in told
    assert "Read from its columns: user `who`, item `what`, value `y`." in told
    assert "`log.csv` has columns that are not used: `shop`." in told
    assert json.loads(printed)["schema"]["log"]["columns"] == {"user": "who", "item": "what", "value": "y"}
    assert "`shop`" in json.loads(printed)["findings"][0]


def test_ingest_prints_json_for_a_program(capsys: pytest.CaptureFixture[str], items: Path) -> None:
    db = items.with_name("shop.db")

    _, out, _ = run(capsys, "ingest", "--items", items, "--db", db, "--field", "price=category", "--json")

    printed = json.loads(out)
    assert (printed["db"], printed["skipped"], printed["schema"]["items"]) == (str(db), 0, 2)
    assert [(field["name"], field["kind"]) for field in printed["schema"]["fields"]] == [
        ("id", "id"),
        ("title", "title"),
        ("price", "category"),
    ]
    assert printed["ranker"].endswith("there is no log.")


def test_ingest_and_the_schema_card_say_why_no_ranker_is_trained(
    capsys: pytest.CaptureFixture[str], items: Path
) -> None:
    db, log = items.with_name("shop.db"), items.with_name("log.csv")
    log.write_text("user,item,timestamp\nann,a,1000000\n")
    told = "Ordered by what is liked together, content and popularity: the log has 1 person, and 200 are needed."

    _, built, _ = run(capsys, "ingest", "--items", items, "--interactions", log, "--db", db)
    _, shown, _ = run(capsys, "data", "schema", "--db", db)
    _, printed, _ = run(capsys, "data", "schema", "--db", db, "--json")

    assert told in " ".join(built.split())
    assert told in " ".join(shown.split())
    assert json.loads(printed)["ranker"] == told


def test_bad_rows_are_listed_and_nothing_is_written(capsys: pytest.CaptureFixture[str], items: Path) -> None:
    items.write_text("sku,name,price\na,Tent,$90.00\nb,,$45.00\nc,Pan,dear\n")
    db = items.with_name("shop.db")

    code, out, err = run(capsys, "ingest", "--items", items, "--db", db)

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"2 rows cannot be loaded as they are, so nothing was written: mend the source, or {SKIPPING}.",
        "  items.csv, `name`: expected the item's title; line 3 nothing",
        "  items.csv, `price`: expected a number in $; line 4 `dear` (--field price=text keeps it as words)",
    ]
    assert not db.exists()

    code, out, _ = run(capsys, "ingest", "--items", items, "--db", db, "--skip-bad")

    assert code == 0
    assert "1 row was left out and 1 cell was left empty:" in out
    assert "`dear`" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--items", "none.csv"], "`none.csv` does not exist"),
        (["--field", "price"], "`--field price` does not say what it is; expected COLUMN=KIND"),
        (["--behaviour", "zap"], "`--behaviour zap` does not say what it is; expected NAME=TELLS"),
        (["--field", "price=money"], "`price=money` does not say what `price` is"),
        (["--field", "prices=number"], "`prices` is not a column of what was handed in; the closest is `price`."),
        (["--encoding", "utf-9"], "`utf-9` is not an encoding that Python knows"),
        (["--noun", " "], "`noun` is empty; expected what one item is called, such as `film`."),
    ],
)
def test_the_callers_faults_are_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], items: Path, arguments: list[str], sentence: str
) -> None:
    given = arguments if "--items" in arguments else ["--items", str(items), *arguments]

    code, out, err = run(capsys, "ingest", *given, "--db", items.with_name("x.db"))

    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_the_films_say_that_their_log_is_simulated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    db = tmp_path / "films.db"

    _, built, _ = run(capsys, "data", "films", "--db", db)
    _, shown, _ = run(capsys, "data", "schema", "--db", db)
    _, printed, _ = run(capsys, "data", "schema", "--db", db, "--json")

    assert SIMULATED in " ".join(built.split())
    assert SIMULATED in " ".join(shown.split())
    assert json.loads(printed)["log"]["simulated"] == SIMULATED


def test_the_schema_card_shows_every_field_in_a_line(capsys: pytest.CaptureFixture[str], items: Path) -> None:
    db = items.with_name("shop.db")
    Catalog.build(
        db,
        items=[
            {"id": "a", "title": "Tent", "price": "$90", "tags": ["x", "y"], "made": "1999-12-31", "new": True},
            {"id": "b", "title": "Stove", "price": None, "tags": ["x"], "made": "2001-01-01", "new": False},
        ],
        interactions=[
            {"user": "u", "item": "a", "rating": 4, "time": 0},
            {"user": "u", "item": "b", "rating": 1, "time": 86_400},
        ],
    ).close()

    _, out, _ = run(capsys, "data", "schema", "--db", db)

    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "shop · 2 items, 2 interactions of 1 person · version 1",
        "field kind measures present missing values",
        "id id 2 0 a; b",
        "title title 2 0 Tent; Stove",
        "price number price in $ 1 1 90 to 90, median 90",
        "tags tags 2 0 x (2), y (1)",
        "made date 2 0 1999-12-31 to 2001-01-01, median 1999-12-31",
        "new flag 2 0 yes or no",
        "Log: 2 interactions of 1 person (2 rating); values 1 to 4; liked from 4, disliked below 3; from 1970-01-01 to",
        "1970-01-02.",
        "Read from its columns: user `user`, item `item`, value `rating`, time `time`.",
        "Ordered by what is liked together, content and popularity: the log has 1 person, and 200 are needed.",
    ]


def test_a_schema_of_nothing_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "data", "schema", "--db", tmp_path / "none.db")

    assert (code, out) == (2, "")
    assert err == f"`{tmp_path / 'none.db'}` does not exist. Build it with `palate ingest` or `palate data films`.\n"


@pytest.mark.parametrize("command", [["ingest", "--items", "items.csv"], ["data", "films"]])
def test_what_would_be_gone_at_once_is_not_built(
    capsys: pytest.CaptureFixture[str], items: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(items.parent)

    code, out, err = run(capsys, *command, "--db", ":memory:")
    assert (code, out) == (2, "")
    assert err == "`--db :memory:` would be gone when the command ends; name a file to write the catalogue to.\n"
