"""What requests about the embedded films are filled with."""

from __future__ import annotations

from bench.requests import Facts
from palate import Catalog


def film_facts(catalog: Catalog) -> Facts:
    """Read from the embedded films what the requests of the bench are filled with; their directors stand for brands."""
    films = catalog.items(catalog.ids(range(catalog.schema.items)))
    synopses = [str(film.get("synopsis") or "") for film in films]
    return Facts(
        genres=tuple(catalog.vocabulary("genres"))[:12],
        brands=tuple(catalog.vocabulary("director"))[:100],
        people=tuple(catalog.vocabulary("cast"))[:200],
        titles=tuple(film.title for film in films if " " in film.title),
        words=tuple(dict.fromkeys(word.strip(".,") for text in synopses for word in text.split()[3:6])),
    )
