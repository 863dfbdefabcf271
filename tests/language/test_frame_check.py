"""Frames over a catalogue: what exists and was said stays, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, Condition
from palate.catalog.conditions import AnyOf
from palate.language.frame import Suggestion
from palate.language.frame_check import CheckedFrame, check_frame
from palate.language.preference import Preference, Provenance
from palate.language.session import SessionView
from palate.language.understanding import ItemValue, Mention
from tests.language.framing import SHOWN, constraint, frame


def checked(catalog: Catalog, message: str, session: SessionView = SHOWN, **parts: Any) -> CheckedFrame:
    return check_frame(frame(**parts), message, session, catalog)


def is_(field: str, op: Any, value: Any) -> Condition:
    return Condition(field=field, op=op, value=value)


@pytest.mark.parametrize(
    ("field", "op", "values", "wheres"),
    [
        ("genres", "any_of", ["Comedy"], [is_("genres", "contains", "Comedy")]),
        ("genres", "any_of", ["COMEDY", "sci fi"], [is_("genres", "contains_any", ["Comedy", "Sci-Fi"])]),
        ("genres", "all_of", ["Comedy", "Crime"], [is_("genres", "contains", each) for each in ("Comedy", "Crime")]),
        (
            "genres",
            "none_of",
            ["Comedy", "Crime"],
            [is_("genres", "not_contains", each) for each in ("Comedy", "Crime")],
        ),
        ("country", "any_of", ["France"], [is_("country", "=", "France")]),
        ("country", "any_of", ["France", "United States"], [is_("country", "in", ["France", "United States"])]),
        ("country", "none_of", ["France"], [is_("country", "!=", "France")]),
        ("runtime", "<", [100], [is_("runtime", "<", 100)]),
        ("runtime", ">=", ["100"], [is_("runtime", ">=", 100)]),
        ("runtime", "between", [120, 90.5], [is_("runtime", "between", [90.5, 120])]),
        ("runtime", "any_of", [97], [is_("runtime", "=", 97)]),
        ("year", "any_of", [1975, 1979], [is_("year", "in", [1975, 1979])]),
        ("year", "none_of", [1975], [is_("year", "!=", 1975)]),
        ("year", "near", [1980], [is_("year", "between", [1977, 1983])]),
    ],
)
def test_a_constraint_becomes_conditions(
    tiny: Catalog, field: str, op: str, values: list[Any], wheres: list[Condition]
) -> None:
    found = checked(tiny, "so it is said", set=[constraint(field, op, *values, quote="so it is")])

    assert [where for each in found.constraints for where in each.wheres] == wheres
    assert (found.problems, found.unknown) == ([], [])


@pytest.mark.parametrize(
    ("values", "where"),
    [([True], is_("in_stock", "=", True)), (["no"], is_("in_stock", "=", False))],
)
def test_a_flag_is_yes_or_no(shop: Catalog, values: list[Any], where: Condition) -> None:
    found = checked(shop, "in stock", set=[constraint("in_stock", "any_of", *values, quote="in stock")])

    assert [each.wheres for each in found.constraints] == [(where,)]


def test_a_comparison_on_an_ordered_category_is_a_list_of_its_values() -> None:
    items = [{"id": str(at), "title": f"T{at}", "size": size} for at, size in enumerate(["S", "M", "L", "XL"] * 2)]
    with Catalog.build(":memory:", items=items, fields={"size": "category:S<M<L<XL"}) as catalog:
        said = [("<", ["L"]), (">=", ["L"]), ("between", ["M", "L"])]
        found = checked(catalog, "so", set=[constraint("size", op, *values, quote="so") for op, values in said])

    assert [each.values for each in found.constraints] == [("S", "M"), ("L", "XL"), ("M", "L")]


def test_words_are_looked_for_in_texts_and_wherever_no_field_tells(shop: Catalog) -> None:
    told = [constraint("description", "any_of", "two-day walks", quote="walks"), constraint("brand", "words", "Nordic")]
    found = checked(shop, "for walks, Nordic", set=[told[0], {**told[1], "quote": "Nordic"}])

    assert [(each.text, each.wheres) for each in found.constraints] == [("two-day walks", ()), ("Nordic", ())]


def test_a_value_that_is_required_and_does_not_exist_matches_nothing_and_is_reported(tiny: Catalog) -> None:
    found = checked(tiny, "a western", set=[constraint("genres", "any_of", "Western", quote="a western")])

    assert [each.wheres for each in found.constraints] == [(is_("genres", "contains", "Western"),)]
    assert found.unknown == ["Western"]


def test_of_several_values_those_that_exist_are_taken_and_the_others_reported(tiny: Catalog) -> None:
    found = checked(
        tiny,
        "a western or comedy",
        set=[constraint("genres", "any_of", "Western", "Comedy", quote="western or comedy")],
    )

    assert [each.wheres for each in found.constraints] == [(is_("genres", "contains", "Comedy"),)]
    assert found.unknown == ["Western"]


@pytest.mark.parametrize(
    "told",
    [
        constraint("genres", "any_of", "Western", quote="a western", force="prefer"),
        constraint("genres", "any_of", "Western", basis="known"),
        constraint("genres", "none_of", "Western", quote="a western"),
    ],
)
def test_one_that_is_preferred_guessed_or_ruled_out_is_left_out(tiny: Catalog, told: dict[str, Any]) -> None:
    assert checked(tiny, "a western", set=[told]).constraints == []


def test_a_close_value_is_never_taken_instead(tiny: Catalog) -> None:
    found = checked(tiny, "comedies", set=[constraint("genres", "any_of", "Comedies", quote="comedies")])

    assert [each.values for each in found.constraints] == [("Comedies",)]
    assert found.unknown == ["Comedies"]


def test_what_quotes_words_that_were_not_said_only_orders(tiny: Catalog) -> None:
    found = checked(tiny, "something funny", set=[constraint("genres", "any_of", "Comedy", quote="a comedy", **ALWAYS)])

    [made] = found.constraints
    assert (made.constraint.basis, made.constraint.force, made.constraint.scope) == ("known", "prefer", "session")
    assert found.problems == ["“a comedy” does not occur in the message; `genres` only orders."]


ALWAYS = {"for": "always"}


@pytest.mark.parametrize(
    ("message", "quote", "is_said"),
    [
        ("A Comedy,  please", "a comedy please", True),
        ("un film francés", "frances", True),
        ("uncomely", "comely", False),
        ("想找喜剧", "喜剧", True),
        ("a comedy", "", False),
        ("a comedy", "…", False),
    ],
)
def test_a_quote_is_of_whole_words_case_and_marks_aside(tiny: Catalog, message: str, quote: str, is_said: bool) -> None:
    found = checked(tiny, message, set=[constraint("genres", "any_of", "Comedy", quote=quote)])

    assert (found.problems == []) == is_said


@pytest.mark.parametrize(
    ("told", "problem", "unknown"),
    [
        (constraint("mood", "any_of", "sad", quote="sad"), "`mood` is not a field.", ["sad"]),
        (constraint("mood", "any_of", "sad", basis="known"), "`mood` is not a field.", []),
        (constraint("id", "any_of", "1", quote="sad"), "`id` is an id, which no constraint tests.", []),
        (constraint("year", ">", "long ago", quote="sad"), "`year` is a number; `long ago` is not.", ["sad"]),
        (constraint("year", ">", "nan", quote="sad"), "`year` is compared with finite numbers.", ["sad"]),
        (constraint("year", ">", True, quote="sad"), "`year` is compared with finite numbers.", ["sad"]),
    ],
)
def test_what_no_field_can_tell_is_left_out_and_noted(
    tiny: Catalog, told: dict[str, Any], problem: str, unknown: list[str]
) -> None:
    found = checked(tiny, "sad", set=[told])

    assert (found.constraints, found.problems, found.unknown) == ([], [problem], unknown)


def test_alternatives_on_different_fields_are_one_condition(tiny: Catalog) -> None:
    group = [
        constraint("genres", "any_of", "Comedy", quote="a comedy"),
        constraint("year", "<", 1980, quote="before 1980"),
    ]
    found = checked(tiny, "a comedy or from before 1980", either=[group, [constraint("mood", "any_of", "sad")]])

    [made] = found.constraints
    assert made.wheres == (AnyOf(any_of=(is_("genres", "contains", "Comedy"), is_("year", "<", 1980))),)
    assert made.values == ("Comedy", "1980")


@pytest.mark.parametrize(
    ("field", "op", "bound"),
    [
        ("year", "<", "<"),
        ("genres", "any_of", "contains_any"),
        ("genres", "none_of", "not_contains"),
        ("country", "any_of", "="),
    ],
)
def test_the_value_of_another_item_is_looked_up(tiny: Catalog, field: str, op: str, bound: str) -> None:
    found = checked(tiny, "like Jaws", set=[constraint(field, op, {"of": "Jaws"}, quote="like Jaws")])

    assert [each.bound for each in found.constraints] == [
        ItemValue.model_validate({"field": field, "op": bound, "item": "3", "title": "Jaws", "quote": "like Jaws"})
    ]


def test_a_comparison_with_what_is_shown_is_with_the_middle_of_it(tiny: Catalog) -> None:
    told = constraint("runtime", "<", {"of": "shown"}, quote="shorter")

    assert [each.wheres for each in checked(tiny, "shorter", set=[told]).constraints] == [(is_("runtime", "<", 117),)]
    assert checked(tiny, "shorter", SessionView(), set=[told]).unknown == ["shorter"]


def test_the_value_of_an_item_that_does_not_exist_is_reported(tiny: Catalog) -> None:
    found = checked(tiny, "older than Metropolis", set=[constraint("year", "<", {"of": "Metropolis"}, quote="older")])

    assert (found.constraints, found.unknown) == ([], ["Metropolis"])


@pytest.mark.parametrize(
    ("item", "quote", "mention"),
    [
        ("Jaws", "", Mention(item="3", title="Jaws", quote="Jaws")),
        ("amelie", "amelie", Mention(item="4", title="Amélie", quote="amelie")),
        ("#2", "the second", Mention(item="3", title="Jaws", quote="the second", how="reference")),
    ],
)
def test_a_reference_is_to_a_title_or_a_number_shown(tiny: Catalog, item: str, quote: str, mention: Mention) -> None:
    found = checked(tiny, "Jaws, amelie and the second", refs=[{"item": item, "as": "like", "quote": quote}])

    assert [mentions for _, mentions in found.refs] == [(mention,)]


@pytest.mark.parametrize("item", ["#0", "#4", "#x", "#"])
def test_a_number_that_was_not_shown_is_no_item(tiny: Catalog, item: str) -> None:
    found = checked(tiny, "the next", refs=[{"item": item, "as": "take", "quote": "the next"}])

    assert (found.refs, found.unknown) == ([], ["the next"])


def test_a_reference_that_the_message_does_not_name_is_left_out(tiny: Catalog) -> None:
    found = checked(tiny, "something scary", refs=[{"item": "Alien", "as": "like", "quote": "like Alien"}])

    assert (found.refs, found.unknown, found.problems) == ([], [], ["`Alien` is not named by the message."])


def test_a_title_that_does_not_exist_is_reported_and_one_of_two_items_is_asked_about(tiny: Catalog) -> None:
    refs = [{"item": each, "as": "like", "quote": each} for each in ("Metropolis", "Dune")]
    found = checked(tiny, "like Metropolis and Dune", refs=refs)

    assert found.unknown == ["Metropolis"]
    assert [(each.said, each.options) for each in found.ambiguous] == [("Dune", ("6", "7"))]
    assert found.refs == []


def test_a_close_title_is_never_taken_instead(tiny: Catalog) -> None:
    assert [each.title for each in tiny.grounder.titles("Cluless")] == ["Clueless"]

    found = checked(
        tiny,
        "like Cluless",
        refs=[{"item": "Cluless", "as": "like", "quote": "Cluless"}],
        titles=[{"title": "Cluless"}],
    )

    assert (found.refs, found.suggested, found.unknown) == ([], [], ["Cluless"])


def test_titles_that_a_model_suggests_are_those_that_exist(tiny: Catalog) -> None:
    titles = [{"title": "Alien"}, {"title": "Metropolis", "year": 1927}, {"title": "Dune", "year": 2021}]
    found = checked(tiny, "space", titles=titles)

    assert found.suggested == ["1", "7"]
    assert (found.unknown, found.ambiguous) == ([], [])
    assert found.frame.titles[1] == Suggestion(title="Metropolis", year=1927)


def test_words_that_no_field_expresses_are_reported_where_they_were_said(tiny: Catalog) -> None:
    unknown = [{"quote": "smells of rain"}, {"quote": "costs a lot"}]

    assert checked(tiny, "one that smells of rain", unknown=unknown).unknown == ["smells of rain"]


HELD = SHOWN.model_copy(
    update={
        "preferences": (
            Preference(where=is_("genres", "contains", "Crime"), provenance=Provenance(quote="about crime")),
            Preference(text="heist", strength="soft", provenance=Provenance(quote="a heist")),
        )
    }
)


@pytest.mark.parametrize(
    ("repeated", "basis"),
    [
        (constraint("genres", "any_of", "Crime", quote="about crime"), "said"),
        (constraint("genres", "any_of", "Crime", quote="crime", basis="known"), "known"),
        (constraint("title", "words", "heist", quote="a heist"), "said"),
    ],
)
def test_what_holds_already_is_repeated_in_the_words_it_was_said_in(
    tiny: Catalog, repeated: dict[str, Any], basis: str
) -> None:
    comedy = constraint("genres", "any_of", "Comedy", quote="funny too")
    found = checked(tiny, "funny too", HELD, set=[comedy, repeated])

    assert [(each.constraint.quote, each.constraint.basis) for each in found.constraints] == [
        ("funny too", "said"),
        (repeated["quote"], basis),
    ]
    assert found.problems == []


@pytest.mark.parametrize(
    "other",
    [
        constraint("genres", "any_of", "Romance", quote="about crime"),
        constraint("country", "any_of", "France", quote="about crime"),
        constraint("title", "words", "robbery", quote="a heist"),
        constraint("genres", "any_of", "Crime", quote="a heist"),
    ],
)
def test_words_of_an_earlier_message_say_nothing_else(tiny: Catalog, other: dict[str, Any]) -> None:
    [found] = checked(tiny, "and shorter", HELD, set=[other]).constraints

    assert (found.constraint.basis, found.constraint.quote) == ("known", "and shorter")


@pytest.mark.parametrize(("act", "kept"), [("request", 1), ("answer", 1), ("question", 0), ("taste", 0), ("chat", 0)])
def test_who_asks_or_tells_something_does_not_ask_again_for_what_holds(tiny: Catalog, act: str, kept: int) -> None:
    repeated = constraint("genres", "any_of", "Crime", quote="about crime")
    found = check_frame(frame(act, set=[repeated]), "hm", HELD, tiny)

    assert len(found.constraints) == kept


def test_words_of_grammar_are_neither_looked_for_nor_reported(tiny: Catalog) -> None:
    texts = [constraint("title", "words", each, quote=each) for each in ("a", "the of", "a farm")]
    found = checked(tiny, "a farm or the of", set=texts, unknown=[{"quote": "the"}, {"quote": "farm"}])

    assert [each.text for each in found.constraints] == ["a farm"]
    assert found.unknown == ["farm"]
