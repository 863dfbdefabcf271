"""The catalogue that sessions run over: MovieLens-100K with every seeker's log cut before their target."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.datasets.films import KINDS
from palate.catalog.datasets.movielens import PACKAGE, MovieLens, read_movielens
from palate.catalog.datasets.package import find
from palate.catalog.item import Item
from palate.evals.suites.cached import cached, say
from palate.evals.suites.sessions.people import Rating, Seeking, cut, ratings_of, seekers

FIELDS = {**KINDS, "year": "number", "rating": "number:1..5", "zip_code": "id"}
FEW = 20
"""Liked films below which a person counts as little known."""


@dataclass(frozen=True)
class SessionsData:
    """Who seeks what, and the log without it."""

    films: MovieLens
    people: tuple[Seeking, ...]
    log: tuple[Rating, ...]

    @classmethod
    def found(cls, source: Path | None = None) -> SessionsData:
        """Read MovieLens-100K from `source`, else found or downloaded; choose the targets, and cut the log."""
        films = read_movielens(find(PACKAGE, source, say))
        ratings = ratings_of(films.interactions)
        told = frozenset(row["item_id"] for row in films.items if row["genres"] and row["year"])
        people = seekers(ratings, told)
        return cls(films, tuple(people), tuple(cut(ratings, people)))

    @cached_property
    def fingerprint(self) -> str:
        """Names the films and the cut log: the same for the same data and the same targets."""
        told = json.dumps([self.films.items, [asdict(each) for each in self.log]], sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def items(self) -> dict[str, Item]:
        """Return the films by id."""
        return {row["item_id"]: _item(row) for row in self.films.items}

    def catalog(self) -> Catalog:
        """Open the catalogue, from this user's cache where the same data and code have built it before."""
        return Catalog.open(cached("sessions", self.fingerprint.encode(), self._build))

    def _build(self, path: Path) -> None:
        log = [
            {"user_id": each.user, "item_id": each.item, "rating": each.value, "timestamp": each.time}
            for each in self.log
        ]
        Catalog.build(
            path,
            items=self.films.items,
            interactions=log,
            users=self.films.users,
            name="MovieLens-100K before the targets",
            noun="film",
            fields=FIELDS,
        ).close()


def told(liked: int) -> str:
    """Return the tag for how much is known of a person by their log."""
    return "few-likes" if liked < FEW else "many-likes"


def _item(row: dict[str, Any]) -> Item:
    return Item(row["item_id"], row["title"], {key: row[key] for key in row if key not in ("item_id", "title")})
