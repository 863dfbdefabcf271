"""The page: whole in itself, and every failed conversation in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from palate.evals.report.html import to_html
from palate.evals.report.report import Report
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers

VOID = {"meta", "input", "line", "circle"}


class Page(HTMLParser):
    """Collects what the tests look at, and that every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str, name: str) -> list[dict[str, str | None]]:
        return [attrs for each, attrs in self.seen if each == tag and attrs.get("class") == name]


@pytest.fixture
def report() -> Report:
    return run(Numbers(), [Echo(known=7), Echo("none", "knows nothing", known=0), Echo("broken", "", raises_at=2)])


def test_every_failed_conversation_is_in_it(report: Report) -> None:
    page = Page(to_html([report]))

    talks = page.all("details", "talk")
    assert page.open == []
    assert [talk["data-contestant"] for talk in talks] == ["echo"] * 3 + ["none"] * 10 + ["broken"]
    assert [talk["data-tags"] for talk in talks[:1]] == ['["high"]']
    assert page.words.count("that is not the number") == 13
    assert page.words.count("<b>I do not know</b>") == 13
    assert "RuntimeError: the catalogue is on fire" in "".join(page.words)


def test_it_asks_nothing_of_any_other_place(report: Report) -> None:
    page = Page(text := to_html([report]))

    outside = [
        attrs for _, attrs in page.seen for name in ("src", "href") if not (attrs.get(name) or "#").startswith("#")
    ]
    assert outside == []
    assert re.findall(r"https?://|url\(|@import|//cdn", text) == []


def test_there_is_a_view_for_all_cases_and_each_tag(report: Report) -> None:
    page = Page(to_html([report]))

    views = {attrs["data-view"]: "hidden" in attrs for tag, attrs in page.seen if tag == "div" and "data-view" in attrs}
    assert views == {"": False, "high": True, "low": True}


def test_it_says_what_everything_is(report: Report) -> None:
    words = Page(to_html([report])).words

    assert {"Anything else.", "share of cases", "lower is better", "knows nothing"} <= set(words)


def test_several_runs_are_sections_of_one_page(report: Report) -> None:
    page = Page(to_html([report, run(Numbers(name="others"), [Echo()])]))

    assert [each["id"] for each in page.all("section", "suite")] == ["run0", "run1"]
    assert "None failed." in page.words
