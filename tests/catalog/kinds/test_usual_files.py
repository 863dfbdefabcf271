"""The columns of files that people do bring, in the forms in which they are published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from palate import Catalog


def kinds(tmp_path: Path, name: str, text: str) -> dict[str, str]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with Catalog.build(tmp_path / "x.db", items=tmp_path / name) as catalog:
        return {
            field.name: " ".join(part for part in (field.kind, field.role, field.unit) if part)
            for field in catalog.schema.fields[2:]
        }


def test_a_list_of_films_with_bars(tmp_path: Path) -> None:
    text = (
        "movieId,title,genres\n"
        "1,Toy Story (1995),Adventure|Animation\n"
        '2,"American President, The (1995)",Comedy\n'
        "3,Odd (2001),(no genres listed)\n"
    )

    assert kinds(tmp_path, "movies.csv", text) == {"genres": "tags"}
    with Catalog.open(tmp_path / "x.db") as catalog:
        assert [match.id for match in catalog.grounder.titles("the american president")][:1] == ["2"]


def test_a_streaming_catalogue_whose_lengths_are_minutes_or_seasons(tmp_path: Path) -> None:
    rows = "".join(
        f's{at},{"Movie" if at % 3 else "TV Show"},Title {at},"Ama Q, Kho N, Al M","September {at}, 2021",{2000 + at},'
        f'{"90 min" if at % 3 else "1 Season"},"As a father nears the end of his life, his daughter films it."\n'
        for at in range(1, 25)
    )

    assert kinds(
        tmp_path, "titles.csv", "show_id,type,title,cast,date_added,release_year,duration,description\n" + rows
    ) == {
        "type": "category",
        "cast": "tags",
        "date_added": "date",
        "release_year": "number year",
        "duration": "category",
        "description": "text",
    }


def test_tabs_with_quotes_that_mean_nothing(tmp_path: Path) -> None:
    text = (
        "tconst\ttitleType\tprimaryTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
        'tt1\tshort\t"Rome"\t0\t1894\t\\N\t1\tDocumentary,Short\n'
        'tt2\tshort\tThe "Big One\t1\t1892\t\\N\t\\N\tShort\n'
    )

    assert kinds(tmp_path, "basics.tsv", text) == {
        "titleType": "category",
        "isAdult": "flag",
        "startYear": "number year",
        "endYear": "text",
        "runtimeMinutes": "number duration minutes",
        "genres": "tags",
    }
    with Catalog.open(tmp_path / "x.db") as catalog:
        assert [item.title for item in catalog.items(["tt1", "tt2"])] == ["Rome", 'The "Big One']


def test_games_with_semicolons(tmp_path: Path) -> None:
    text = (
        "appid,name,release_date,platforms,genres,positive_ratings,price,owners\n"
        "10,Counter-Strike,2000-11-01,windows;mac;linux,Action,124534,7.19,10000-20000\n"
        "20,Portal,2007-10-10,windows;mac,Action;Indie,3318,3.99,500-1000\n"
    )

    assert kinds(tmp_path, "steam.csv", text) == {
        "release_date": "date year",
        "platforms": "tags",
        "genres": "tags",
        "positive_ratings": "number count",
        "price": "number price",
        "owners": "category",
    }


def test_books_with_slashes_between_authors(tmp_path: Path) -> None:
    text = (
        "bookID,title,authors,average_rating,isbn,language_code,  num_pages,ratings_count,publication_date\n"
        "1,Prince,J.K. Rowling/Mary GrandPré,4.57,0439785960,eng,652,2095690,9/16/2006\n"
        "2,Order,J.K. Rowling,4.49,0439358078,eng,870,2153167,11/1/2004\n"
    )

    assert kinds(tmp_path, "books.csv", text) == {
        "authors": "tags",
        "average_rating": "number score",
        "isbn": "id",
        "language_code": "category",
        "num_pages": "number count",
        "ratings_count": "number count",
        "publication_date": "date year",
    }


def test_recipes_and_products_with_lists_in_them(tmp_path: Path) -> None:
    row: dict[str, Any] = {
        "id": 1,
        "name": "pie",
        "minutes": 30,
        "tags": "['60-minutes-or-less', 'mexican']",
        "steps": ["make a choice and proceed with the recipe depending on the size of the squash"],
        "ingredients": ["squash", "honey"],
        "categories": [["Food", "Home & Kitchen"]],
        "attrs": {"color": "red"},
        "imUrl": "http://x.example/y.jpg",
    }

    assert kinds(tmp_path, "recipes.json", json.dumps([row])) == {
        "minutes": "number duration minutes",
        "tags": "tags",
        "steps": "text",
        "ingredients": "tags",
        "categories": "tags",
        "attrs.color": "category",
        "imUrl": "id",
    }


def test_a_shop_of_another_country(tmp_path: Path) -> None:
    text = (
        "Artikelnr;Name;Marke;Preis;Gewicht (kg);Neu\n"
        '1001;Zelt "Größe M";MSR;1.299,00 €;1,7;ja\n1002;Kocher;Primus;45,90 €;0,25;nein\n'
    )

    assert kinds(tmp_path, "shop.csv", text) == {
        "Artikelnr": "number",
        "Marke": "category",
        "Preis": "number price €",
        "Gewicht (kg)": "number weight kg",
        "Neu": "flag",
    }
