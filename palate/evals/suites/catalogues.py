"""The catalogues that suites are about, from this user's cache where the same data and code built them before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import resources
from pathlib import Path

from palate.catalog.catalog import Catalog
from palate.catalog.datasets import shop
from palate.catalog.datasets.movielens import PACKAGE, build_movielens
from palate.evals.suites.cached import cached, say
from palate.evals.suites.unprepared.tables import TABLES, built, csv_of, read_tables

_SHOP = Path(str(resources.files("palate"))) / "evals" / "suites" / "plans" / "shop"


def open_catalogue(name: str) -> Catalog:
    """Open the catalogue of that name.

    Raises:
        UnreadableFile: it is made of a package that is not here and could not be downloaded.
        CallerError: it is made of a table, and the library that reads it is not installed.
        KeyError: there is none of that name.
    """
    return CATALOGUES[name]()


def _movielens() -> Catalog:
    data = f"{PACKAGE.name} {PACKAGE.version}".encode()
    return Catalog.open(cached("plans-movielens", data, _build_movielens))


def _build_movielens(path: Path) -> None:
    build_movielens(path, say=say)[0].close()


def _kitchen() -> Catalog:
    data = b"".join(path.read_bytes() for path in sorted(_SHOP.glob("*.csv")))
    return Catalog.open(cached("plans-kitchen", data, _build_kitchen))


def _build_kitchen(path: Path) -> None:
    """Build the kitchen shop: 64 products that were written for this suite, and a log made up by a seeded draw."""
    Catalog.build(
        path,
        items=_SHOP / "kitchen.csv",
        interactions=_SHOP / "kitchen_log.csv",
        name="kitchen",
        noun="product",
        simulated="These purchases were drawn by a seeded generator, not observed.",
    ).close()


def _shop() -> Catalog:
    data = f"{shop.PACKAGE.name} {shop.PACKAGE.version}".encode()
    return Catalog.open(cached("suites-shop", data, lambda path: shop.build_shop(path, say=say).close()))


def _table(name: str) -> Catalog:
    """Open what is built of a table of other people's package without a hint."""
    [table] = [table for table in read_tables(TABLES) if table.name == name]
    made = built(name, csv_of(TABLES, table))
    if isinstance(made, Catalog):
        return made
    raise made


CATALOGUES: Mapping[str, Callable[[], Catalog]] = {
    "films": Catalog.films,
    "movielens": _movielens,
    "kitchen": _kitchen,
    "shop": _shop,
    **{name: partial(_table, name) for name in ("cereals", "countries", "houses")},
}
