"""A small MovieLens: films of two genres, and people who like those of one, told in the files' own form."""

from __future__ import annotations

from pathlib import Path

import pytest

FILMS = 40
PEOPLE = 30
RATINGS = 12


@pytest.fixture
def movielens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the files; what is built of them goes into a cache beside it."""
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "ml"
    folder.mkdir()
    items = [
        f"{film}\tStory{film} Tale\t{1960 + film}\t{'Comedy' if film % 2 else 'Horror Sci-Fi'}"
        for film in range(1, FILMS + 1)
    ]
    log = [
        f"{person}\t{film}\t5\t{1000 * number + person}"
        for person in range(1, PEOPLE + 1)
        for number, film in enumerate(rated(person))
    ]
    users = [f"{person}\t30\tF\twriter\t00000" for person in range(1, PEOPLE + 1)]
    header = "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq"
    (folder / "ml-100k.item").write_text("\n".join([header, *items]), "utf-8")
    header = "user_id:token\titem_id:token\trating:float\ttimestamp:float"
    (folder / "ml-100k.inter").write_text("\n".join([header, *log]), "utf-8")
    header = "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token"
    (folder / "ml-100k.user").write_text("\n".join([header, *users]), "utf-8")
    return folder


def rated(person: int) -> list[int]:
    """Return the films that a person rates, oldest first: every second one, from where they begin."""
    return [(person + 2 * number) % FILMS + 1 for number in range(RATINGS)]
