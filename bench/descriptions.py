"""How well films are found by a description, with the meanings of texts and by their words alone.

`bench/descriptions.txt` has 200 descriptions by somebody who knew the films and had their titles, and no text of the
catalogue, at hand.
"""

from __future__ import annotations

import math
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from palate.catalog.catalog import Catalog
from palate.evals.bootstrap import Interval, interval, paired
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.search import NEAR, search
from palate.tools.text_meanings import likeness

_FILE = Path(__file__).with_name("descriptions.txt")
_FIRST = 10
_WAYS = ("words alone", "words and meanings")


def described() -> list[tuple[str, str]]:
    """Return the descriptions, each behind the id of its film."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [(each.partition(" | ")[0], each.partition(" | ")[2]) for each in lines]


def places(catalog: Catalog) -> list[int | None]:
    """Return at which place each film is found by its description, from 0; None where it is not among the first."""
    context = ToolContext(catalog, candidates=Candidates.everything(catalog.schema.items))
    found = []
    for film, said in described():
        left = search.run(context, {"query": said}).candidates
        first = list(left)[:_FIRST] if left is not None else []
        found.append(first.index(film) if film in first else None)
    return found


def main() -> None:
    """Print a table, with intervals of 95 %."""
    with TemporaryDirectory() as folder, Catalog.films() as catalog, _wordly(catalog, Path(folder)) as other:
        by_words, by_both = places(other), places(catalog)
        nearest = [likeness(catalog, said) for _, said in described()]
    table = Table(f"{len(by_words)} descriptions", f"recall@{_FIRST}", f"NDCG@{_FIRST}")
    for way, found in zip(_WAYS, (by_words, by_both), strict=True):
        table.add_row(way, *(_shown(interval(each)) for each in (_recalled(found), _gains(found))))
    ahead = (paired(_recalled(by_both), _recalled(by_words)), paired(_gains(by_both), _gains(by_words)))
    table.add_row("ahead by", *map(_shown, ahead))
    console = Console()
    console.print(table)
    near = np.mean([each is not None and each.near.max() >= NEAR for each in nearest])
    console.print(f"the nearest text means nearly what is sought, at {NEAR} and more, for {100 * near:.1f} %")


def _wordly(catalog: Catalog, folder: Path) -> Catalog:
    """Return a copy of a catalogue in which nothing is known of what texts mean."""
    copy = folder / "films.db"
    shutil.copyfile(catalog.path, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("DELETE FROM text_meanings")
    return Catalog.open(copy)


def _recalled(found: list[int | None]) -> list[float]:
    return [float(each is not None) for each in found]


def _gains(found: list[int | None]) -> list[float]:
    return [0.0 if each is None else 1 / math.log2(each + 2) for each in found]


def _shown(each: Interval) -> str:
    return f"{100 * each.value:.1f} [{100 * each.low:.1f}, {100 * each.high:.1f}]"


if __name__ == "__main__":
    main()
