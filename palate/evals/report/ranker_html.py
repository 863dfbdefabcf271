"""The report of a trained ranker as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.lines import Axis, Line, line_plot
from palate.evals.report.parts import coded, escape, page, table
from palate.evals.report.plots import Dot, interval_plot
from palate.evals.report.ranker_rows import HIT, NDCG, SHARE, bins, gains, of_span, orders, slices, stages
from palate.evals.report.rows import Rows, legend, told
from palate.evals.wilson import wilson
from palate.ranking.learned.placing import RESAMPLES
from palate.ranking.learned.told import Bin, Report

MOST_FEATURES = 20
"""Features that are drawn; the table has all."""
_INTERVALS = (
    f"Intervals are of 95 %: those of a bootstrap of {RESAMPLES:,} draws of people, each with all of their likes; of "
    "shares in a bin they are Wilson's. Differences are in percentage points. Equal scores may be in any order."
)
_NOT_NEW = (
    "These likes were held back from fitting, but they decided how many trees are kept and how scores become chances: "
    "on new likes a little less is to be expected, which `palate eval run ranking` measures."
)


def ranker_page(report: Report, *, version: int, made: str, catalogue: str) -> str:
    """Return the page of one version of a catalogue's ranker."""
    title = f"Ranker of {catalogue}, version {version}"
    body = (
        f'<h1>{escape(title)}</h1><p class="small">Fitted by <code>palate train</code> on {escape(made)}</p>'
        f'<div class="cards">{_card(report, NDCG)}{_card(report, HIT)}{_chances_card(report)}</div>'
        f"{_section('What it was fitted to', _fitted_to(report))}"
        f"{_section('On the latest likes', _orders(report))}"
        f"{_section('What it looks at', _looks_at(report))}"
        f"{_section('For whom, and of which items', _slices(report))}"
        f"{_section('Whether its chances hold', _calibration(report))}"
        f'<p class="small">{escape(_INTERVALS)}</p>'
    )
    return page(title, body)


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"


def _figure(caption: str, plot: str) -> str:
    return f"<figure><figcaption>{escape(caption)}</figcaption>{plot}</figure>" if plot else ""


def _folded(summary: str, rows: Rows) -> str:
    return f'<details class="more-tables"><summary>{escape(summary)}</summary>{table(rows)}</details>'


def _dots(report: Report, metric: Metric) -> list[Dot]:
    held = report.held_back
    found = [(each.name, each.ndcg if metric is NDCG else each.hit) for each in held.orders]
    return [Dot(name, of_span(span, held.likes), place == 0) for place, (name, span) in enumerate(found)]


def _card(report: Report, metric: Metric) -> str:
    dots = [dot for dot in _dots(report, metric) if dot.first or dot.name == report.held_back.best]
    ahead = (
        f"{told(metric, dots[0].found)}, where the best single generator, {dots[1].name}, has "
        f"{metric.shown(dots[1].found.value)}"
    )
    return _shown_card(metric.name, metric.shown(dots[0].found.value), ahead, interval_plot(metric, dots))


def _chances_card(report: Report) -> str:
    calibration = report.held_back.calibration
    base = sum(each.taken for each in calibration.bins) / sum(each.candidates for each in calibration.bins)
    about = f"how far its chances are from what was taken, in the mean; of all candidates {base:.2%} were"
    return _shown_card("calibration error", f"{calibration.error:.3%}", about, "")


def _shown_card(name: str, figure: str, about: str, plot: str) -> str:
    return (
        f'<div class="card"><span class="suite-name">{escape(name)}</span><div class="figure">{escape(figure)}</div>'
        f'<p class="ahead">{escape(about)}</p>{plot}</div>'
    )


