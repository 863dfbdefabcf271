"""`palate train`: the ranker of a catalogue, fitted to its log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palate.cli.door import say
from palate.cli.options import AsJson, print_json
from palate.cli.train_report import check_report, made_at, write_report

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.ranking.learned.told import Report

_SHOWN = 12
"""Features whose importance is printed."""


def train_command(
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The catalogue whose ranker is fitted.")],
    use: Annotated[
        int | None, typer.Option("--use", metavar="VERSION", help="Fit nothing; put this version in use, 0 for none.")
    ] = None,
    versions: Annotated[bool, typer.Option("--list", help="Fit nothing; list the versions that are kept.")] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="What chance is drawn from.")] = 7,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="Write how good the version in use then is: a page (.html) or .json."
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Fit a ranker to what people took, and put it in use; running agents follow.

    The log is cut at one moment: what is learnt is which candidates of before it were liked after it, and the latest of
    these likes decide when to stop. A like is the first positive event of a user with an item, such as an order, and
    views before it do not hide it. A large log is sampled, alike for the same seed, and what was sampled is printed.
    Versions before stay, and can be put in use again.
    """
    from palate.catalog.catalog import Catalog

    if report is not None:
        check_report(report)
    with Catalog.open(db) as catalog:
        if versions:
            _list(catalog, json=json)
        elif use is not None:
            _use(catalog, use, json=json)
        else:
            _train(catalog, seed, json=json)
        if report is not None:
            write_report(report, catalog)
            say(f"{report}: what is told of the version in use.", err=True)


def _train(catalog: Catalog, seed: int, *, json: bool) -> None:
    from palate.cli.progress import progress_bar
    from palate.errors import DataError
    from palate.ranking.learned.model import versions
    from palate.ranking.learned.told import read_report
    from palate.ranking.learned.train import TooLittle, retrain

    with progress_bar() as progress:
        version = retrain(catalog, seed=seed, progress=progress)
    if isinstance(version, TooLittle):
        raise DataError(f"No ranker is fitted to `{catalog.path}`: {version.reason}. It is ordered as it was.")
    report = versions(catalog.connect())[0]["report"]
    if json:
        print_json({"db": str(catalog.path), "version": version, **report})
    else:
        _print(version, read_report(version, report))


def _use(catalog: Catalog, version: int, *, json: bool) -> None:
    from palate.cli.output import terminal
    from palate.ranking.learned.model import use

    catalog.change(lambda connection: use(connection, version or None))
    if json:
        print_json({"db": str(catalog.path), "version": version or None})
    else:
        terminal().print(f"Version {version} is in use." if version else "No trained ranker is in use.")


def _list(catalog: Catalog, *, json: bool) -> None:
    from rich.table import Table

    from palate.cli.output import terminal
    from palate.ranking.learned.model import versions

    found = versions(catalog.connect())
    if json:
        print_json(found)
        return
    table = Table("version", "made", "in use", "likes", "ndcg@10 held back", box=None, header_style="dim")
    for each in found:
        table.add_row(str(each["version"]), made_at(each["made"]), "yes" if each["used"] else "", *_told(each))
    terminal().print(table if found else "No ranker has been fitted; `palate train --db FILE` fits one.")


def _told(version: dict[str, Any]) -> tuple[str, str]:
    """Return how many likes a version was fitted to, and how well it places those held back."""
    from palate.errors import StorageError
    from palate.ranking.learned.told import read_report

    try:
        report = read_report(version["version"], version["report"])
    except StorageError:
        return "-", "-"
    return f"{report.likes:,}", f"{report.held_back.orders[0].ndcg.value:.3f}"


def _print(version: int, report: Report) -> None:
    from palate.cli.output import terminal
    from palate.evals.report.ranker_rows import gains
    from palate.evals.report.terminal import print_rows

    console, held_back = terminal(), report.held_back
    console.print(
        f"Version {version} is in use: {report.rounds} trees from {report.sampled}; "
        f"NDCG@10 {held_back.orders[0].ndcg.value:.3f} among the candidates of the latest {held_back.likes:,} likes, "
        "which were held back."
    )
    print_rows(console, gains("feature", report.importance, most=_SHOWN))
