"""A report as one HTML page that needs nothing else: style, script, plots and conversations are in it."""

from __future__ import annotations

from collections.abc import Sequence

from palate.evals.metric import Metric
from palate.evals.report.curves import curve_plot
from palate.evals.report.details import details, shares_within
from palate.evals.report.glance import cards
from palate.evals.report.models import HEADING, NOTE, models
from palate.evals.report.parts import coded, escape, page, table, tag_options
from palate.evals.report.plots import Dot, interval_plot
from palate.evals.report.published import WARNING, published
from palate.evals.report.report import Report
from palate.evals.report.rows import INTERVALS, by_tag, costs, entrants, gains, judging, legend, provenance, summary
from palate.evals.report.talks import Packed, pack

TITLE = "Palate: results"
MOST_TAGS = 30
MOST_DOTS = 16
MOST_PLOTS = 4


def to_html(reports: Sequence[Report]) -> str:
    """Return runs as one page."""
    anchors = [f"run{number}" for number in range(len(reports))]
    links = "".join(
        f'<a href="#{anchor}">{escape(each.manifest.suite)}</a>' for each, anchor in zip(reports, anchors, strict=True)
    )
    nav = f"<nav>{links}</nav>" if len(reports) > 1 else ""
    sections = "".join(_section(each, anchor) for each, anchor in zip(reports, anchors, strict=True))
    body = f'<h1>{TITLE}</h1>{nav}{cards(reports, anchors)}{sections}<p class="small">{escape(INTERVALS)}</p>'
    return page(TITLE, body, script="page.js")


def _section(report: Report, anchor: str) -> str:
    manifest, about = report.manifest, report.manifest.about
    header = "".join(
        f"<dt>{name}</dt><dd>{coded(words)}</dd>"
        for name, words in (("Measures", about.measures), ("Cannot tell", about.cannot), ("Ceiling", about.ceiling))
    )
    return (
        f'<section class="suite" id="{anchor}"><h2>{escape(manifest.suite)}</h2>'
        f'<dl class="about">{header}</dl><p class="small">{escape(provenance(report))}</p>'
        f"{_tag_choice(report)}{_views(report)}{_over_others(report)}{_published(report)}{_behind(report)}{_tags(report)}"
        f"<h3>Failed conversations</h3>{_failures(report)}"
        '<details class="more-tables"><summary>What the turns took, what metrics and contestants are</summary>'
        f"<h3>What the turns took</h3>{table(costs(report))}{_models(report)}"
        f"<h3>Metrics</h3>{table(legend(report.metrics), name='words')}"
        f"<h3>Contestants</h3>{table(entrants(report), name='words')}</details></section>"
    )


def _models(report: Report) -> str:
    """Return what contestants asked of a model; nothing where nobody asked one."""
    rows = models([report])
    return "" if rows is None else f'<h3>{HEADING}</h3>{table(rows)}<p class="small">{escape(NOTE)}</p>'


def _shown_tags(report: Report) -> list[str]:
    return list(report.tags)[:MOST_TAGS]


def _tag_choice(report: Report) -> str:
    tags = _shown_tags(report)
    if not tags:
        return ""
    options = tag_options(report, tags, every=f"all {len(report.cases):,} cases")
    return f'<div class="tools"><select class="by-tag" aria-label="Cases of the figures">{options}</select></div>'


def _views(report: Report) -> str:
    """Return plots and table over all cases, and hidden ones for each tag."""
    return "".join(_view(report, tag) for tag in (None, *_shown_tags(report)))


def _view(report: Report, tag: str | None) -> str:
    metrics = judging(report)[: MOST_PLOTS if tag is None else 1]
    drawn = {metric.name: interval_plot(metric, _dots(report, metric, tag)) for metric in metrics}
    plots = "".join(
        f"<figure><figcaption>{escape(name)}</figcaption>{plot}</figure>" for name, plot in drawn.items() if plot
    )
    return (
        f'<div data-view="{escape(tag or "")}"{"" if tag is None else " hidden"}><div class="plots">{plots}</div>'
        f"<h3>Figures</h3>{table(summary(report, tag=tag), lead=True)}</div>"
    )


def _dots(report: Report, metric: Metric, tag: str | None) -> list[Dot]:
    names = enumerate(report.contestants)
    return [Dot(name, report.interval(name, metric, tag=tag), place == 0) for place, name in names]


def _over_others(report: Report) -> str:
    if len(report.contestants) < 2:
        return ""
    return f"<h3>How far {escape(report.contestants[0])} is ahead, case by case</h3>{table(gains(report))}"


def _published(report: Report) -> str:
    others = published(report)
    if others is None:
        return ""
    return f'<h3>Beside these</h3><p class="warning">{escape(WARNING)}</p>{table(others, name="figures words")}'


def _behind(report: Report) -> str:
    """Return the curves, and the tables behind the means."""
    tables = "".join(table(rows) for rows in details(report))
    if not tables:
        return ""
    plots = "".join(
        f"<figure><figcaption>share of conversations by {escape(metric.name)}</figcaption>"
        f"{curve_plot(metric, {name: shares_within(report, name, metric) for name in report.contestants})}</figure>"
        for metric in report.metrics
        if metric.curve is not None
    )
    return f"<h3>Behind the means</h3>{plots}{tables}"


def _tags(report: Report) -> str:
    if not report.tags:
        return ""
    metric, first = report.metrics[0], report.contestants[0]
    dots = [Dot(tag, report.interval(first, metric, tag=tag), True) for tag in list(report.tags)[:MOST_DOTS]]
    caption = f"{escape(metric.name)} of {escape(first)} by tag"
    return (
        f"<h3>By tag</h3><figure><figcaption>{caption}</figcaption>{interval_plot(metric, dots)}</figure>"
        f'<details class="more-tables"><summary>Everybody by tag</summary>{table(by_tag(report))}</details>'
    )


def _failures(report: Report) -> str:
    packed = pack(report)
    if not sum(packed.counts.values()):
        return '<div class="none">None failed.</div>'
    tags = _shown_tags(report)
    choice = tag_options(report, tags, every="any tag") if tags else ""
    of_tag = f'<select class="of-tag" aria-label="Tag">{choice}</select>' if choice else ""
    return (
        f'<div class="tools"><select class="by-contestant" aria-label="Contestant">{_whose(packed)}</select>{of_tag}'
        '<input class="by-words" type="search" placeholder="words of the conversation" aria-label="Words">'
        f'<span class="shown small"></span></div>{_left_out(packed)}<div class="talks-list"></div>'
        '<button class="more" type="button" hidden></button>'
        f'<script type="text/plain" class="talks">{packed.data}</script>'
    )


def _whose(packed: Packed) -> str:
    """Return the choices of contestants: at first those of the first are shown, where it failed at all."""
    options = '<option value="">everybody</option>'
    for place, (name, count) in enumerate(packed.counts.items()):
        selected = " selected" if count and place == 0 else ""
        options += f'<option value="{escape(name)}"{selected}>{escape(name)} ({count:,})</option>'
    return options


def _left_out(packed: Packed) -> str:
    words = (
        "Of a trace the page has ids of what was shown, the steps and findings; the run's <code>outcomes.jsonl</code> "
        "has everything."
    )
    if packed.left_out:
        words += f" It also has {packed.left_out:,} conversations of the last contestants that are left out here."
    return f'<p class="small">{words}</p>'
