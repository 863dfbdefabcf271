"""A page that needs nothing else, and the pieces of HTML that several parts of it are made of."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from importlib.resources import files

from palate.catalog.printable import printable
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows

_CODE = re.compile("`([^`]+)`")


def page(title: str, body: str, *, script: str = "") -> str:
    """Return a page; its style, and the `script` that it runs, are files beside this one."""
    assets = files("palate.evals.report")
    run = f"<script>{assets.joinpath(script).read_text('utf-8')}</script>" if script else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{assets.joinpath('page.css').read_text('utf-8')}</style></head>"
        f"<body><main>{body}</main>{run}</body></html>\n"
    )


def escape(text: str) -> str:
    """Return a text as one of the page: no markup, and nothing that nobody sees."""
    return html.escape(printable(text))


def coded(text: str) -> str:
    """Return a text as one of the page, what stands between backticks as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def table(rows: Rows, *, name: str = "figures", lead: bool = False) -> str:
    """Return a table that scrolls where it is wider than the page; `lead` sets off its first row."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows.header)
    body = "".join(
        f"<tr{' class=lead' if lead and place == 0 else ''}>{''.join(map(_cell, row))}</tr>"
        for place, row in enumerate(rows.rows)
    )
    return f'<div class="wide"><table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def tag_options(report: Report, tags: Sequence[str], *, every: str) -> str:
    """Return the choices of a list of tags, the first of which is all of them."""
    options = "".join(
        f'<option value="{escape(tag)}">{escape(tag)} ({report.tags[tag]:,} cases)</option>' for tag in tags
    )
    return f'<option value="">{escape(every)}</option>{options}'


def _cell(cell: str) -> str:
    """Return a cell, its interval on a line of its own."""
    value, bracket, rest = cell.partition(" [")
    interval = f'<span class="range">{escape(bracket.strip() + rest)}</span>' if rest.endswith("]") else ""
    return f"<td>{escape(value)}{interval}</td>" if interval else f"<td>{escape(cell)}</td>"
