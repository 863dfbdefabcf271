from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from palate.catalog.condition_text import with_unit
from palate.catalog.conditions import AnyOf, Condition, Op, Where, all_of, check, describe
from palate.catalog.predicates import Among, Predicate, Range, predicate
from palate.catalog.schema import Field, Kind, Schema, Term
from palate.errors import BadArgument, UnknownField
from tests.catalog.handmade import Handmade, handmade

SCHEMA = Schema(
    name="films",
    version=1,
    items=0,
    fields=(
        Field(name="id", kind="id"),
        Field(name="title", kind="title"),
        Field(name="runtime", kind="number", role="duration", unit="minutes", integral=True),
        Field(name="year", kind="number", role="year", integral=True),
        Field(name="price", kind="number", role="price", unit="$"),
        Field(name="rating", kind="number", role="score"),
        Field(name="pages", kind="number", role="count", integral=True),
        Field(name="width", kind="number", unit="cm"),
        Field(name="height", kind="number", unit="cm"),
        Field(name="released", kind="date"),
        Field(name="genres", kind="tags", terms=(Term(value="Horror", count=3),)),
        Field(name="cast", kind="tags"),
        Field(name="director", kind="category"),
        Field(name="language", kind="category"),
        Field(name="country", kind="category"),
        Field(name="brand", kind="category"),
        Field(name="in_stock", kind="flag"),
        Field(name="is_organic", kind="flag"),
        Field(name="synopsis", kind="text"),
    ),
)
ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "Alien",
        "year": 1979,
        "genres": ["Horror", "Sci-Fi"],
        "country": "UK",
        "released": "1979-05-25",
    },
    {"id": "b", "title": "Élan", "year": 1996, "genres": ["Comedy"], "country": "France", "released": "1996"},
    {"id": "c", "title": "STRASSE", "year": None, "genres": [], "country": None, "released": None},
    {
        "id": "d",
        "title": "Jaws",
        "year": 1975,
        "genres": ["horror"],
        "country": "uk",
        "released": "1975-06",
        "hit": True,
    },
    {"id": "e", "title": "Aliens", "year": 1986, "genres": ["Sci-Fi", "Action"], "country": "US", "hit": False},
]
KINDS: dict[str, Kind] = {"year": "number", "genres": "tags", "country": "category", "released": "date", "hit": "flag"}


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handmade]:
    made = handmade(str(tmp_path_factory.mktemp("five") / "five.db"), ROWS, KINDS)
    yield made
    made.close()


def where(field: str, op: Op, value: Any) -> Condition:
    return Condition(field=field, op=op, value=value)


def by_sql(made: Handmade, *wheres: Where, spellings: bool = False) -> str:
    known = made.columns.spellings if spellings else None
    sql = all_of(wheres, made.schema, spellings=known)
    rows = made.connect().execute(f"SELECT id FROM items WHERE {sql.text} ORDER BY rowid", sql.params)
    return "".join(str(row) for (row,) in rows)


def by_columns(made: Handmade, *wheres: Where) -> str:
    return "".join(made.columns.ids(made.columns.select(wheres).tolist()))


def by_python(made: Handmade, *wheres: Where) -> str:
    return "".join(item.id for item in made.items if all(check(each, item, made.schema) for each in wheres))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (where("year", "=", 1996), "b"),
        (where("year", "!=", 1996), "acde"),
        (where("year", "<", 1979), "d"),
        (where("year", "<=", 1979), "ad"),
        (where("year", ">", "1,979"), "be"),
        (where("year", ">=", 1979), "abe"),
        (where("year", "between", [1975, 1986]), "ade"),
        (where("year", "in", [1975, 1986, 3000]), "de"),
        (where("year", "not_in", [1975, 1986]), "abc"),
        (where("year", "exists", False), "c"),
        (where("country", "=", "uk"), "ad"),
        (where("country", "!=", "UK"), "bce"),
        (where("country", "in", ["france", "us"]), "be"),
        (where("country", "not_in", ["france", "us"]), "acd"),
        (where("country", "contains", "UK"), "ad"),
        (where("country", "contains", "U"), ""),
        (where("country", "exists", True), "abde"),
        (where("genres", "contains", "HORROR"), "ad"),
        (where("genres", "=", "sci-fi"), "ae"),
        (where("genres", "!=", "sci-fi"), "bcd"),
        (where("genres", "contains_any", ["comedy", "action"]), "be"),
        (where("genres", "not_contains", ["comedy", "action"]), "acd"),
        (where("genres", "exists", False), "c"),
        (where("title", "contains", "ALIEN"), "ae"),
        (where("title", "contains_any", ["aw", "éL"]), "bd"),
        (where("title", "not_contains", "alien"), "bcd"),
        (where("title", "contains", "straße"), "c"),
        (where("title", "=", "aliens"), "e"),
        (where("title", "contains", "%"), ""),
        (where("released", "=", 1975), "d"),
        (where("released", "=", "1979-05"), "a"),
        (where("released", ">=", "1979-05"), "ab"),
        (where("released", ">", "1979-05"), "b"),
        (where("released", "<", "1996-01"), "abd"),
        (where("released", "between", [1975, 1979]), "ad"),
        (where("released", "not_in", [1975, 1979]), "bce"),
        (where("released", "exists", True), "abd"),
        (where("hit", "=", True), "d"),
        (where("hit", "!=", "yes"), "abce"),
        (where("hit", "exists", True), "de"),
        (where("id", "in", ["a", "B"]), "a"),
        (AnyOf(any_of=(where("year", "<", 1976), where("genres", "contains", "comedy"))), "bd"),
        (AnyOf(any_of=()), ""),
    ],
)
def test_a_condition_selects_the_same_items_in_sql_in_columns_and_in_python(
    five: Handmade, condition: Where, expected: str
) -> None:
    assert by_sql(five, condition) == expected
    assert by_sql(five, condition, spellings=True) == expected
    assert by_columns(five, condition) == expected
    assert by_python(five, condition) == expected


