"""`palate train`: what it fits, lists and goes back to, and what it says where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Catalog
from palate.ranking.learned.told import Report
from tests.cli.test_ingest import run
from tests.ranking.goods import actions, goods


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("train") / "shop.db"
    Catalog.build(path, items=goods(), interactions=actions()).close()
    return path


def test_a_ranker_is_fitted_listed_and_gone_back_from(capsys: pytest.CaptureFixture[str], shop: Path) -> None:
    code, out, _ = run(capsys, "train", "--db", shop, "--json", "--seed", "3")
    assert code == 0
    assert json.loads(out)["version"] == 2

    _, out, _ = run(capsys, "train", "--db", shop, "--list", "--json")
    assert [(each["version"], each["used"]) for each in json.loads(out)] == [(2, True), (1, False)]

    code, out, _ = run(capsys, "train", "--db", shop, "--use", "1")
    assert (code, out.strip()) == (0, "Version 1 is in use.")
    _, out, _ = run(capsys, "train", "--db", shop, "--list")
    assert "yes" in next(line for line in out.splitlines() if line.strip().startswith("1 "))

    code, out, err = run(capsys, "train", "--db", shop, "--use", "8")
    assert (code, out) == (2, "")
    assert "There is no version 8 of the ranker; there are: 1, 2." in " ".join(err.split())


def test_a_fit_tells_what_came_of_it(capsys: pytest.CaptureFixture[str], shop: Path) -> None:
    code, out, _ = run(capsys, "train", "--db", shop)

    assert code == 0
    assert "is in use:" in out
    assert "NDCG@10" in out
    assert "share of what the trees gain" in " ".join(out.split())


def test_what_is_told_of_a_ranker_is_written_as_a_page_and_as_json(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    page, data = tmp_path / "ranker.html", tmp_path / "ranker.json"

    code, _, err = run(capsys, "train", "--db", shop, "--use", "1", "--report", page)
    assert (code, err.strip()) == (0, f"{page}: what is told of the version in use.")
    assert run(capsys, "train", "--db", shop, "--list", "--report", data)[0] == 0

    told = json.loads(data.read_text("utf-8"))
    assert (told["version"], told["people"], told["held_back"]["orders"][0]["name"]) == (1, 240, "ranker")
    assert set(told) == {"version", "made", *Report.model_fields}
    assert "<h1>Ranker of shop, version 1</h1>" in page.read_text("utf-8")
    assert sorted(tmp_path.iterdir()) == [page, data]


def test_what_no_report_can_be_is_said_before_anything_is_fitted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for report, told in (
        ("ranker.pdf", "`--report ranker.pdf` should end in .html or .json."),
        (tmp_path / "none" / "a.html", f"is in no folder that there is; make `{tmp_path / 'none'}` first."),
    ):
        code, out, err = run(capsys, "train", "--db", tmp_path / "no.db", "--report", report)
        assert (code, out) == (2, "")
        assert told in " ".join(err.split())


def test_a_report_is_written_as_a_whole_or_not_at_all(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ranker.html"
    folder.mkdir()

    code, _, err = run(capsys, "train", "--db", shop, "--list", "--report", folder)

    assert code == 2
    assert "cannot be written (Is a directory); name a file elsewhere." in " ".join(err.split())
    assert list(tmp_path.rglob("*")) == [folder]


def test_without_a_ranker_in_use_there_is_none_to_report_on(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    run(capsys, "train", "--db", shop, "--use", "0")
    code, _, err = run(capsys, "train", "--db", shop, "--list", "--report", tmp_path / "ranker.html")
    run(capsys, "train", "--db", shop, "--use", "1")

    assert code == 2
    assert f"No trained ranker of `{shop}` is in use to report on;" in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []


def test_too_little_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    db = tmp_path / "small.db"
    Catalog.build(db, items=goods(), interactions=actions()[:200]).close()

    code, out, err = run(capsys, "train", "--db", db)

    assert (code, out) == (2, "")
    assert "people, and 200 are needed" in " ".join(err.split())