def _fitted_to(report: Report) -> str:
    held = report.held_back
    told_of = {
        "Log": f"{report.interactions:,} interactions of {report.people:,} people",
        "Cut at": f"{report.moment.replace('T', ' ')} UTC: what is known of items comes from before",
        "Likes": f"{report.likes:,} after the cut; the items of {report.reached:,} of them were put forward by some "
        f"generator ({report.reached / report.likes:.1%}), and of the others nothing is learnt or measured",
        "Held back": f"the latest {held.likes:,} of these, of {held.people:,} people, with {held.candidates:,.0f} "
        "candidates each in the mean",
        "Trees": f"{report.rounds:,}, seed {report.seed}",
    }
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in told_of.items())
    return f'<dl class="about">{rows}</dl>{_folded("What training took", stages(report))}'


def _orders(report: Report) -> str:
    plots = "".join(_figure(metric.name, interval_plot(metric, _dots(report, metric))) for metric in (NDCG, HIT))
    return (
        f'<p class="small">{coded(_NOT_NEW)}</p><div class="plots">{plots}</div>{table(orders(report), lead=True)}'
        f"<h3>While it was fitted</h3>{_curve(report)}"
        f"<h3>Metrics</h3>{table(legend((NDCG, HIT)), name='words')}"
    )


def _curve(report: Report) -> str:
    points = [(float(place), value) for place, value in enumerate(report.curve, start=1)]
    x = Axis.around("trees", [0, len(points)])
    y = Axis.around(f"{NDCG.name} on the likes held back", report.curve, shares=True)
    kept = [(float(report.rounds), y.ticks[0]), (float(report.rounds), y.ticks[-1])]
    best = NDCG.shown(report.curve[report.rounds - 1])
    label = f"{y.name} by trees: {NDCG.shown(report.curve[0])} after the first, {best} after {report.rounds}"
    lines = [Line(points, name="as trees are added"), Line(kept, 1, f"{report.rounds} trees are kept")]
    return line_plot(label, x, y, lines)


def _shares(name: str, shares: Mapping[str, float]) -> str:
    dots = [Dot(each, Interval(share, share, share, 1), stem=True) for each, share in shares.items()]
    return _figure(name, interval_plot(SHARE, dots))


def _looks_at(report: Report) -> str:
    features = dict(list(report.importance.items())[:MOST_FEATURES])
    plots = _shares("share of what the trees gain, by feature", features) + _shares("by family", report.families)
    return f'<div class="plots">{plots}</div>{_folded("All features", gains("feature", report.importance))}'


def _slices(report: Report) -> str:
    found = report.held_back.slices
    plots = ""
    for by in dict.fromkeys(each.by for each in found):
        dots = [Dot(each.name, of_span(each.ndcg, each.likes), True) for each in found if each.by == by and each.ndcg]
        plots += _figure(f"{NDCG.name} by {by}", interval_plot(NDCG, dots))
    return f'<div class="plots">{plots}</div>{table(slices(report))}'


def _calibration(report: Report) -> str:
    known = [each for each in report.held_back.calibration.bins if each.taken]
    spans = [wilson(each.taken, each.candidates) for each in known]
    values = [*map(_chance, known), *(end for span in spans for end in (span.low, span.high))]
    x, y = Axis.decades("chance given", values), Axis.decades("share taken", values)
    bars = [
        Line([(_chance(each), span.low), (_chance(each), span.high)]) for each, span in zip(known, spans, strict=True)
    ]
    dots = Line([(_chance(each), span.value) for each, span in zip(known, spans, strict=True)], dots=True)
    level = Line([(x.ticks[0], x.ticks[0]), (x.ticks[-1], x.ticks[-1])], 1, "where both are equal")
    label = f"Of candidates whose chance to be taken is x, the share y was; calibration error {_error(report)}"
    plot = line_plot(label, x, y, [level, *bars, dots])
    told_of = (
        "Each bin expects about as many likes. Both axes are logarithmic; a bin of which nothing was taken has no dot."
    )
    return f'<div class="plots"><div>{plot}<p class="small">{told_of}</p></div>{table(bins(report))}</div>'


def _chance(each: Bin) -> float:
    return each.expected / each.candidates


def _error(report: Report) -> str:
    return f"{report.held_back.calibration.error:.3%}"
