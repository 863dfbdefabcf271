"""The embedded films, with a log simulated by a model of tastes."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palate.catalog.datasets.cache import cache_folder
from palate.catalog.datasets.simulate import simulate
from palate.catalog.indexes import Progress

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

_MONTH = 30 * 86_400
FILES = ("films_a.jsonl", "films_b.jsonl")
SIMULATED = (
    "These interactions are simulated by a seeded model of tastes (palate.catalog.datasets.simulate), not observed."
)


def films() -> list[dict[str, Any]]:
    """Return the embedded films, oldest first."""
    rows = [json.loads(line) for text in _texts() for line in text.splitlines() if line.strip()]
    return sorted(rows, key=lambda row: (row["year"], row["title"]))


def build_films(path: str | os.PathLike[str], progress: Progress | None = None) -> Catalog:
    """Build the catalogue of the embedded films at `path`, and open it."""
    from palate.catalog.catalog import Catalog

    rows = films()
    return Catalog.build(
        path,
        items=rows,
        interactions=simulate(rows),
        name="films",
        noun="film",
        simulated=SIMULATED,
        fields=KINDS,
        progress=progress,
    )


KINDS = {
    "genres": "tags",
    "director": "tags",
    "cast": "tags",
    "country": "category",
    "language": "category",
    "age_rating": "category",
    "moods": "tags",
    "synopsis": "text",
}
"""Said rather than inferred, so that no edit of the data changes what a field is."""


def cached_films() -> Path:
    """Return the catalogue in this user's cache; the first process to ask builds it, and others wait for that."""
    from filelock import FileLock

    folder = _folder()
    path = folder / f"films-{_fingerprint()}.db"
    if not path.exists():
        with FileLock(folder / "films.lock"):
            if not path.exists():
                build_films(path).close()
                _sweep(folder, path)
    return path


def _folder() -> Path:
    """Return the cache folder, or one in the system's temporary folder where this user has no cache."""
    with suppress(OSError):
        folder = cache_folder()
        if os.access(folder, os.W_OK):
            return folder
    user = os.getuid() if sys.platform != "win32" else 0
    folder = Path(tempfile.gettempdir()) / f"palate-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32" and folder.stat().st_uid != user:  # somebody else made it, so what it holds is theirs
        return Path(tempfile.mkdtemp(prefix="palate-"))
    return folder


def _sweep(folder: Path, kept: Path) -> None:
    """Remove the catalogues of versions that nobody has opened for a month."""
    for path in folder.glob("films-*.db"):
        with suppress(OSError):
            if path != kept and time.time() - max(path.stat().st_atime, path.stat().st_mtime) > _MONTH:
                path.unlink()


def _texts() -> list[str]:
    data = resources.files("palate.catalog") / "data"
    return [(data / name).read_text(encoding="utf-8") for name in FILES]


@cache
def _fingerprint() -> str:
    """Hash the data and the code that a catalogue is made by, so that a change of either makes a new one."""
    digest = hashlib.sha256("".join(_texts()).encode())
    package = Path(str(resources.files("palate")))
    sources = (source for folder in ("catalog", "ranking") for source in sorted((package / folder).rglob("*.py")))
    for source in (*sources, package / "tools" / "text_meanings.py"):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
