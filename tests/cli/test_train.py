"""`palate train`: what it fits, lists and goes back to, and what it says where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Catalog
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


def test_too_little_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    db = tmp_path / "small.db"
    Catalog.build(db, items=goods(), interactions=actions()[:200]).close()

    code, out, err = run(capsys, "train", "--db", db)

    assert (code, out) == (2, "")
    assert "people, and 200 are needed" in " ".join(err.split())