def test_several_conditions_must_all_hold(five: Handmade) -> None:
    wheres = (where("genres", "contains", "horror"), where("year", ">", 1975))

    assert by_sql(five, *wheres) == by_columns(five, *wheres) == by_python(five, *wheres) == "a"


def test_a_persons_words_never_become_sql(five: Handmade) -> None:
    nasty = where("country", "=", "x') OR 1=1 --")

    assert "1=1" not in nasty.sql(five.schema).text
    assert by_sql(five, nasty) == ""


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (where("runtime", "<", "short"), "`runtime` is a number of minutes; `short` is not a number."),
        (where("year", "=", True), "`year` is a number; `True` is not a number."),
        (where("price", "<", "cheap"), "`price` is an amount in $; `cheap` is not a number."),
        (where("year", "<", "1e309"), "`year` is a number; `1e309` is not a number."),
        (where("released", ">", "soon"), "`released` is a date; `soon` is none, such as 1994, 1994-05 or 1994-05-21."),
        (where("in_stock", "=", "maybe"), "`in_stock` was compared with `maybe`; true or false was expected."),
        (
            where("year", "between", [1990]),
            "`between` takes two values, the lowest and the highest; `year` was given 1.",
        ),
        (
            where("year", "between", [1999, 1990]),
            "`year` cannot be between 1999 and 1990; the lower value comes first.",
        ),
        (where("year", "<", [1, 2]), "`year <` takes one value; it was given 2."),
        (
            where("genres", "contains_any", []),
            "`genres contains_any` needs at least one value; it was given an empty list.",
        ),
        (where("genres", "=", True), "`genres` is a set of tags; `True` is true or false, and text was expected."),
        (
            where("genres", "<", "Horror"),
            "`genres` is a set of tags; `<` does not apply to it. "
            "Use one of: =, !=, in, not_in, contains, contains_any, not_contains, exists.",
        ),
        (
            where("runtime", "contains", 9),
            "`runtime` is a number; `contains` does not apply to it. "
            "Use one of: =, !=, in, not_in, <, <=, >, >=, between, exists.",
        ),
    ],
)
def test_a_condition_that_means_nothing_is_refused_with_what_was_expected(condition: Condition, message: str) -> None:
    with pytest.raises(BadArgument) as refused:
        condition.check_against(SCHEMA)

    assert str(refused.value) == message


def test_an_unknown_field_is_refused_with_the_closest() -> None:
    any_of = AnyOf(any_of=(where("year", "=", 1990), where("genre", "=", "Horror")))

    with pytest.raises(UnknownField) as refused:
        any_of.check_against(SCHEMA)

    assert str(refused.value) == "`genre` is not a field of `films`; the closest is `genres`."


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (where("runtime", "<", "2 hours"), Range(SCHEMA.field("runtime"), high=120.0, high_open=True)),
        (where("rating", ">=", "7,5"), Range(SCHEMA.field("rating"), low=7.5)),
        (where("in_stock", "=", "ja"), Among(SCHEMA.field("in_stock"), (True,))),
    ],
)
def test_numbers_and_truths_are_read_as_cells_are(condition: Condition, expected: Predicate) -> None:
    assert predicate(condition, SCHEMA) == expected


