"""`palate ingest`: from files to a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from palate.cli.options import AsJson, print_json


def _kept(db: Path) -> Path:
    """Refuse to build what is gone when the command ends.

    Raises:
        BadArgument: `db` is `:memory:`.
    """
    from palate.errors import BadArgument

    if str(db) == ":memory:":
        raise BadArgument("`--db :memory:` would be gone when the command ends; name a file to write the catalogue to.")
    return db


Out = Annotated[Path, typer.Option("--db", metavar="FILE", callback=_kept, help="The catalogue to write.")]


def ingest_command(
    items: Annotated[
        Path, typer.Option("--items", metavar="FILE", help="CSV, JSON, JSON lines, Excel or Parquet of items.")
    ],
    db: Out,
    interactions: Annotated[
        Path | None, typer.Option("--interactions", metavar="FILE", help="Who did what with which item.")
    ] = None,
    users: Annotated[Path | None, typer.Option("--users", metavar="FILE", help="What is known of people.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="COLUMN=KIND",
            help="What a column is: id, title, text, category, tags, number, date, flag, skip; number:1..5 with its "
            "bounds; category:low<high with the order of its values; user, item, value, time, behaviour for a log. May "
            "be repeated.",
        ),
    ] = None,
    behaviour: Annotated[
        list[str] | None,
        typer.Option(
            "--behaviour",
            metavar="NAME=TELLS",
            help="What a behaviour of the log tells of an item: positive, passive or negative. May be repeated.",
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="PARTS", help="Titles put together of columns, such as '{make} {model}'."),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(
            "--alias",
            metavar="WORD=MEANS",
            help="What people call a field or a value: `beds=bedrooms`, `city:München=Munich`. May be repeated.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the catalogue is called.")] = None,
    noun: Annotated[str | None, typer.Option("--noun", help="What one item is called, such as `film`.")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of files that are not UTF-8.")] = None,
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Empty cells that cannot be read, leave rows out without id or title; tell."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Build a catalogue from files of items, interactions and people.

    Kinds of columns are inferred. What cannot be loaded is told, and nothing is written, unless --skip-bad is given. A
    catalogue that is there already is replaced as a whole, at the end.
    """
    from palate.catalog.catalog import Catalog
    from palate.cli.progress import progress_bar
    from palate.cli.schema_card import print_built
    from palate.ranking.learned.index import standing
    from palate.tools.text_meanings import lacking

    with progress_bar() as progress:
        catalog = Catalog.build(
            db,
            items=items,
            interactions=interactions,
            users=users,
            fields=pairs(field or [], "--field", "COLUMN=KIND, such as `price=number`"),
            behaviours=pairs(behaviour or [], "--behaviour", "NAME=TELLS, such as `wishlist=positive`"),
            title=title,
            aliases=pairs(alias or [], "--alias", "WORD=MEANS, such as `beds=bedrooms` or `city:München=Munich`"),
            name=name,
            noun=noun,
            encoding=encoding,
            skip_bad=skip_bad,
            progress=progress,
        )
    with catalog:
        if json:
            print_json(
                {
                    "db": str(db),
                    "skipped": catalog.skipped,
                    "emptied": catalog.emptied,
                    "faults": catalog.faults,
                    "findings": catalog.findings,
                    "ranker": standing(catalog),
                    "texts": lacking(catalog.schema),
                    "schema": catalog.schema,
                }
            )
        else:
            notes = [standing(catalog)] if catalog.schema.log.interactions else []
            if catalog.schema.of_kind("text") and (reason := lacking(catalog.schema)) is not None:
                notes.append(f"Texts are searched by their words alone: {reason}.")
            print_built(catalog, *notes)


def pairs(given: list[str], flag: str, expected: str) -> dict[str, Any]:
    """Read the `NAME=WHAT` of an option that may be repeated.

    Raises:
        BadArgument: one has no `=`.
    """
    from palate.errors import BadArgument

    found: dict[str, Any] = {}
    for option in given:
        name, sign, what = option.rpartition("=")
        if not sign or not name:
            raise BadArgument(f"`{flag} {option}` does not say what it is; expected {expected}.")
        found[name] = what
    return found
