"""Logs as shops and sites export them, from the file to what each event tells of its item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.bad_rows import SKIPPING
from palate.errors import BadRows, UnreadableFile
from palate.ranking.log import read_log

ITEMS = "id,title,ean\n1,Alpine Boot,4001\n2,Rain Jacket,4002\n3,The Stove,4003\n"
GERMAN = """Kundennummer;Artikelnummer;Bewertung;Datum;Uhrzeit
10;1;3,5;01.02.2023;10:30
10;2;1,0;13.02.2023;8:05
11;1;5,0;14.02.2023;23:59:30
11;3;1,0;14.02.2023;
"""
UNNAMED = "who,what,y\n10,1,5\n10,2,1\n11,1,4\n11,3,1\n12,2,3\n12,1,2\n"


@contextmanager
def built(folder: Path, log: str, *, items: str = ITEMS, **options: Any) -> Iterator[Catalog]:
    (folder / "items.csv").write_text(items)
    (folder / "log.csv").write_text(log)
    with Catalog.build(":memory:", items=folder / "items.csv", interactions=folder / "log.csv", **options) as catalog:
        yield catalog


def told(catalog: Catalog) -> list[str]:
    """Return what each event tells of its item."""
    log = read_log(catalog.connect(), catalog.schema.log)
    return ["liked" if each == 1 else "disliked" if each == -1 else "neither" for each in log.worths.tolist()]


def rows(catalog: Catalog) -> list[tuple[Any, ...]]:
    query = "SELECT user, item, behaviour, value, time FROM interactions ORDER BY rowid"
    return [tuple(row) for row in catalog.connect().execute(query)]


def moment(text: str) -> float:
    return dt.datetime.fromisoformat(f"{text}+00:00").timestamp()


def test_a_german_shop_with_a_date_beside_the_time_of_day(tmp_path: Path) -> None:
    with built(tmp_path, GERMAN) as catalog:
        assert rows(catalog) == [
            ("10", 1, "rating", 3.5, moment("2023-02-01T10:30:00")),
            ("10", 2, "rating", 1, moment("2023-02-13T08:05:00")),
            ("11", 1, "rating", 5, moment("2023-02-14T23:59:30")),
            ("11", 3, "rating", 1, moment("2023-02-14T00:00:00")),
        ]
        assert told(catalog) == ["neither", "disliked", "liked", "disliked"]
        assert catalog.schema.log.columns == {
            "user": "Kundennummer",
            "item": "Artikelnummer",
            "value": "Bewertung",
            "time": "Datum",
            "clock": "Uhrzeit",
        }
        assert catalog.findings == ()


def test_ratings_in_a_column_of_any_name_are_ratings(tmp_path: Path) -> None:
    with built(tmp_path, UNNAMED, items=ITEMS.replace("id,", "what,")) as catalog:
        assert catalog.schema.log.columns["value"] == "y"
        assert told(catalog) == ["liked", "disliked", "liked", "disliked", "neither", "disliked"]


@pytest.mark.parametrize(
    ("cells", "worths"),
    [
        (["5 stars", "1 star", "4 stars"], [5, 1, 4]),
        (["5/5", "1/5", "4 out of 5"], [5, 1, 4]),
        (["5.0 out of 5 stars", "1.0 out of 5 stars", "4.0 out of 5 stars"], [5, 1, 4]),
        (["★★★★★", "★", "★★★½"], [5, 1, 3.5]),
        (["★★★★★", "★☆☆☆☆", "★★★☆☆"], [5, 1, 3]),
        (["⭐️⭐️⭐️⭐️⭐️", "⭐️", "⭐️⭐️⭐️⭐️"], [5, 1, 4]),
        (["5 Sterne", "1 Stern", "4 Sterne"], [5, 1, 4]),
        (["5 stars", "1/5", "★★★½"], [5, 1, 3.5]),
        (["4,5", "1,0", "5,0"], [4.5, 1, 5]),
        (["5星", "1星", "4.5星"], [5, 1, 4.5]),
    ],
)
@pytest.mark.parametrize("name", ["rating", "x"])
def test_stars_are_read_as_people_write_them(tmp_path: Path, cells: list[str], worths: list[float], name: str) -> None:
    log = "".join(f'u{at},{at % 3 + 1},"{cell}"\n' for at, cell in enumerate(cells))
    with built(tmp_path, f"user,item,{name}\n{log}") as catalog:
        assert [row[3] for row in rows(catalog)] == worths
        assert [tells == "liked" for tells in told(catalog)] == [worth >= 4 for worth in worths]


def test_a_lowest_rating_is_no_like_though_nobody_gave_the_highest(tmp_path: Path) -> None:
    with built(tmp_path, "user,item,stars\na,1,1/10\nb,2,4/10\nc,3,5/10\n") as catalog:
        assert told(catalog) == ["disliked", "disliked", "disliked"]


def test_reviews_as_of_amazon(tmp_path: Path) -> None:
    log = (
        "reviewerID\tasin\tverified\treviewText\toverall\tunixReviewTime\treviewTime\n"
        "A1\t4001\ttrue\tFine boot\t5.0\t1252800000\t09 13, 2009\n"
        "A2\t4002\tfalse\tLeaks\t1.0\t1252886400\t09 14, 2009\n"
    )
    with built(tmp_path, log) as catalog:
        assert rows(catalog) == [("A1", 1, "rating", 5, 1252800000), ("A2", 2, "rating", 1, 1252886400)]
        assert told(catalog) == ["liked", "disliked"]
        assert catalog.findings == (
            "`log.csv` calls items by their ean and not by their id, in `asin`.",
            "`log.csv` has columns that are not used: `verified`, `reviewText`, `reviewTime`. --field COLUMN=value (or "
            "user, item, time, behaviour) uses one; COLUMN=skip says that it is not needed.",
        )


def test_plays_as_of_steam_are_named_by_title_and_grade_nothing(tmp_path: Path) -> None:
    log = (
        "user-id,game-title,behavior-name,value\n"
        "7,alpine boot,purchase,1.0\n7,alpine boot,play,273.0\n8,Rain Jacket,purchase,1.0\n8,Rain Jacket,play,0.3\n"
    )
    with built(tmp_path, log) as catalog:
        assert catalog.schema.log.columns == {
            "user": "user-id",
            "item": "game-title",
            "behaviour": "behavior-name",
            "value": "value",
        }
        assert [row[1:4] for row in rows(catalog)] == [
            (1, "purchase", 1.0),
            (1, "play", 273.0),
            (2, "purchase", 1.0),
            (2, "play", 0.3),
        ]
        assert (catalog.schema.log.liked_from, told(catalog)) == (None, ["liked"] * 4)
        assert catalog.findings == ("`log.csv` calls items by their title and not by their id, in `game-title`.",)


def test_an_event_log_of_views_carts_and_orders(tmp_path: Path) -> None:
    log = (
        "ts,kind,visitor,sku,menge\n"
        "2023-05-01T10:00:00,view,v1,1,1\n2023-05-01T10:01:00,cart,v1,1,1\n2023-05-01T10:02:00,order,v1,1,1\n"
        "2023-05-01T11:00:00,view,v2,2,1\n2023-05-01T11:01:00,order,v2,3,5\n"
    )
    with built(tmp_path, log) as catalog:
        assert catalog.schema.log.columns == {
            "user": "visitor",
            "item": "sku",
            "behaviour": "kind",
            "value": "menge",
            "time": "ts",
        }
        assert (catalog.schema.log.consuming, catalog.schema.log.liked_from) == (("order",), None)
        assert told(catalog) == ["neither", "neither", "liked", "neither", "liked"]


def test_a_reader_names_books_by_title_and_reads_on_dates(tmp_path: Path) -> None:
    log = (
        "reader,Book Title,My Rating,Date Read\n"
        'ann,"Stove, The",5,2019/03/01\nann,Rain Jacket,1,2019/03/05\nbob,ALPINE BOOT,4,2019/04/01\n'
    )
    with built(tmp_path, log) as catalog:
        assert [row[:4] for row in rows(catalog)] == [
            ("ann", 3, "rating", 5),
            ("ann", 2, "rating", 1),
            ("bob", 1, "rating", 4),
        ]
        assert told(catalog) == ["liked", "disliked", "liked"]


@pytest.mark.parametrize(
    ("log", "columns"),
    [
        (
            "userId,movieId,rating,timestamp\n1,2,4.0,964982703\n2,1,0.5,964981247\n",
            {"user": "userId", "item": "movieId", "value": "rating", "time": "timestamp"},
        ),
        (
            "user_id\tartist_id\tartist_name\tplays\nu1\t1\tAlpine Boot\t412\nu2\t2\tRain Jacket\t1\n",
            {"user": "user_id", "item": "artist_id", "value": "plays"},
        ),
    ],
)
def test_usual_logs_are_read_by_their_names(tmp_path: Path, log: str, columns: Mapping[str, str]) -> None:
    with built(tmp_path, log) as catalog:
        assert catalog.schema.log.columns == columns


def test_a_column_of_counts_without_a_name_for_it_grades_nothing(tmp_path: Path) -> None:
    log = "user,item,n\n" + "".join(f"u{at},{at % 3 + 1},{1 if at % 4 else 5}\n" for at in range(12))
    with built(tmp_path, log) as catalog:
        assert (catalog.schema.log.liked_from, set(told(catalog))) == (None, {"liked"})
        assert catalog.findings[-1] == "`log.csv` has neither values nor behaviours, so every event counts as positive."
    with built(tmp_path, log, fields={"n": "value:1..5"}) as catalog:
        assert told(catalog).count("disliked") == 9


def test_rows_that_repeat_another_are_told_and_left_out_where_they_tell_a_time_of_day(tmp_path: Path) -> None:
    log = (
        "user,item,order,time\na,1,o1,2023-05-01T10:00:00\na,1,o1,2023-05-01T10:00:00\n"
        "a,1,o2,2023-05-01T10:00:00\nb,2,o3,2023-05-01\nb,2,o3,2023-05-01\n"
    )
    with built(tmp_path, log, fields={"order": "skip"}) as catalog:
        assert [row[:2] for row in rows(catalog)] == [("a", 1), ("a", 1), ("b", 2), ("b", 2)]
        assert catalog.schema.log.interactions == 4
        assert catalog.findings[1:] == (
            "`log.csv` has rows that repeat another in every cell (1), the time of day among them, which were left "
            "out.",
            "`log.csv` has rows that repeat another in every cell (1), which count, since without a time of day each "
            "may be an event of its own.",
        )


def test_what_is_recorded_later_is_read_as_the_log_before_it(tmp_path: Path) -> None:
    with built(tmp_path, GERMAN, fields={"Bewertung": "value:0..5"}) as catalog:
        catalog.record(
            [
                {"Kundennummer": 12, "Artikelnummer": 2, "Bewertung": "0,5", "Datum": "02.03.2023", "Uhrzeit": "9:00"},
                {"Kundennummer": 12, "Artikelnummer": 3, "Bewertung": "4,5", "Filiale": "Ulm"},
            ]
        )
        assert rows(catalog)[-2:] == [
            ("12", 2, "rating", 0.5, moment("2023-03-02T09:00:00")),
            ("12", 3, "rating", 4.5, None),
        ]
        assert told(catalog)[-2:] == ["disliked", "liked"]
        assert [each for each in catalog.findings if "`Filiale`" in each] == [
            "`interactions` has columns that are not used: `Filiale`. --field COLUMN=value (or user, item, time, "
            "behaviour) uses one; COLUMN=skip says that it is not needed."
        ]
        with pytest.raises(BadRows, match="a number from 0 to 5"):
            catalog.record([{"Kundennummer": 12, "Artikelnummer": 2, "Bewertung": "7,0"}])


def test_a_later_event_may_call_its_item_as_the_log_before_it(tmp_path: Path) -> None:
    log = "reader,book,stars\nann,Rain Jacket,5\nbob,Alpine Boot,1\n"
    with built(tmp_path, log) as catalog:
        catalog.record([{"reader": "cat", "book": "The Stove", "stars": 4}])
        catalog.record([{"user": "cat", "item": "1", "rating": 2}])
        assert [row[:4] for row in rows(catalog)[2:]] == [("cat", 3, "rating", 4), ("cat", 1, "rating", 2)]


def test_leaving_rows_out_is_not_advised_where_it_would_lose_most_of_them(tmp_path: Path) -> None:
    log = "user,item,rating\n" + "".join(f"u{at},x{at},5\n" for at in range(4))

    with pytest.raises(BadRows) as caught, built(tmp_path, log):
        pass
    assert str(caught.value).splitlines()[0] == (
        "4 rows cannot be loaded as they are, so nothing was written: mend the source, or say what its columns are "
        "with --field COLUMN=KIND (`fields=`): most of `item` of `log.csv` cannot be read."
    )
    with pytest.raises(BadRows) as caught, built(tmp_path, f"{log}a,1,5\na,2,5\na,3,5\nb,1,5\n"):
        pass
    assert SKIPPING in str(caught.value)


def test_a_log_that_lacks_roles_is_refused_for_all_of_them(tmp_path: Path) -> None:
    with (
        pytest.raises(UnreadableFile, match="no column for the user and the item of an interaction"),
        built(tmp_path, "when,price\n2023-01-01,5.99\n"),
    ):
        pass


def test_later_dates_and_ratings_are_written_as_those_before_them(tmp_path: Path) -> None:
    log = "user,item,stars,day\na,1,4/5,13/02/2023\nb,2,1/5,01/02/2023\n"
    with built(tmp_path, log) as catalog:
        catalog.record([{"user": "c", "item": 3, "stars": "5/5", "day": "02/03/2023"}])
        assert rows(catalog)[-1] == ("c", 3, "rating", 5, moment("2023-03-02T00:00:00"))
        with pytest.raises(BadRows, match="`stars`: expected a number"):
            catalog.record([{"user": "c", "item": 3, "stars": "7/10"}])


def test_a_rating_beyond_its_scale_is_a_bad_row_and_does_not_stretch_the_scale(tmp_path: Path) -> None:
    log = "user,item,mark\n" + "a,1,4/5\na,2,2/5\nb,1,5/5\nc,3,1/5\n" * 3 + "b,3,14/5\n"

    with pytest.raises(BadRows, match=r"`mark`: expected .*; line 14 `14/5`"), built(tmp_path, log):
        pass
    with built(tmp_path, log, skip_bad=True) as catalog:
        assert told(catalog)[:4] == ["liked", "disliked", "liked", "disliked"]


def test_events_as_web_analytics_names_them_are_no_likes_unless_something_is_bought(tmp_path: Path) -> None:
    log = "user,item,event_name\na,1,view_item\na,1,add_to_cart\na,1,purchase\nb,2,view_item\nb,2,refund\n"

    with built(tmp_path, log) as catalog:
        schema = catalog.schema.log
        assert (schema.consuming, schema.against, schema.unknown) == (("purchase",), ("refund",), ())