@pytest.mark.parametrize("value", ["1,979", " 1979 ", 1979.0, "1979.0", "1.979e3"])
def test_a_number_may_be_given_as_text(five: Handmade, value: Any) -> None:
    assert by_columns(five, where("year", "=", value)) == "a"


@pytest.mark.parametrize(
    ("condition", "phrase"),
    [
        (where("runtime", "<", 100), "under 100 minutes"),
        (where("runtime", "<=", 1), "at most 1 minute"),
        (where("runtime", "<", "2 hours"), "under 120 minutes"),
        (where("price", "<", "$20"), "under $20"),
        (where("runtime", "between", [90, 120]), "between 90 and 120 minutes"),
        (where("runtime", "exists", False), "with runtime unknown"),
        (where("year", "between", [1990, 1999]), "from the 1990s"),
        (where("year", "between", [1960, 1975]), "between 1960 and 1975"),
        (where("year", "=", 1994), "from 1994"),
        (where("year", "<", 1994), "before 1994"),
        (where("year", ">=", 1994), "from 1994 or later"),
        (where("released", "<=", "1994-05"), "from 1994-05 or earlier"),
        (where("price", "<", 1250.5), "under $1,250.50"),
        (where("price", "between", [20, 50]), "between $20 and $50"),
        (where("rating", ">=", 7.5), "rated at least 7.5"),
        (where("pages", ">=", 300), "at least 300 pages"),
        (where("width", "<", 40), "with width under 40 cm"),
        (where("genres", "not_contains", "horror"), "not Horror"),
        (where("genres", "contains_any", ["horror", "War", "Noir"]), "Horror, War or Noir"),
        (where("cast", "contains", "Jim Carrey"), "with Jim Carrey"),
        (where("cast", "not_contains", "Jim Carrey"), "not with Jim Carrey"),
        (where("director", "in", ["Akira Kurosawa", "Ang Lee"]), "by Akira Kurosawa or Ang Lee"),
        (where("language", "=", "English"), "in English"),
        (where("country", "!=", "France"), "not from France"),
        (where("brand", "=", "Acme"), "brand: Acme"),
        (where("in_stock", "=", True), "in stock"),
        (where("in_stock", "!=", True), "not in stock"),
        (where("is_organic", "=", False), "not organic"),
        (where("synopsis", "contains", "heist"), "with “heist” in the synopsis"),
        (AnyOf(any_of=(where("year", "<", 1960), where("genres", "=", "War"))), "before 1960 or War"),
    ],
)
def test_a_condition_is_described_as_a_person_would_say_it(condition: Where, phrase: str) -> None:
    assert describe(condition, SCHEMA) == phrase


def test_conditions_survive_json() -> None:
    wheres: list[Where] = [where("year", "between", [1990, 1999]), AnyOf(any_of=(where("hit", "=", True),))]
    adapter: TypeAdapter[list[Where]] = TypeAdapter(list[Where])

    assert adapter.validate_json(adapter.dump_json(wheres)) == wheres


# Random catalogues: the three engines agree whatever a field is called and holds.

TEXTS = st.one_of(
    st.sampled_from(
        [
            "İstanbul",
            "istanbul",
            "ISTANBUL",
            "\u0131I",
            "straße",
            "STRASSE",
            "ﬁn",
            "fin",
            "K",
            "K",
            "é",
            "é",
            "É",
            "",
            "it's",
            '"',
            "%",
        ]
    ),
    st.text(max_size=4),
)
NUMBERS = st.one_of(st.integers(-5, 5), st.integers(-(2**53), 2**53), st.floats(-5, 5, allow_nan=False))
DATES = st.sampled_from(["1994", "1994-05", "1994-05-21", "1994-05-21T10:00:00", "1995-01", "1993", "0850"])
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "category": TEXTS,
    "tags": st.lists(TEXTS, max_size=3, unique=True),
    "text": TEXTS,
    "number": NUMBERS,
    "date": DATES,
    "flag": st.booleans(),
}
NAMES = st.sampled_from(["plain", 'qu"ote', "with space", "select", "sémantique", "a'b", "x;--"])
COMMON: tuple[Op, ...] = ("=", "!=", "in", "not_in", "exists")
OPS: dict[Kind, tuple[Op, ...]] = {
    "category": (*COMMON, "contains", "contains_any", "not_contains"),
    "tags": (*COMMON, "contains", "contains_any", "not_contains"),
    "text": (*COMMON, "contains", "contains_any", "not_contains"),
    "number": (*COMMON, "<", "<=", ">", ">=", "between"),
    "date": (*COMMON, "<", "<=", ">", ">=", "between"),
    "flag": COMMON,
}


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, Kind], list[Where]]:
    kinds = draw(st.dictionaries(NAMES, st.sampled_from(list(VALUES)), min_size=1, max_size=3))
    rows = [
        {"id": str(place), "title": draw(TEXTS)}
        | {name: draw(st.one_of(st.none(), VALUES[kind])) for name, kind in kinds.items()}
        for place in range(draw(st.integers(1, 6)))
    ]
    conditions = st.builds(lambda pairs: AnyOf(any_of=tuple(pairs)), st.lists(_conditions(rows, kinds), max_size=3))
    return rows, kinds, draw(st.lists(st.one_of(_conditions(rows, kinds), conditions), max_size=3))


