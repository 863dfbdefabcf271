"""What pages refer to is there: other pages and their headings, files, figures of the results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dangling(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere."""
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert list(dangling(page)) == []


def test_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w.-]+(?:/|\.py|\.toml))`", FENCED.sub("", text)))
    paths = [f"/{path.relative_to(ROOT)}" for room in ("palate", "training") for path in (ROOT / room).rglob("*")]

    assert len(named) > 20
    assert [each for each in named if not any(path.endswith(f"/{each.rstrip('/')}") for path in paths)] == []


def test_figures_of_the_readme_stand_in_the_results() -> None:
    figures = re.findall(r"\d+\.\d% \[[\d., ]+\]", (ROOT / "README.md").read_text(encoding="utf-8"))
    pages = ("results.md", "planning.md", "evals.md")
    results = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in pages)

    assert figures
    assert [figure for figure in figures if figure not in results] == []
