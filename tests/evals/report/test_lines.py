"""Plots over two axes: where ticks, lines and dots lie."""

from __future__ import annotations

import pytest

from palate.evals.report.lines import Axis, Line, line_plot


def test_an_axis_has_round_ticks_around_its_values() -> None:
    assert Axis.around("", [0, 69]).ticks == (0, 20, 40, 60, 80)
    assert Axis.around("", [0.26, 0.29]).ticks == pytest.approx((0.26, 0.27, 0.28, 0.29))
    assert Axis.around("", [3.0, 3.0]).ticks == pytest.approx((3.0, 3.5))


def test_an_axis_of_decades_holds_its_values() -> None:
    axis = Axis.decades("", [0.02, 0.5])

    assert axis.ticks == (0.01, 0.1, 1.0)
    assert [axis.told(each) for each in axis.ticks] == ["1%", "10%", "100%"]
    assert axis.place(0.1) == pytest.approx(50)


def test_points_lie_where_the_axes_say() -> None:
    x, y = Axis("<x>", (0, 10)), Axis("y", (0.0, 0.5), shares=True)

    drawn = line_plot("<all>", x, y, [Line([(0, 0), (10, 0.5)], name="<a>"), Line([(5, 0.25)], dots=True)])

    assert '<polyline class="line0" points="0.00,100.00 100.00,0.00">' in drawn
    assert '<i class="dot" style="left:50.00%;top:50.00%">' in drawn
    assert '<b class="y" style="top:0.00%">50%</b>' in drawn
    assert '<b class="x" style="left:100.00%">10</b>' in drawn
    assert {"&lt;x&gt;", "&lt;a&gt;", "&lt;all&gt;"} <= set(drawn.replace('"', ">").replace("</", ">").split(">"))
    assert "<x>" not in drawn
