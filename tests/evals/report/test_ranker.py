"""The page and the tables of a trained ranker."""

from __future__ import annotations

import re

from palate.evals.report.ranker_html import ranker_page
from palate.evals.report.ranker_rows import bins, gains, orders, slices
from palate.evals.report.rows import Rows
from palate.ranking.learned.told import Bin, Calibration, HeldBack, Order, Report, Sample, Slice, Span
from tests.evals.report.test_harmless import ODD, SCRIPT
from tests.evals.report.test_html import Page
from tests.harmful import harm_in

ZERO = Span(value=0.0, low=0.0, high=0.0)


def span(value: float) -> Span:
    return Span(value=value, low=value - 0.125, high=value + 0.125)


def report(feature: str = "near") -> Report:
    return Report(
        people=240,
        interactions=4_080,
        sample=Sample(people=240, interactions=4_080, likes=600),
        moment="1998-03-07T03:06:40",
        likes=600,
        reached=540,
        seed=7,
        rounds=2,
        seconds={"gathering examples": 61.25},
        curve=(0.25, 0.375, 0.3125),
        importance={feature: 0.75, "mean": 0.25},
        families={"together": 0.75, "popularity": 0.25},
        held_back=HeldBack(
            likes=90,
            people=80,
            candidates=44.4,
            orders=(
                Order(name="ranker", ndcg=span(0.375), hit=span(0.5), ahead=ZERO),
                Order(name=feature, ndcg=span(0.25), hit=span(0.375), ahead=span(0.125)),
            ),
            best=feature,
            slices=(
                Slice(by="events so far", name="under 5", likes=0, ndcg=None, hit=None, other=None),
                Slice(by="events so far", name="5 to 20", likes=90, ndcg=span(0.375), hit=span(0.5), other=0.25),
            ),
            calibration=Calibration(
                error=0.03125,
                bins=(
                    Bin(candidates=100, expected=1.0, taken=0),
                    Bin(candidates=10, expected=1.0, taken=2),
                ),
            ),
        ),
    )


def page(feature: str = "near", catalogue: str = "shop") -> str:
    return ranker_page(report(feature), version=3, made="2026-01-02 03:04", catalogue=catalogue)


def test_each_order_has_its_figures_and_how_far_the_ranker_is_ahead() -> None:
    assert orders(report()).rows == (
        ("ranker", "37.5% [25.0, 50.0]", "50.0% [37.5, 62.5]", ""),
        ("near", "25.0% [12.5, 37.5]", "37.5% [25.0, 50.0]", "+12.5% [+0.0, +25.0]"),
    )


def test_a_part_without_likes_has_dashes() -> None:
    assert slices(report()) == Rows(
        ("likes", "how many", "NDCG@10", "HR@10", "NDCG@10 of near"),
        (
            ("events so far: under 5", "0", "-", "-", "-"),
            ("events so far: 5 to 20", "90", "37.5% [25.0, 50.0]", "50.0% [37.5, 62.5]", "25.0%"),
        ),
    )


def test_bins_tell_chances_beside_what_was_taken() -> None:
    assert bins(report()).rows == (("1.00%", "0.00%", "1.0", "0", "100"), ("10.00%", "20.00%", "1.0", "2", "10"))


def test_of_features_the_first_can_be_told_alone() -> None:
    assert gains("feature", report().importance, most=1).rows == (("near", "75.0%"),)


def test_the_page_is_whole_and_asks_nothing_of_any_other_place() -> None:
    text = page()
    seen = Page(text)

    assert seen.open == []
    assert re.findall(r"https?://|url\(|@import|//cdn|<script", text) == []
    assert "prefers-color-scheme: dark" in text
    assert {"Ranker of shop, version 3", "37.5%", "2 trees are kept", "near", "3.125%", "61.2"} <= set(seen.words)


def test_the_curve_is_marked_where_it_is_best_and_bins_without_likes_have_no_dot() -> None:
    seen = Page(page())
    lines = [attrs["points"] for tag, attrs in seen.seen if tag == "polyline" and attrs["class"] == "line1"]

    # The second tree on an axis from 0 to 3, and from the lowest chance to the highest.
    assert lines == ["66.67,100.00 66.67,0.00", "0.00,100.00 100.00,0.00"]
    assert (
        len([attrs for tag, attrs in seen.seen if attrs.get("class") == "dot" and "top:" in str(attrs["style"])]) == 1
    )


def test_a_feature_or_a_catalogue_of_odd_name_is_text_of_the_page() -> None:
    text = page(ODD, catalogue=ODD)
    seen = Page(text)

    assert [tag for tag, _ in seen.seen if tag in {"img", "script"}] == []
    assert harm_in(text) == []
    assert any(SCRIPT in words for words in seen.words)
