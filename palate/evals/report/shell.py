"""A page that needs nothing else: style and script are in it."""

from __future__ import annotations

from importlib.resources import files

from palate.evals.report.parts import escape


def page(title: str, body: str, *, script: str = "") -> str:
    """Return a page.

    Args:
        title: of the window.
        body: HTML.
        script: which of the scripts beside this file it runs.
    """
    assets = files("palate.evals.report")
    run = f"<script>{assets.joinpath(script).read_text('utf-8')}</script>" if script else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{assets.joinpath('page.css').read_text('utf-8')}</style></head>"
        f"<body><main>{body}</main>{run}</body></html>\n"
    )
