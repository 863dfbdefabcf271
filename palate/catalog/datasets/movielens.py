"""MovieLens-100K: real ratings of 1,682 films by 943 people, with facts of the embedded films where they are the same.

Harper and Konstan, "The MovieLens Datasets: History and Context" (2015). Its licence forbids handing it on, so it is
read from where the person has it, or downloaded for them, and never comes with Palate.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palate.catalog.datasets.films import KINDS, films
from palate.catalog.datasets.package import Files, Package, Say, find
from palate.catalog.indexes import Progress
from palate.catalog.titles import straight_brackets, title_keys, without_brackets, year_in

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

PACKAGE = Package(
    name="recbole",
    version="1.2.1",
    forms=(("ml-100k.item", "ml-100k.inter", "ml-100k.user"), ("u.item", "u.data", "u.user")),
    title="MovieLens-100K",
)
_GENRES = """
unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery
Romance Sci-Fi Thriller War Western
"""
GENRES = tuple(_GENRES.split())
"""In the order of the flags in `u.item`."""
_FACTS = ("runtime", "director", "cast", "country", "language", "age_rating", "moods", "synopsis")


@dataclass(frozen=True)
class MovieLens:
    """The data set as rows."""

    items: list[dict[str, Any]]
    interactions: list[dict[str, Any]]
    users: list[dict[str, Any]]
    enriched: int
    """How many films have facts of the embedded ones."""


def build_movielens(
    path: str | os.PathLike[str], *, source: Path | None = None, say: Say, progress: Progress | None = None
) -> tuple[Catalog, int]:
    """Build the catalogue at `path`.

    Args:
        path: of the SQLite file to write.
        source: the official archive or its folder, or a wheel of recbole; found or downloaded where not given.
        say: told, before a download, what is downloaded.
        progress: as for `Catalog.build`.

    Returns:
        The catalogue, and how many of its films were enriched.
    """
    from palate.catalog.catalog import Catalog

    data = read_movielens(find(PACKAGE, source, say))
    catalog = Catalog.build(
        path,
        items=data.items,
        interactions=data.interactions,
        users=data.users,
        name="MovieLens-100K",
        noun="film",
        fields={**KINDS, "year": "number", "rating": "number:1..5", "zip_code": "id"},
        progress=progress,
    )
    return catalog, data.enriched


def read_movielens(files: Files) -> MovieLens:
    """Read the data set in either of its forms."""
    items = _official_items(files) if "u.item" in files.contents else _recbole_items(files)
    enriched = enrich(items, films())
    if "u.item" in files.contents:
        users = _rows(files.text("u.user", "latin-1"), "|", ("user_id", "age", "gender", "occupation", "zip_code"))
        log = _rows(files.text("u.data", "latin-1"), "\t", ("user_id", "item_id", "rating", "timestamp"))
    else:
        users = _typed(files.text("ml-100k.user"))
        log = _typed(files.text("ml-100k.inter"))
    return MovieLens(items, log, users, enriched)


def enrich(items: Iterable[dict[str, Any]], known: Iterable[Mapping[str, Any]]) -> int:
    """Add facts of known films to the items that are the same film by title and year; return to how many.

    Every item gets the columns, empty where nothing is known.
    """
    by_key = {(key, film["year"]): film for film in known for key in title_keys(film["title"])}
    enriched = 0
    for item in items:
        keys = ((key, item["year"]) for key in title_keys(item["title"]))
        film = next((by_key[key] for key in keys if key in by_key), None)
        item.update({name: film.get(name) if film else None for name in _FACTS})
        enriched += film is not None
    return enriched


def _rows(text: str, delimiter: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return [dict(zip(names, row, strict=False)) for row in rows if row]


def _typed(text: str) -> list[dict[str, Any]]:
    header, _, rest = text.partition("\n")
    return _rows(rest, "\t", tuple(name.split(":")[0].strip() for name in header.split("\t")))


def _recbole_items(files: Files) -> list[dict[str, Any]]:
    return [
        {
            "item_id": row["item_id"],
            "title": straight_brackets(row["movie_title"]),
            "year": int(row["release_year"]) if row["release_year"].isdigit() else None,
            "genres": [genre for genre in row["class"].split() if genre != "unknown"],
        }
        for row in _typed(files.text("ml-100k.item"))
    ]


def _official_items(files: Files) -> list[dict[str, Any]]:
    names = ("item_id", "title", "released", "video", "url", *GENRES)
    return [
        {
            "item_id": row["item_id"],
            "title": straight_brackets(without_brackets(row["title"]) if year else row["title"]),
            "year": year,
            "genres": [genre for genre in GENRES[1:] if row.get(genre) == "1"],
        }
        for row in _rows(files.text("u.item", "latin-1"), "|", names)
        for year in [year_in(row["title"])]
    ]