@st.composite
def _conditions(draw: st.DrawFn, rows: list[dict[str, Any]], kinds: dict[str, Kind]) -> Condition:
    name = draw(st.sampled_from([*kinds, "title"]))
    kind: Kind = kinds.get(name, "text")
    op = draw(st.sampled_from(OPS[kind]))
    if op == "exists":
        return Condition(field=name, op=op, value=draw(st.booleans()))
    single = TEXTS if kind == "tags" else VALUES[kind]
    present = [each for row in rows if row[name] is not None for each in (row[name] if kind == "tags" else [row[name]])]
    value = st.one_of(single, st.sampled_from(present)) if present else single
    if op == "between":
        return Condition(field=name, op=op, value=sorted([draw(value), draw(value)]))
    if op in ("<", "<=", ">", ">="):
        return Condition(field=name, op=op, value=draw(value))
    return Condition(field=name, op=op, value=draw(st.one_of(value, st.lists(value, min_size=1, max_size=3))))


@settings(max_examples=250, deadline=None)
@given(catalogues())
def test_the_engines_agree_on_any_catalogue(case: tuple[list[dict[str, Any]], dict[str, Kind], list[Where]]) -> None:
    rows, kinds, wheres = case
    with tempfile.TemporaryDirectory() as folder:
        made = handmade(str(Path(folder) / "any.db"), rows, kinds)
        try:
            expected = by_python(made, *wheres)
            assert by_sql(made, *wheres) == expected
            assert by_sql(made, *wheres, spellings=True) == expected
            assert by_columns(made, *wheres) == expected
            pool = np.array([0, len(rows) - 1][: len(rows)], dtype=np.int64)
            within = made.columns.ids(made.columns.select(wheres, pool).tolist())
            assert within == [row for row in made.columns.ids(pool.tolist()) if row in expected]
        finally:
            made.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (2**63, float(2**63)),
        (-(2**63) - 1, -float(2**63)),
        (99999999999999999999, 1e20),
        ([10**30, 5, "x", True], [1e30, 5, "x", True]),
        (1e308, 1e308),
        ("9" * 400, "9" * 400),
    ],
)
def test_a_number_is_one_that_sqlite_and_whatever_keeps_a_session_hold(given: Any, kept: Any) -> None:
    value = Condition(field="year", op="in", value=given).value

    assert (value, repr(value)) == (kept, repr(kept))


@pytest.mark.parametrize("value", [10**400, -(10**400), [10**5000], float("inf"), float("nan"), [1, float("-inf")]])
def test_a_number_that_is_not_finite_is_refused(value: Any) -> None:
    with pytest.raises(BadArgument, match="`year` is compared with finite numbers"):
        Condition(field="year", op="between", value=value)
    with pytest.raises(BadArgument, match="`year` is compared with finite numbers"):
        TypeAdapter(Where).validate_python({"any_of": [{"field": "year", "op": "=", "value": value}]})


def test_a_number_too_long_to_be_read_is_shortened() -> None:
    shorter = Condition(field="runtime", op="<", value=1e300)

    assert describe(shorter, SCHEMA) == "under 1e+300 minutes"
    assert describe(Condition(field="runtime", op="<", value=1e20), SCHEMA) == (
        "under 100,000,000,000,000,000,000 minutes"
    )


@pytest.mark.parametrize(
    ("digits", "unit", "said"),
    [
        ("20", "$", "$20"),
        ("45", "%", "45%"),
        ("20", "°C", "20 °C"),
        ("1", "inches", "1 inch"),
        ("2", "inches", "2 inches"),
        ("20", "CHF", "20 CHF"),
        ("8", None, "8"),
    ],
)
def test_a_number_stands_with_its_unit(digits: str, unit: str | None, said: str) -> None:
    assert with_unit(digits, Field(name="x", kind="number", unit=unit)) == said
