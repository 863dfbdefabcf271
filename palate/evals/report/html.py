"""A report as one HTML page that needs nothing else: style, script and plots are in it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from palate.evals.report.plots import Dot, interval_plot
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, by_tag, costs, entrants, gains, legend, provenance, summary
from palate.evals.report.talks import to_talk

MOST_TAGS = 30
MOST_DOTS = 16


def to_html(reports: Sequence[Report], *, title: str = "Palate: results") -> str:
    """Return runs as one page."""
    assets = files("palate.evals.report")
    style, script = (assets.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    links = "".join(f'<a href="#run{n}">{escape(each.manifest.suite)}</a>' for n, each in enumerate(reports))
    nav = f"<nav>{links}</nav>" if len(reports) > 1 else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{nav}{''.join(_section(each, f'run{n}') for n, each in enumerate(reports))}"
        f"</main><script>{script}</script></body></html>\n"
    )


def _section(report: Report, anchor: str) -> str:
    manifest, about = report.manifest, report.manifest.about
    header = "".join(
        f"<dt>{name}</dt><dd>{escape(words)}</dd>"
        for name, words in (("Measures", about.measures), ("Cannot tell", about.cannot), ("Ceiling", about.ceiling))
    )
    return (
        f'<section class="suite" id="{anchor}"><h2>{escape(manifest.suite)}</h2>'
        f'<dl class="about">{header}</dl><p class="small">{escape(provenance(report))}</p>'
        f"{_tag_choice(report)}{_views(report)}{_over_others(report)}{_tags(report)}"
        f"<h3>What the turns took</h3>{_table(costs(report))}"
        f"<h3>Metrics and contestants</h3>{_table(legend(report.metrics), name='legend')}"
        f"{_table(entrants(report), name='legend')}{_failures(report)}</section>"
    )


def _shown_tags(report: Report) -> list[str]:
    return list(report.tags)[:MOST_TAGS] if len(report.tags) > 1 else []


def _tag_choice(report: Report) -> str:
    tags = _shown_tags(report)
    if not tags:
        return ""
    options = "".join(
        f'<option value="{escape(tag)}">{escape(tag)} ({report.tags[tag]} cases)</option>' for tag in tags
    )
    return (
        f'<div class="tools"><select class="by-tag" aria-label="Cases"><option value="">all {len(report.cases)} cases'
        f"</option>{options}</select></div>"
    )


def _views(report: Report) -> str:
    """Return plots and table over all cases, and hidden ones for each tag."""
    return "".join(_view(report, tag) for tag in (None, *_shown_tags(report)))


def _view(report: Report, tag: str | None) -> str:
    plots = "".join(
        f"<figure><figcaption>{escape(metric.name)}</figcaption>"
        + interval_plot(
            metric,
            [
                Dot(name, report.interval(name, metric, tag=tag), place == 0)
                for place, name in enumerate(report.contestants)
            ],
        )
        + "</figure>"
        for metric in report.metrics[: 4 if tag is None else 1]
    )
    return (
        f'<div data-view="{escape(tag or "")}"{"" if tag is None else " hidden"}><div class="plots">{plots}</div>'
        f"<h3>Figures, with intervals of 95 %</h3>{_table(summary(report, tag=tag))}</div>"
    )


def _over_others(report: Report) -> str:
    if len(report.contestants) < 2:
        return ""
    return f"<h3>Paired differences, case by case</h3>{_table(gains(report))}"


def _tags(report: Report) -> str:
    if len(report.tags) < 2:
        return ""
    metric, first = report.metrics[0], report.contestants[0]
    dots = [Dot(tag, report.interval(first, metric, tag=tag), True) for tag in list(report.tags)[:MOST_DOTS]]
    caption = f"{escape(metric.name)} of {escape(first)} by tag"
    return (
        f"<h3>By tag</h3><figure><figcaption>{caption}</figcaption>{interval_plot(metric, dots)}</figure>"
        f"{_table(by_tag(report))}"
    )


def _table(rows: Rows, *, name: str = "") -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows.header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows.rows)
    table = f"<table class={name or 'figures'}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cell(cell: str) -> str:
    """Return a cell, its interval on a line of its own."""
    value, bracket, rest = cell.partition(" [")
    interval = f'<span class="range">{escape(bracket.strip() + rest)}</span>' if rest.endswith("]") else ""
    return f"<td>{escape(value)}{interval}</td>" if interval else f"<td>{escape(cell)}</td>"


def _failures(report: Report) -> str:
    failures = [(name, report.failures(name)) for name in report.contestants]
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if place == 0 else ""}>{escape(name)} ({len(failed)})</option>'
        for place, (name, failed) in enumerate(failures)
    )
    talks = "".join(to_talk(result, report.case_of[result.case]) for _, failed in failures for result in failed)
    return (
        '<h3>Failed conversations</h3><div class="tools"><select class="by-contestant" aria-label="Contestant">'
        f'<option value="">everybody</option>{options}</select>'
        '<input class="by-words" type="search" placeholder="words of the conversation" aria-label="Words">'
        f'<span class="shown small"></span></div>{talks or _NONE}'
    )


_NONE = '<div class="none">None failed.</div>'
