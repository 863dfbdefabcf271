"""A distribution of somebody else's: built, installed into a folder, and used by the commands and by a server."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

from bench.serve_process import Serving
from palate import Catalog
from palate.planners.demos.pool import Pool
from tests.cli.test_main import run
from tests.cli.test_tools_new import install
from tests.serve.test_page import say

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PACKAGE = Path(__file__).parent / "matinee"
LATEST = 120
"""Minutes that its policy lets a film last."""
SHOWTIMES = [{"screen": "2", "begins": "14:00"}, {"screen": "2", "begins": "16:30"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package and install it, once."""
    folder = tmp_path_factory.mktemp("matinee")
    install(PACKAGE, folder)
    return folder


@pytest.fixture
def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have this process see the package."""
    monkeypatch.syspath_prepend(folder)
    yield
    sys.modules.pop("palate_matinee", None)


pytestmark = pytest.mark.usefixtures("installed")


def test_its_tool_is_listed_with_the_package_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(run(capsys, ["tools", "list", "--json"])[1])
    reply = json.loads(run(capsys, ["ask", "the showtimes on screen 2", "--json"])[1])

    assert [each["source"] for each in listed["tools"] if each["name"] == "showtimes"] == ["package palate-matinee"]
    assert listed["broken"] == []
    assert [answer["rows"] for answer in reply["answers"]] == [SHOWTIMES]


def test_its_demonstration_is_chosen_for_a_message_that_resembles_it(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ["demos", "list", "--for", "a comedy that lets us out by teatime", "-k", "1", "--json"]

    assert [each["id"] for each in json.loads(run(capsys, chosen)[1])["demonstrations"]] == ["matinee-tea"]


def test_what_is_not_installed_any_longer_is_not_chosen(
    folder: Path, tiny: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "matinee-tea" in [each.id for each in Pool.of(tiny).demonstrations]
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each != str(folder)])

    assert there
    assert "matinee-tea" not in [each.id for each in Pool.of(tiny).demonstrations]


def test_its_suite_tells_its_policy_and_its_ranker_from_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def passed(*whom: str) -> set[str]:
        folder = tmp_path / str(len(whom))
        run(capsys, ["eval", "run", "matinee", *whom, "--out", str(folder)])
        rows = map(json.loads, (folder / "matinee" / "outcomes.jsonl").read_text().splitlines())
        return {row["case"] for row in rows if row["scores"]["pass"]}

    assert passed() == {"ranked", "barred", "told"}
    assert passed("-c", "agent") == {"told"}


def test_its_policy_and_its_ranker_hold_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    def shown(*options: str) -> list[int]:
        reply = json.loads(run(capsys, ["ask", "a western", "--json", *options])[1])
        return [item["fields"]["runtime"] for item in reply["items"]]

    assert max(shown()) > LATEST
    assert sum(shown("--ranker", "shortest")) < sum(shown("--policy", "home-by-supper"))
    assert max(shown("--policy", "home-by-supper")) <= LATEST


def test_a_policy_that_nobody_installed_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(capsys, ["ask", "a western", "--policy", "home-by-super"])

    assert code == 2
    assert "`home-by-supper`" in told


def test_the_page_shows_what_its_parts_do(
    folder: Path, built: dict[str, Path], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    options = ("--state", ":memory:", "--policy", "home-by-supper", "--ranker", "shortest")
    with Serving(built["tiny"], *options) as server:
        page = browser.new_page()
        page.goto(server.page)
        told = say(page, "the showtimes on screen 2").inner_text()
        cards = say(page, "a drama").locator(".facts").all_inner_texts()
        page.close()

    assert all(each["begins"] in told for each in SHOWTIMES)
    lengths = [int(words.split(" minutes")[0].split()[-1]) for words in cards]
    assert lengths == sorted(lengths)
    assert max(lengths) <= LATEST


def test_its_tool_answers_over_http(folder: Path, built: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    with Serving(built["tiny"], "--state", ":memory:") as server:
        asked = {"message": "the showtimes on screen 2"}
        answered = httpx2.post(f"{server.address}/v1/ask", json=asked, headers=server.bearer).json()

    assert [answer["rows"] for answer in answered["answers"]] == [SHOWTIMES]
