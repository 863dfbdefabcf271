"""Requests of tables that nobody prepared, over ten lamps."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from palate.agent.reply import Answer, Recommendation, Reply
from palate.evals.report.details import details
from palate.evals.report.report import Report
from palate.evals.results import CASES, OUTCOMES, Result
from palate.evals.runner import run
from palate.evals.suites.unprepared import suite as module
from palate.evals.suites.unprepared import tables
from palate.evals.suites.unprepared.suite import Catalogues
from palate.evals.suites.unprepared.tables import TABLES, read_tables

pytest.importorskip("pandas")

LAMPS = "sku,name,colour,price,weight\n" + "".join(
    f"L{number},Lamp {name},{'red' if number < 4 else 'blue'},{10 + number // 2},{number}.5\n"
    for number, name in enumerate(("Ada", "Bo", "Cy", "Di", "Eva", "Flo", "Gus", "Hal", "Ida", "Jon"))
)
TABLE = """
package = "csv"
item = "lamps.csv"
licence = "made up"
kinds = {sku = "id", name = "title", colour = "category", price = "text|number", weight = "flag"}
"""
REQUESTS = """
request = [
    {say = "red ones", rows = "colour == 'red'", opposite = "colour != 'red'"},
    {say = "the cheapest", first = "price asc"},
    {say = ["blue ones", "the heaviest of those"], rows = "colour == 'blue'", first = "weight desc"},
    {say = "how many are red?", answer = "4"},
    {say = "how heavy is Bo?", answer = 1.5},
]
"""
RED = tuple(f"L{number}" for number in range(4))


@dataclass(frozen=True)
class Scripted:
    """Replies what it is told to, and raises an error where it is told nothing."""

    replies: Mapping[str, Reply]
    name: str = "scripted"
    about: str = "says what it is told to"

    def open(self, catalog: Any, setup: Any = None) -> Scripted:
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        return self.replies[message]

    def feedback(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def commit(self, item: str, **about: Any) -> None:
        raise AssertionError("not asked for here")

    def close(self) -> None:
        return None


def shown(*ids: str, **more: Any) -> Reply:
    items = tuple(Recommendation(id=each, title=each, score=1.0, fields={}, reasons=("it is",)) for each in ids)
    return Reply(act="recommend", text=more.pop("text", "1 2 3 4"), items=items, **more)


def answered(text: str = "", *, value: object = None) -> Reply:
    rows = ({"count": value},) if value is not None else ()
    return Reply(act="answer", text=text, answers=(Answer(request=0, words="", tool="lookup", rows=rows),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ten lamps twice, once in each half."""
    made = tmp_path_factory.mktemp("lamps")
    (made / "requests").mkdir()
    (made / "lamps.csv").write_text(LAMPS)
    halves = (("lamps", "development"), ("hidden", "kept"))
    (made / "tables.toml").write_text("".join(f'[{name}]\nhalf = "{half}"{TABLE}' for name, half in halves))
    for name, _ in halves:
        (made / "requests" / f"{name}.toml").write_text(REQUESTS)
    return made


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path_factory.getbasetemp() / "lamps-cache"))


def ran(folder: Path, replies: Mapping[str, Reply], **how: Any) -> Report:
    return run(Catalogues(folder, told=how.pop("told", False)), [Scripted(replies)], **how)


def only(folder: Path, message: str, reply: Reply) -> Result:
    """Return what comes of one reply to a request of the development half."""
    report = ran(folder, {"blue ones": shown(), message: reply}, filter="development")
    return next(each for each in report.results if each.turns and each.turns[-1].message == message)


RIGHT = {"right": 1.0, "partly": 0.0, "wrong": 0.0}
PARTLY = {"right": 0.0, "partly": 1.0, "wrong": 0.0}
WRONG = {"right": 0.0, "partly": 0.0, "wrong": 1.0}


@pytest.mark.parametrize(
    ("message", "reply", "scores", "note"),
    [
        ("red ones", shown(*RED), RIGHT | {"opposite": 0.0}, ""),
        ("red ones", shown("L0", "L9"), WRONG | {"opposite": 0.0}, "1 of 2 are not `colour == 'red'`"),
        ("red ones", shown("L0", "L8", "L9"), WRONG | {"opposite": 1.0}, "2 of 3 are not `colour == 'red'`"),
        ("red ones", shown("L9", relaxed=("red",)), PARTLY | {"opposite": 1.0}, "1 of 1 are not `colour == 'red'`"),
        ("red ones", shown(), WRONG | {"opposite": 0.0}, "nothing is shown"),
        ("the cheapest", shown("L1", "L5"), RIGHT, ""),
        ("the cheapest", shown("L2"), WRONG, "the first has the price 11, not 10"),
        ("the cheapest", shown("L2", not_understood=("the",)), PARTLY, "the first has the price 11, not 10"),
        ("the heaviest of those", shown("L9"), RIGHT, ""),
        ("the heaviest of those", shown("L9", "L0"), WRONG, "1 of 2 are not `colour == 'blue'`"),
        ("how many are red?", answered("There are four."), RIGHT, ""),
        ("how many are red?", answered(value=4), RIGHT, ""),
        ("how many are red?", answered("There are 40."), WRONG, "it does not tell 4"),
        ("how many are red?", shown("L0"), WRONG, "it does not tell 4"),
        ("how heavy is Bo?", answered("It weighs 1.503."), RIGHT, ""),
        ("how heavy is Bo?", answered("It weighs 1.6."), WRONG, "it does not tell 1.5"),
    ],
)
def test_a_reply_is_right_partly_or_wrong(
    folder: Path, message: str, reply: Reply, scores: dict[str, float], note: str
) -> None:
    result = only(folder, message, reply)

    assert (result.scores, result.note, result.failed) == (scores, note, bool(note))


