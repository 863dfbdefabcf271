"""A small MovieLens: films of two genres, and people who like those of one, told in the files' own form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

FILMS = 40
PEOPLE = 30
RATINGS = 12
MANY = 160


@pytest.fixture
def movielens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the files; what is built of them goes into a cache beside it."""
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    return written(tmp_path / "ml", films=FILMS, people=PEOPLE, year=lambda film: 1960 + film, log=rated)


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with films of one decade, too many to be shown one after the other: their order tells."""
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    return written(
        tmp_path / "ml", films=MANY, people=MANY, year=lambda film: 1990 + film % 10, log=lambda p: rated(p, MANY)
    )


def written(
    folder: Path, *, films: int, people: int, year: Callable[[int], int], log: Callable[[int], Sequence[int]]
) -> Path:
    """Write the files of `films` and `people`, and return their folder."""
    folder.mkdir()
    items = [
        f"{film}\tStory{film} Tale\t{year(film)}\t{'Comedy' if film % 2 else 'Horror Sci-Fi'}"
        for film in range(1, films + 1)
    ]
    ratings = [
        f"{person}\t{film}\t5\t{1000 * number + person}"
        for person in range(1, people + 1)
        for number, film in enumerate(log(person))
    ]
    users = [f"{person}\t30\tF\twriter\t00000" for person in range(1, people + 1)]
    header = "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq"
    _write(folder / "ml-100k.item", header, items)
    _write(folder / "ml-100k.inter", "user_id:token\titem_id:token\trating:float\ttimestamp:float", ratings)
    header = "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token"
    _write(folder / "ml-100k.user", header, users)
    return folder


def rated(person: int, films: int = FILMS) -> list[int]:
    """Return the films that a person rates, oldest first: every second one, from where they begin."""
    return [(person + 2 * number) % films + 1 for number in range(RATINGS)]


def _write(path: Path, header: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join([header, *lines]), "utf-8")
