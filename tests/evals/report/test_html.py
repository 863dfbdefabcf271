"""The page: whole in itself, and every failed conversation in it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from palate.evals.metrics import rate
from palate.evals.report.html import to_html
from palate.evals.report.published import WARNING
from palate.evals.report.report import Report
from palate.evals.report.rows import judging
from palate.evals.report.talks import pack
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


def test_it_is_whole_and_failed_conversations_can_be_chosen(report: Report) -> None:
    page = Page(to_html([report]))

    (whose,) = page.all("select", "by-contestant")
    chosen = [attrs["value"] for tag, attrs in page.seen if tag == "option" and "selected" in attrs]
    assert page.open == []
    assert whose["aria-label"] == "Contestant"
    assert chosen == ["echo"]
    assert {"everybody", "echo (3)", "none (10)", "broken (1)", "any tag"} <= set(page.words)
    assert pack(report).data in page.words


def test_a_card_tells_who_leads_and_by_how_much(report: Report) -> None:
    page = Page(to_html([report]))

    card = page.words[page.words.index("right") : page.words.index("Measures")]
    # echo knows 7 of 10, broken fails at one of them: the best other is ahead by two.
    assert [card[0], card[1], card[2], card[3].split(" [")[0], card[4]] == [
        "right",
        "numbers",
        "70.0%",
        "-20.0%",
        " over broken",
    ]
    assert [each["class"] for tag, each in page.seen if tag == "b" and "class" in each] == ["even"]


@pytest.mark.parametrize(("known", "other", "judged"), [(10, 0, "good"), (0, 10, "bad"), (10, 10, "even")])
def test_a_lead_is_good_or_bad_where_its_interval_is_clear_of_zero(known: int, other: int, judged: str) -> None:
    page = Page(to_html([run(Numbers(), [Echo(known=known), Echo("other", known=other)])]))

    assert [each["class"] for tag, each in page.seen if tag == "b" and "class" in each] == [judged]


def test_what_is_left_out_is_said(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, part = pack(report), pack(report, most=5)
    texts = []
    for packed in (whole, part):
        monkeypatch.setattr("palate.evals.report.html.pack", lambda _, packed=packed: packed)
        texts.append(to_html([report]))

    assert ["left out here" in text for text in texts] == [False, True]
    assert "9 conversations of the last contestants" in texts[1]
    assert "outcomes.jsonl" in texts[0]


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


def test_what_others_published_is_beside_ours_and_marked() -> None:
    page = Page(to_html([run(Numbers(name="one-turn", metrics=(rate("recall@5", score="right"),)), [Echo()])]))

    assert WARNING in page.words
    assert {"InteRecAgent (GPT-4)", "52.0%"} <= set(page.words)


def test_it_says_what_everything_is(report: Report) -> None:
    words = Page(to_html([report])).words

    assert {"Anything else.", "share of cases", "lower is better", "knows nothing"} <= set(words)


def test_several_runs_are_sections_of_one_page(report: Report) -> None:
    page = Page(to_html([report, run(Numbers(name="others"), [Echo()])]))

    assert [each["id"] for each in page.all("section", "suite")] == ["run0", "run1"]
    assert "None failed." in page.words


def test_names_between_backticks_are_code(report: Report) -> None:
    about = replace(report.manifest.about, ceiling="The column `solver` & more.")
    page = to_html([replace(report, manifest=report.manifest.model_copy(update={"about": about}))])

    assert "The column <code>solver</code> &amp; more." in page


def test_a_metric_that_nobody_has_gets_no_plot(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    caption = f"<figcaption>{judging(report)[0].name}</figcaption>"
    assert caption in to_html([report])

    monkeypatch.setattr("palate.evals.report.html.interval_plot", lambda *_: "")
    assert caption not in to_html([report])