def test_an_error_is_a_wrong_reply(folder: Path) -> None:
    report = ran(folder, {}, filter="development")

    assert report.results[0].scores == {"right": 0.0, "wrong": 1.0}
    assert report.results[0].error.startswith("KeyError: 'red ones'")


def test_a_table_that_is_refused_is_all_wrong(folder: Path, tmp_path: Path) -> None:
    copytree(folder, tmp_path / "refused")
    (tmp_path / "refused" / "lamps.csv").write_text(LAMPS.replace("L1,", "L0,"))

    report = ran(tmp_path / "refused", {"red ones": shown(*RED)}, filter="development")

    assert [each.scores for each in report.results] == [WRONG] * 5 + [{"kinds": 0.0}] * 5
    assert report.results[0].note.startswith("BadRows: ")


def test_a_cell_that_cannot_be_read_refuses_no_table(folder: Path, tmp_path: Path) -> None:
    copytree(folder, tmp_path / "odd")
    (tmp_path / "odd" / "lamps.csv").write_text(LAMPS.replace(",9.5", ",heavy"))

    report = ran(tmp_path / "odd", {"red ones": shown(*RED)}, filter="development")

    assert report.results[0].scores["right"] == 1.0


def test_the_kind_of_a_column_is_that_of_its_source(folder: Path) -> None:
    report = ran(folder, {}, filter="development")

    columns = [(each.scores["kinds"], each.note) for each in report.results if "kinds" in each.scores]
    assert columns == [
        (1.0, "it is id"),
        (1.0, "it is title"),
        (1.0, "it is category"),
        (1.0, "it is number"),
        (0.0, "it is number"),
    ]


def test_kinds_are_told_by_table_too(folder: Path) -> None:
    report = ran(folder, {"red ones": shown(*RED)})

    by_tag, by_half = (
        next(table for table in details(report) if table.header[0] == name) for name in ("kinds by tag", "half")
    )
    assert by_tag.rows == (("development", "5", "80.0%"), ("kept", "5", "80.0%"), ("lamps", "5", "80.0%"))
    assert [row[:2] for row in by_half.rows] == [("development", "5"), ("kept", "5")], "requests alone"


def test_of_the_kept_half_figures_are_kept_alone(folder: Path, tmp_path: Path) -> None:
    replies = {"red ones": shown("L9"), "how many are red?": answered("There are 40.")}

    report = ran(folder, replies, filter="kept", out=tmp_path / "run")

    files = "".join((tmp_path / "run" / name).read_text() for name in (CASES, OUTCOMES))
    found = {each.case: each for each in report.results}
    assert found["kept-5"].scores == WRONG | {"opposite": 1.0}
    assert [word for word in ("red ones", "colour", "L9", "hidden-", "cheapest") if word in files] == []
    assert [each.case for each in report.failures("scripted")] == ["kept-6", "kept-7", "kept-9"], "errors alone"
    assert {each.turns for each in report.results} == {()}


def test_the_kept_half_is_told_where_that_is_asked_for(folder: Path) -> None:
    report = ran(folder, {"red ones": shown("L9")}, filter="kept", told=True)

    assert report.cases[0].id == "hidden-5"
    assert report.results[0].turns[0].message == "red ones"


def test_a_request_in_other_words_is_another_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Catalogues(folder).cases(filter="kept")[0]
    changed = [table.model_copy(update={"name": f"{table.name}s"}) for table in read_tables(folder)]
    monkeypatch.setattr(module, "read_tables", lambda _: changed)

    assert Catalogues(folder).cases(filter="kept")[0].data["place"] == first.data["place"]
    assert Catalogues(folder).cases(filter="kept")[0].data["same"] != first.data["same"]


def test_what_is_missing_is_told_and_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name=name)

    monkeypatch.setattr(tables, "import_module", missing)

    assert list(Catalogues(folder).cases()) == []
    assert capsys.readouterr().err == (
        "Tables are read with pandas, which is not installed: `pip install 'palate[tables]'`.\n"
    )


def test_every_table_of_ours_has_a_card_a_licence_and_requests() -> None:
    known = read_tables(TABLES)

    halves = [table.half for table in known]
    assert (halves.count("development"), halves.count("kept")) == (6, 8)
    assert all(table.licence for table in known)
    assert min(len(table.request) for table in known) >= 15
    assert {kind for table in known for kinds in table.kinds.values() for kind in kinds.split("|")} <= {
        *("id", "title", "text", "category", "tags", "number", "date", "flag")
    }
