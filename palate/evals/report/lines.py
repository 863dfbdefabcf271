"""Plots of one number over another: lines and dots over two axes, readable at any width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from palate.evals.report.parts import escape

Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """From its first tick to its last."""

    name: str
    ticks: tuple[float, ...]
    shares: bool = False
    """Whether ticks are told in per cent."""
    log: bool = False

    @classmethod
    def around(cls, name: str, values: Sequence[float], *, shares: bool = False) -> Axis:
        """Return an axis of round ticks, about four steps, that holds `values`."""
        low, high = min(values), max(values)
        rough = (high - low or 1.0) / 4
        unit: float = 10 ** math.floor(math.log10(rough))
        step = unit * next(times for times in (1, 2, 5, 10) if times * unit >= rough)
        first, last = math.floor(low / step), math.ceil(high / step)
        return cls(name, tuple(step * at for at in range(first, max(last, first + 1) + 1)), shares)

    @classmethod
    def decades(cls, name: str, values: Sequence[float]) -> Axis:
        """Return a logarithmic axis of shares that holds `values`, which are above 0."""
        first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(name, tuple(10.0**at for at in range(first, max(last, first + 1) + 1)), shares=True, log=True)

    def place(self, value: float) -> float:
        """Return where a value lies, in per cent of the axis."""
        low, high, at = (math.log10(each) if self.log else each for each in (self.ticks[0], self.ticks[-1], value))
        return 100 * (at - low) / (high - low)

    def told(self, value: float) -> str:
        """Return a tick's words."""
        return f"{100 * value:.6g}%" if self.shares else f"{value:.6g}"


@dataclass(frozen=True)
class Line:
    """Points, joined or each by itself."""

    points: Sequence[Point]
    style: Literal[0, 1] = 0
    """0: in the main colour; 1: dashed, what the others are seen against."""
    name: str = ""
    """For the legend."""
    dots: bool = False


def line_plot(label: str, x: Axis, y: Axis, lines: Sequence[Line]) -> str:
    """Return a plot; `label` tells those who cannot see it."""
    names = "".join(f'<span class="line{each.style}">{escape(each.name)}</span>' for each in lines if each.name)
    across = "".join(f'<b class="y" style="top:{100 - y.place(at):.2f}%">{y.told(at)}</b>' for at in y.ticks)
    along = "".join(f'<b class="x" style="left:{x.place(at):.2f}%">{x.told(at)}</b>' for at in x.ticks)
    grid = _path([_level(y, at) for at in y.ticks[1:]], "grid")
    drawn = "".join(_path([_at(x, y, each)], f"line{each.style}") for each in lines if not each.dots)
    dots = "".join(_dots(_at(x, y, each)) for each in lines if each.dots)
    return (
        f'<div class="curve xy" role="img" aria-label="{escape(label)}"><div class="names">{names}</div>'
        f'<div class="name">{escape(y.name)}</div><div class="field">'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none">{grid}{drawn}</svg>{dots}{across}{along}</div>'
        f'<div class="name end">{escape(x.name)}</div></div>'
    )


def _at(x: Axis, y: Axis, line: Line) -> list[Point]:
    return [(x.place(first), 100 - y.place(second)) for first, second in line.points]


def _level(y: Axis, value: float) -> list[Point]:
    return [(0.0, 100 - y.place(value)), (100.0, 100 - y.place(value))]


def _path(lines: Sequence[Sequence[Point]], name: str) -> str:
    return "".join(
        f'<polyline class="{name}" points="{" ".join(f"{left:.2f},{top:.2f}" for left, top in points)}"></polyline>'
        for points in lines
    )


def _dots(points: Sequence[Point]) -> str:
    return "".join(f'<i class="dot" style="left:{left:.2f}%;top:{top:.2f}%"></i>' for left, top in points)
