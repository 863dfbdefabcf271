"""The people of the suite, and the catalogue with what models may see of the log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.datasets.movielens import PACKAGE, read_movielens
from palate.catalog.datasets.package import find
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.evals.suites.cached import cached, say
from palate.evals.suites.ranking.people import Person, Protocol, ordered, split
from palate.evals.suites.sessions.data import FIELDS
from palate.ranking.learned.model import versions
from palate.ranking.learned.train import retrain


@dataclass(frozen=True)
class Data:
    """The people, and the catalogue with what models may see."""

    people: tuple[Person, ...]
    catalog: Catalog
    fingerprint: str


def read_data(name: str, protocol: Protocol, *, db: Path | None, source: Path | None) -> Data:
    """Cut a log, and build the catalogue of what is left of it where it is not in the cache.

    Args:
        name: of the suite.
        protocol: how the log is cut.
        db: the catalogue whose log it is; MovieLens-100K where None.
        source: where MovieLens-100K is; found or downloaded where None.
    """
    made: dict[str, Any]
    if db is None:
        films = read_movielens(find(PACKAGE, source, say))
        log, card = _interactions(films.interactions), Log(consuming=("rating",), liked_from=4.0)
        made = {
            "items": films.items,
            "users": films.users,
            "name": "MovieLens-100K",
            "noun": "film",
            "fields": FIELDS,
        }
    else:
        with Catalog.open(db) as whole:
            items = [{"id": each.id, "title": each.title, **each.fields} for each in whole.items(whole.columns.ids())]
            log, card = _log_of(whole), whole.schema.log
            made = {"items": items, "name": whole.schema.name, "noun": whole.schema.noun}
    kept, people = split(ordered(log), card, protocol)
    told = hashlib.sha256(repr([made["items"], kept]).encode()).hexdigest()[:12]

    def build(path: Path) -> None:
        say(f"training a ranker for `{name}`")
        with Catalog.build(path, interactions=_rows(kept), **made) as catalog:
            if not versions(catalog.connect()):
                retrain(catalog)

    return Data(tuple(people), Catalog.open(cached(name, told.encode(), build)), told)


def _interactions(rows: Sequence[dict[str, Any]]) -> list[Interaction]:
    return [
        Interaction(row["user_id"], row["item_id"], "rating", float(row["rating"]), float(row["timestamp"]))
        for row in rows
    ]


def _rows(log: Sequence[Interaction]) -> list[dict[str, Any]]:
    return [
        {
            "user_id": each.user,
            "item_id": each.item,
            "behaviour": each.behaviour,
            "rating": each.value,
            "timestamp": each.time,
        }
        for each in log
    ]


def _log_of(catalog: Catalog) -> list[Interaction]:
    query = """SELECT user, items.id, behaviour, value, time FROM interactions JOIN items ON items.rowid = item
        ORDER BY interactions.rowid"""
    return [Interaction(*row) for row in catalog.connect().execute(query)]
