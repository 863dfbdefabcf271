"""What a column is, on cells as files nobody prepared hold them."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.kinds.column import convert
from palate.catalog.kinds.infer import infer
from palate.catalog.parsing.numbers import parse_number

GENRES = ["Comedy", "Drama", "War", "Crime"]


def read(name: str, cells: list[Any]) -> tuple[str, list[Any]]:
    column = infer(name, cells)
    return column.kind, convert(column, cells).cells


@pytest.mark.parametrize(
    ("name", "cells", "tags"),
    [
        ("genres", ["Comedy|Drama", "War", "Drama|War"], ['["Comedy", "Drama"]', '["War"]', '["Drama", "War"]']),
        ("x", ['["a", "b"]', '["c"]', "[]"], ['["a", "b"]', '["c"]', None]),
        ("x", ["['a', 'b']", "['c']"], ['["a", "b"]', '["c"]']),
        ("x", ["{a,b}", "{c}"], ['["a", "b"]', '["c"]']),
        ("x", ["a; b", "c", "b; d"], ['["a", "b"]', '["c"]', '["b", "d"]']),
        ("labels", ["a, b", "b", "c, a, c"], ['["a", "b"]', '["b"]', '["c", "a"]']),
        ("cast", ["Al Pacino, Robert De Niro", "Meg Ryan"], ['["Al Pacino", "Robert De Niro"]', '["Meg Ryan"]']),
        ("cast", ["Robert Downey, Jr., Jude Law", "Jude Law"], ['["Robert Downey, Jr.", "Jude Law"]', '["Jude Law"]']),
        ("x", [["a"], [], ["b", None, "NA"]], ['["a"]', None, '["b"]']),
        ("x", [[{"name": "a", "id": 1}], [{"name": "b", "id": 2}]], ['["a"]', '["b"]']),
    ],
)
def test_several_values_in_a_cell_are_tags(name: str, cells: list[Any], tags: list[Any]) -> None:
    assert read(name, cells) == ("tags", tags)


def test_words_joined_by_spaces_are_tags_where_they_recur_in_other_company() -> None:
    cells = [f"{first} {second}" for first in GENRES for second in GENRES if first < second] + GENRES

    assert infer("genres", cells).form.delimiter == " "


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("author", ["King, Stephen", "Austen, Jane", "Tolkien, J. R. R."]),
        ("city", ["Washington, D.C.", "Paris, France", "Rome, Italy"]),
        ("country", ["Korea, South", "Italy", "Korea, South"]),
        ("publisher", ["Wiley, Inc.", "Penguin", "Simon & Schuster, Ltd."]),
        ("original", ["Good, the Bad and the Ugly, The", "Alien", "Kid, The"]),
        ("category", ["Home Kitchen", "Sports Outdoors", "Toys", "Home Kitchen"]),
        ("size", ["38", "39", "40", *["One size"] * 3, "41", "42"] * 3),
        ("model", ["3310", "8800", "N95"]),
        ("age_rating", ["12", "U", "PG", "18"]),
        ("dimensions", ["10 x 20 cm", "5 x 5 cm"]),
    ],
)
def test_names_and_codes_are_categories_whatever_signs_they_hold(name: str, cells: list[str]) -> None:
    assert read(name, cells) == ("category", cells)


def test_prose_is_text_whatever_signs_it_holds() -> None:
    cells = ["A heist, a double cross, and rain.", "Two brothers; one farm; no way out.", "He runs | she waits, sadly."]

    assert read("pitch", cells) == ("text", cells)


@pytest.mark.parametrize(
    ("name", "cells", "numbers", "unit", "role"),
    [
        ("price", ["$1,299.00", "$5", "N/A"], [1299, 5, None], "$", "price"),
        ("Preis", ["1.299,00 €", "5,50 €"], [1299, 5.5], "€", "price"),
        ("price", ["1 299,00", "12,50"], [1299, 12.5], None, "price"),
        ("Unit Price ($)", ["12", "1,000.5"], [12, 1000.5], "$", "price"),
        ("cost", ["USD 12", "USD 13.50"], [12, 13.5], "$", "price"),
        ("budget", ["$5", "$6"], [5, 6], "$", None),
        ("runtime", ["120 min", "1h 30m", "2 hours"], [120, 90, 120], "minutes", "duration"),
        ("runtime", ["1:40", "0:45"], [100, 45], "minutes", "duration"),
        ("runtimeMinutes", ["90", r"\N"], [90, None], "minutes", "duration"),
        ("runtime", [117, 98], [117, 98], "minutes", "duration"),
        ("duration_ms", [210_000, 180_000], [210_000, 180_000], "ms", "duration"),
        ("weight", ["1.5 kg", "700 g", "2 kg"], [1.5, 0.7, 2], "kg", "weight"),
        ("weight_g", [100, 250], [100, 250], "g", "weight"),
        ("price_eur_kg", [24.9, 9.9], [24.9, 9.9], "€", "price"),
        ("storage", ["16GB", "32GB", "1TB"], [16, 32, 1000], "GB", "size"),
        ("screen", ['6.1"', '5.5"'], [6.1, 5.5], "inches", "size"),
        ("length", ["320 pages", "1 page", "20 pages"], [320, 1, 20], "pages", "size"),
        ("discount", ["10%", "5 %"], [10, 5], "%", None),
        ("stars", ["8.5/10", "7/10", "6/10"], [8.5, 7, 6], None, "score"),
        ("year", ["1994", "1995", "?"], [1994, 1995, None], None, "year"),
        ("made", [1954, 1967, 1975, 1988, 1999], [1954, 1967, 1975, 1988, 1999], None, "year"),
        ("stock_qty", ["3", "0", ""], [3, 0, None], None, "stock"),
        ("votes", ["1,200", "30"], [1200, 30], None, "count"),
        ("change", ["-5", "+3", "\u22122"], [-5, 3, -2], None, None),
        ("x", ["1e3", "2"], [1000, 2], None, None),
    ],
)
def test_numbers_are_read_with_their_units(
    name: str, cells: list[Any], numbers: list[Any], unit: str | None, role: str | None
) -> None:
    column = infer(name, cells)

    assert (column.kind, column.unit, column.role, convert(column, cells).cells) == ("number", unit, role, numbers)


@pytest.mark.parametrize(
    ("name", "cells", "dates"),
    [
        ("released", ["1994-05-12", "12/25/1995", "May 3, 1996"], ["1994-05-12", "1995-12-25", "1996-05-03"]),
        ("x", ["31/12/1999", "01/02/2000"], ["1999-12-31", "2000-02-01"]),
        ("x", ["12/31/1999", "01/02/2000"], ["1999-12-31", "2000-01-02"]),
        ("x", ["31.12.1999", "1.2.2000"], ["1999-12-31", "2000-02-01"]),
        ("added", ["12 Mar 1999", "1st January 2000"], ["1999-03-12", "2000-01-01"]),
        ("x", ["01-Jan-1995", "14-Feb-1996"], ["1995-01-01", "1996-02-14"]),
        ("month", ["Mar 1999", "1999-04"], ["1999-03", "1999-04"]),
        ("pub_date", ["19991231", "20000101"], ["1999-12-31", "2000-01-01"]),
        ("created_at", [1_609_459_200, 1_609_459_201], ["2021-01-01T00:00:00", "2021-01-01T00:00:01"]),
        ("created_at", ["1609459200000", None], ["2021-01-01T00:00:00", None]),
        ("x", ["1999-12-31T10:00:00Z", "2000-01-01T00:00:00+02:00"], ["1999-12-31T10:00:00", "1999-12-31T22:00:00"]),
        ("x", ["12/31/1999 5:30 PM", "1/1/2000 12:00 AM"], ["1999-12-31T17:30:00", "2000-01-01T00:00:00"]),
    ],
)
def test_dates_become_iso_text(name: str, cells: list[Any], dates: list[str]) -> None:
    assert read(name, cells) == ("date", dates)


@pytest.mark.parametrize(
    ("name", "cells", "flags"),
    [
        ("x", ["yes", "no", "NA"], [1, 0, None]),
        ("x", ["TRUE", "false"], [1, 0]),
        ("active", ["Y", "N"], [1, 0]),
        ("in_stock", ["0", "1"], [0, 1]),
        ("isNew", [1, 0], [1, 0]),
        ("x", [True, None, False], [1, None, 0]),
    ],
)
def test_yes_and_no_are_flags(name: str, cells: list[Any], flags: list[int | None]) -> None:
    assert read(name, cells) == ("flag", flags)


def test_noughts_and_ones_are_numbers_unless_the_name_asks_a_question() -> None:
    assert read("goals", ["0", "1", "1"]) == ("number", [0, 1, 1])


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("zip", ["02134", "90210"]),
        ("imdb_id", ["tt0078748", "tt0116282"]),
        ("ean", ["4006381333931", "4006381333948"]),
        ("x", ["007", "042"]),
        ("poster", ["https://a.example/1.jpg", "https://a.example/2.jpg"]),
    ],
)
def test_codes_and_links_are_never_numbers_or_words(name: str, cells: list[str]) -> None:
    assert read(name, cells) == ("id", cells)


@pytest.mark.parametrize("spelling", ["", "NA", "N/A", "null", "None", "-", "?", r"\N", "unknown", "NaN", " n/a "])
def test_a_missing_value_has_many_spellings(spelling: str) -> None:
    assert read("year", ["1999", spelling, "2001"]) == ("number", [1999, None, 2001])


def test_a_column_of_nothing_is_text() -> None:
    assert read("x", ["", "NA", None]) == ("text", [None, None, None])


def test_a_few_cells_that_are_no_numbers_are_bad_where_a_number_was_promised() -> None:
    column = infer("year", ["1994", "MCMXCV", "1996", "soon"])

    assert column.kind == "number"
    assert convert(column, ["1994", "MCMXCV", "1996", "soon"]).bad == [1, 3]


def test_a_cell_of_another_currency_is_bad() -> None:
    cells = ["$5", "$6", "€7"]

    assert convert(infer("price", cells), cells).bad == [2]


@pytest.mark.parametrize(
    ("name", "cells", "told", "stored"),
    [
        ("score", ["8.7/10", "6/10", "7.5/10"], ("number", "score", None), [8.7, 6, 7.5]),
        ("stars", ["4.5 out of 5", "3 out of 5"], ("number", "score", None), [4.5, 3]),
        ("battery", ["up to 15 h", "up to 8 h", "12 h"], ("number", "duration", "hours"), [15, 8, 12]),
        ("fee", ["from €32", "from €20", "from €28.50"], ("number", "price", "€"), [32, 20, 28.5]),
        ("experience", ["2+ years", "10+ years"], ("number", "duration", "years"), [2, 10]),
        ("drive", ["512 GB SSD", "1 TB SSD"], ("number", "size", "GB"), [512, 1000]),
        (
            "salary",
            ["£20,000", "£55,000 pa", "£27.5k", "£26,000 pa"],
            ("number", None, "£"),
            [20000, 55000, 27500, 26000],
        ),
        ("Min °C", ["-15", "-10 °C", "-8C", "\u221212C", "3"], ("number", None, "°C"), [-15, -10, -8, -12, 3]),
        ("revenue", ["$1.4M", "$800K", "$2M"], ("number", None, "$"), [1_400_000, 800_000, 2_000_000]),
        ("salary", ["60k", "75k"], ("number", None, None), [60_000, 75_000]),
        ("Kilometerstand", ["12.357 km", "101000 km", "85.000 km"], ("number", "size", "km"), [12357, 101000, 85000]),
        ("stand", ["1.200", "950", "2.300"], ("number", None, None), [1200, 950, 2300]),
        ("net", ["1.250 kg", "0.750 kg", "2 kg"], ("number", "weight", "kg"), [1.25, 0.75, 2]),
        ("factor", ["1.250", "2.375", "3"], ("number", None, None), [1.25, 2.375, 3]),
        ("lasts", ["2 h 30", "3 h 30"], ("number", "duration", "minutes"), [150, 210]),
        (
            "seen",
            ["12. März 2024", "3 Oct 2023", "1 janvier 2022"],
            ("date", None, None),
            ["2024-03-12", "2023-10-03", "2022-01-01"],
        ),
        ("EZ", ["03/2018", "11/2020"], ("date", None, None), ["2018-03", "2020-11"]),
        ("note", ["<p>Red <b>jacket</b></p>", "a < b"], ("category", None, None), ["Red jacket", "a < b"]),
        ("hours_per_week", [20, 38, 40], ("number", None, None), [20, 38, 40]),
        ("salary_min", [20, 38, 40], ("number", None, None), [20, 38, 40]),
        ("runtime_min", [90, 138, 140], ("number", "duration", "minutes"), [90, 138, 140]),
        ("wheel_in", [20, 26, 28], ("number", "size", "inches"), [20, 26, 28]),
        ("top speed", ["90 km/h", "60 mph", "100km/h"], ("number", None, "km/h"), [90, 96.56064, 100]),
        ("plot", ["80 m²", "100 sqm", "120 m2"], ("number", None, "m²"), [80, 100, 120]),
        ("living_sq_ft", [800, 1400, 2000], ("number", None, "sq ft"), [800, 1400, 2000]),
        ("Hrs/wk", [3, 14, 30], ("number", None, None), [3, 14, 30]),
        ("speed km/h", [90, 120, 180], ("number", None, "km/h"), [90, 120, 180]),
        ("age_mo", [3, 14, 30], ("number", None, "months"), [3, 14, 30]),
        ("release_year", [3, 14, 30], ("number", None, None), [3, 14, 30]),
        ("check_in", ["14:00", "15:30", "9:15"], ("category", None, None), ["14:00", "15:30", "9:15"]),
        ("length", ["3:07", "4:21", "2:58"], ("number", "duration", "minutes"), [187, 261, 178]),
        ("drama", [0, 1] * 10, ("flag", None, None), [0, 1] * 10),
        ("bathrooms", [0, 1] * 5, ("number", None, None), [0, 1] * 5),
        ("seats", [0, 1] * 10, ("number", "count", None), [0, 1] * 10),
        (
            "phone",
            ["Galaxy 12", "Galaxy 13", "Galaxy 14"],
            ("category", None, None),
            ["Galaxy 12", "Galaxy 13", "Galaxy 14"],
        ),
        ("band", ["U2", "M83", "Blink 182"], ("category", None, None), ["U2", "M83", "Blink 182"]),
        ("cost", ["$10", "€12", "£9"], ("category", None, None), ["$10", "€12", "£9"]),
        ("pair", ["Tom &amp; Jerry", "A &lt;b&gt;"], ("category", None, None), ["Tom & Jerry", "A <b>"]),
    ],
)
def test_what_is_written_around_a_number_is_no_part_of_it(
    name: str, cells: list[Any], told: tuple[str, str | None, str | None], stored: list[Any]
) -> None:
    column = infer(name, cells)

    assert (column.kind, column.role, column.unit) == told
    assert convert(column, cells).cells == stored


def test_codes_are_no_numbers_whatever_the_name_promises() -> None:
    codes = ["A", "1A", "20A", "M12", "7", "8", "9", "10", "11", "12"] * 3

    assert infer("course_num", [*codes, "13", "14"]).kind == "category"
    assert infer("course_num", ["7", "8", "9", "10"]).kind == "number"


def test_a_comma_before_three_digits_groups_beside_decimal_ones_where_numbers_lie_closer_so() -> None:
    prices = infer("price", ["1430,00 €", "€2,650", "980,50 €", "€3,380", "2.499,00 €"])
    litres = infer("volume", ["0,5 l", "1,250 l", "0,75 l", "1,5 l"])

    assert [parse_number(each, prices.form) for each in ("€2,650", "1430,00 €", "2.499,00 €")] == [2650, 1430, 2499]
    assert parse_number("1,250 l", litres.form) == 1.25
