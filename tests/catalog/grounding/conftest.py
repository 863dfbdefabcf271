"""A small cinema and a small shop, with the names that make grounding hard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from palate.catalog.schema import Kind
from tests.catalog.handmade import Handmade, handmade


def _film(title: str, year: int, genres: str, director: str, cast: str, **more: Any) -> dict[str, Any]:
    people = [name.strip() for name in cast.split(",")]
    row = {"title": title, "year": year, "genres": genres.split(), "director": director, "cast": people, "runtime": 100}
    return row | {"country": "United States", "language": "English", "moods": []} | more


CINEMA = [
    _film(
        "Seven Samurai", 1954, "Drama Action", "Akira Kurosawa", "Toshiro Mifune", country="Japan", language="Japanese"
    ),
    _film("Gandhi", 1982, "Drama History", "Richard Attenborough", "Ben Kingsley", country="United Kingdom"),
    _film("Jaws", 1975, "Horror Thriller", "Steven Spielberg", "Roy Scheider"),
    _film("Dune", 1984, "Sci-Fi", "David Lynch", "Kyle MacLachlan"),
    _film("Dune", 2021, "Sci-Fi", "Denis Villeneuve", "Timothée Chalamet"),
    _film("The Godfather", 1972, "Crime", "Francis Ford Coppola", "Al Pacino"),
    _film("Lost in Translation", 2003, "Comedy Romance", "Sofia Coppola", "Bill Murray", moods=["dreamy", "sad"]),
    _film(
        "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
        1964,
        "Comedy War",
        "Stanley Kubrick",
        "Peter Sellers",
        country="United Kingdom",
    ),
    _film("The Lord of the Rings: The Two Towers", 2002, "Fantasy", "Peter Jackson", "Elijah Wood"),
    _film("School of Rock", 2003, "Comedy Musical", "Richard Linklater", "Jack Black"),
    _film("Amélie", 2001, "Comedy Romance", "Jean-Pierre Jeunet", "Audrey Tautou", country="France", language="French"),
    _film(
        "Pan's Labyrinth", 2006, "Fantasy", "Guillermo del Toro", "Ivana Baquero", country="Spain", language="Spanish"
    ),
    _film("It", 2017, "Horror", "Andy Muschietti", "Bill Skarsgård"),
    _film("Star Wars", 1977, "Sci-Fi Adventure", "George Lucas", "Mark Hamill"),
    _film("WALL·E", 2008, "Animation Family", "Andrew Stanton", "Ben Burtt"),
    _film("Double Indemnity", 1944, "Film-Noir Crime", "Billy Wilder", "Barbara Stanwyck"),
    _film("Butch Cassidy and the Sundance Kid", 1969, "Western", "George Roy Hill", "Paul Newman"),
]
CINEMA_KINDS: dict[str, Kind] = {
    "year": "number",
    "runtime": "number",
    "genres": "tags",
    "director": "category",
    "cast": "tags",
    "country": "category",
    "language": "category",
    "moods": "tags",
}
_SHOP = """
    TrailRunner 3    | Running Shoes     | Nike Inc.        | 120   | 10 | Clothing
    Kettle           | Home & Kitchen    | Acme Corporation | 30    | 1  | Home
    Mixer            | Home & Kitchen    | Bosch            | 80.5  | 3  | Home
    Cable, 2 m       | Electronics       | Samsung          | 9     | 0  | Technology
    C++ Primer       | Books             | Addison-Wesley   | 45    | 0  | Media
    Gluten-free Oats | Food              | Quaker           | 4     | 0  | Grocery
"""
SHOP = [
    {
        "title": title,
        "category": category,
        "brand": brand,
        "price": float(price),
        "in_stock": stock != "0",
        "dept": dept,
    }
    for title, category, brand, price, stock, dept in (
        [cell.strip() for cell in line.split("|")] for line in _SHOP.strip().splitlines()
    )
]
SHOP_KINDS: dict[str, Kind] = {
    "category": "category",
    "brand": "category",
    "price": "number",
    "in_stock": "flag",
    "dept": "category",
}


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": str(place)} | row for place, row in enumerate(rows, 1)]


@pytest.fixture(scope="session")
def cinema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handmade]:
    made = handmade(
        str(tmp_path_factory.mktemp("cinema") / "cinema.db"),
        _numbered(CINEMA),
        CINEMA_KINDS,
        noun="film",
        year={"role": "year"},
        runtime={"role": "duration", "unit": "minutes"},
    )
    yield made
    made.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handmade]:
    made = handmade(
        str(tmp_path_factory.mktemp("store") / "store.db"),
        _numbered(SHOP),
        SHOP_KINDS,
        noun="product",
        price={"role": "price", "unit": "$"},
        in_stock={"role": "stock"},
    )
    yield made
    made.close()
