"""Plots: where dots and bars lie."""

from __future__ import annotations

import re

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.plots import WIDTH, Dot, interval_plot

SHARE = Metric("right", "right", "")
TURNS = Metric("turns", "turns", "", form="number")


def numbers(svg: str, element: str, name: str) -> list[float]:
    return [float(found) for found in re.findall(rf"<{element}[^>]* {name}=\"([\d.-]+)\"", svg)]


def test_shares_are_drawn_from_nothing_to_all() -> None:
    svg = interval_plot(SHARE, [Dot("a", Interval(0.5, 0.25, 1.0, 8))])

    grid, (bar_low, bar_high) = (
        numbers(svg, 'line class="grid"', "x1"),
        (numbers(svg, 'line class="bar"', name)[0] for name in ("x1", "x2")),
    )
    assert re.findall(r'middle">([^<]+)<', svg) == ["0%", "25%", "50%", "75%", "100%"]
    assert numbers(svg, "circle", "cx") == [grid[2]]
    assert (bar_low, bar_high) == (grid[1], grid[4])
    assert grid[4] < WIDTH


def test_other_figures_end_at_a_round_number() -> None:
    svg = interval_plot(TURNS, [Dot("a", Interval(2.8, 2.5, 3.1, 8)), Dot("b", Interval(5.0, 4.9, 5.1, 8), True)])

    assert re.findall(r'middle">([^<]+)<', svg) == ["0", "1.5", "3", "4.5", "6"]
    assert re.findall(r'<g class="(\w+)">', svg) == ["other", "first"]


def test_who_has_no_figure_has_no_row_and_names_are_escaped() -> None:
    nan = float("nan")

    assert interval_plot(SHARE, [Dot("a", Interval(nan, nan, nan, 0))]) == ""
    assert "&lt;a&gt;" in interval_plot(SHARE, [Dot("<a>", Interval(0.5, 0.5, 0.5, 1))])
