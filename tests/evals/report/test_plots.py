"""Plots: where dots and bars lie."""

from __future__ import annotations

import re

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.plots import Dot, interval_plot

SHARE = Metric("right", "right", "")
TURNS = Metric("turns", "turns", "", form="number")


def ticks(plot: str) -> list[tuple[str, str]]:
    return re.findall(r'<b style="left:([\d.]+)%">([^<]+)<', plot)


def test_shares_are_drawn_from_nothing_to_all() -> None:
    plot = interval_plot(SHARE, [Dot("a", Interval(0.5, 0.25, 1.0, 8))])

    assert ticks(plot) == [("0", "0%"), ("25", "25%"), ("50", "50%"), ("75", "75%"), ("100", "100%")]
    assert 'class="bar" style="left:25.00%;width:75.00%"' in plot
    assert 'class="dot" style="left:50.00%"' in plot


def test_small_shares_have_an_axis_that_tells_them_apart() -> None:
    plot = interval_plot(SHARE, [Dot("a", Interval(0.05, 0.02, 0.09, 8))])

    assert [label for _, label in ticks(plot)] == ["0%", "2.5%", "5%", "7.5%", "10%"]
    assert 'class="dot" style="left:50.00%"' in plot


def test_other_figures_end_at_a_round_number() -> None:
    plot = interval_plot(TURNS, [Dot("a", Interval(2.8, 2.5, 3.1, 8)), Dot("b", Interval(5.0, 4.9, 5.1, 8), True)])

    assert [label for _, label in ticks(plot)] == ["0", "1.5", "3", "4.5", "6"]
    assert re.findall(r'<div class="(first|other)"', plot) == ["other", "first"]


def test_it_is_told_to_those_who_cannot_see_it() -> None:
    plot = interval_plot(SHARE, [Dot("a", Interval(0.5, 0.25, 1.0, 8))])

    assert 'role="img" aria-label="right: a 50.0% [25.0, 100.0]"' in plot


def test_who_has_no_figure_has_no_row_and_names_are_escaped() -> None:
    nan = float("nan")

    assert interval_plot(SHARE, [Dot("a", Interval(nan, nan, nan, 0))]) == ""
    assert "&lt;a&gt;" in interval_plot(SHARE, [Dot("<a>", Interval(0.5, 0.5, 0.5, 1))])
