"""Shipped demonstrations: one set of templates, in the terms of any catalogue."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.frame_check import check_frame
from palate.language.session import SessionView
from palate.language.understanding import Shown
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.pool import MOST_TOKENS
from palate.planners.demos.templates import mapped, templates
from tests.harmful import harm_in, harmful_catalog
from tests.language.framing import constraint

SHOWN = "Shown: "


def by_id(catalog: Catalog) -> dict[str, Demonstration]:
    return {each.id: each for each in mapped(catalog)}


@pytest.fixture(params=["films", "shop"])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    made: Catalog = request.getfixturevalue(request.param)
    return made


def test_each_is_in_the_fields_values_and_titles_of_the_catalogue(tiny: Catalog, shop: Catalog) -> None:
    names = ("shipped-between", "shipped-value-not", "shipped-accept")

    assert [(each.message, each.frames.frames[0].constraints) for each in map(by_id(shop).get, names[:2]) if each] == [
        ("something whose price is 273 to 790", _of("price", 273, 790)),
        ("hello! after something black, but please spare me blue", _both("colours", "black", "blue")),
    ]
    assert [(each.message, each.frames.frames[0].constraints) for each in map(by_id(tiny).get, names[:2]) if each] == [
        ("something whose runtime is 112 to 140", _of("runtime", 112, 140)),
        ("hello! after something Comedy, but please spare me Sci-Fi", _both("genres", "Comedy", "Sci-Fi")),
    ]
    assert by_id(tiny)["shipped-accept"].state == (
        'Active: w1 genres contains "Comedy" ("Comedy")',
        "Shown: #1 Alien; #2 Fargo; #3 Jaws",
    )


def _of(field: str, low: int, high: int) -> tuple[object, ...]:
    return _made(constraint(field, "between", low, high, quote=f"{field} is {low} to {high}"))


def _both(field: str, one: str, other: str) -> tuple[object, ...]:
    return _made(
        constraint(field, "any_of", one, quote=f"something {one}"),
        constraint(field, "none_of", other, quote=f"spare me {other}"),
    )


def _made(*told: dict[str, object]) -> tuple[object, ...]:
    from palate.language.frame import Constraint

    return tuple(map(Constraint.model_validate, told))


def test_all_there_are_are_mapped(catalog: Catalog) -> None:
    assert list(by_id(catalog)) == [each["id"] for each in templates()]


def test_each_is_valid_over_the_catalogue(catalog: Catalog) -> None:
    problems = [
        (each.id, told)
        for each in mapped(catalog)
        for frame in each.frames.frames
        for checked in [check_frame(frame, each.message, _session(each, catalog), catalog)]
        for told in (*checked.problems, *checked.ambiguous, *checked.unknown)
    ]

    assert problems == [("shipped-unknown", "smell of lavender")]


def _session(demonstration: Demonstration, catalog: Catalog) -> SessionView:
    """The session that a demonstration's state tells of, as far as items are shown."""
    lines = [line.removeprefix(SHOWN) for line in demonstration.state if line.startswith(SHOWN)]
    titles = [part.split(" ", 1)[1] for line in lines for part in line.split("; ")]
    return SessionView(shown=tuple(Shown(id=catalog.grounder.titles(each)[0].id, title=each) for each in titles))


def test_several_fit_into_a_prompt(catalog: Catalog) -> None:
    assert max(each.tokens for each in mapped(catalog)) * 3 <= MOST_TOKENS


def test_what_a_catalogue_lacks_the_fields_for_is_left_out() -> None:
    items = [{"id": str(at), "title": f"T{at}", "mood": ("calm", "wild")[at % 2]} for at in range(4)]
    with Catalog.build(":memory:", items=items, fields={"mood": "category"}) as catalog:
        found = by_id(catalog)

    assert {"shipped-thanks", "shipped-about", "shipped-value-not"} <= set(found)
    assert not {"shipped-between", "shipped-either", "shipped-count"} & set(found)


def test_what_the_catalogue_knows_is_masked(tiny: Catalog) -> None:
    found = by_id(tiny)

    assert [found[each].masked for each in ("shipped-below", "shipped-either", "shipped-which")] == [
        "[value] with a [field] of [number] at the very most",
        "either [value] or else [value], one of them will do",
        "what kinds of [field] are there at all?",
    ]


def test_no_text_of_a_catalogue_begins_a_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    with harmful_catalog(tmp_path_factory.mktemp("harmful") / "harmful.db") as catalog:
        found = [message.content for each in mapped(catalog) for message in each.messages()]

    assert found
    assert [sign for content in found for sign in harm_in(content)] == []
    assert [line for content in found for line in content.split("\n") if line.startswith(("- Rule", "2. Fake"))] == []
