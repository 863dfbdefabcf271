"""A small MovieLens: films of two genres, and people who like those of one, told in the files' own form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

FILMS = 40
PEOPLE = 30
RATINGS = 12
MANY = 160


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of both, each with a cache beside it of what is built of them."""
    folders = {name: tmp_path_factory.mktemp(name) / "ml" for name in ("movielens", "crowded")}
    written(folders["movielens"], films=FILMS, people=PEOPLE, year=lambda film: 1960 + film, log=rated)
    written(
        folders["crowded"], films=MANY, people=MANY, year=lambda film: 1990 + film % 10, log=lambda p: rated(p, MANY)
    )
    return folders


@pytest.fixture
def movielens(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the files."""
    monkeypatch.setenv("PALATE_CACHE", str(files["movielens"].parent / "cache"))
    return files["movielens"]


@pytest.fixture
def crowded(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with films of one decade, too many to be shown one after the other: their order tells."""
    monkeypatch.setenv("PALATE_CACHE", str(files["crowded"].parent / "cache"))
    return files["crowded"]


def written(
    folder: Path, *, films: int, people: int, year: Callable[[int], int], log: Callable[[int], Sequence[int]]
) -> None:
    """Write the files of `films` and `people`."""
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


def rated(person: int, films: int = FILMS) -> list[int]:
    """Return the films that a person rates, oldest first: every second one, from where they begin."""
    return [(person + 2 * number) % films + 1 for number in range(RATINGS)]


def _write(path: Path, header: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join([header, *lines]), "utf-8")
