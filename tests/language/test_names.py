"""Names are linked as a whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition
from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.words import normal
from palate.language.applying import understanding_of
from palate.language.frame import Frames
from palate.language.link import link, with_names
from palate.language.preference import Preference
from palate.language.session import SessionView
from palate.language.understand import read, understand
from tests.language.framing import constraint, frame

FILMS = Catalog.films()
PEOPLE = sorted({*FILMS.vocabulary("director"), *FILMS.vocabulary("cast")})
NAMES = [name for name in PEOPLE if len(name.split()) > 1]
CARRIERS = [
    "films by {}",
    "have you got anything with {}?",
    "I want a comedy with {}",
    "I love {}, what else is there from the 1990s?",
    "Something short. I like {} a lot",
]
NEW = SessionView()


def named(message: str) -> list[tuple[str, bool, list[str]]]:
    """Return the words of each value or title, whether they are an unknown name, and what they mean."""
    found = with_names(link(message, FILMS), message, FILMS)
    told = [each for each in found if each.kind in ("value", "title")]
    return [
        (
            message[each.start : each.end],
            each.unknown,
            [] if each.unknown else [*(str(value.value) for value in each.values), *(t.title for t in each.titles)],
        )
        for each in told
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PEOPLE), st.sampled_from(CARRIERS))
def test_the_whole_name_of_a_person_links_to_that_person(name: str, carrier: str) -> None:
    means = {said: values for said, unknown, values in named(carrier.format(name)) if not unknown}

    assert name in means[name.rstrip(".")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(CARRIERS))
@example("Jamie Lee Curtis", "Bruce Cabot", "films by {}")  # no Bruce Lee
@example("Bruce Lee", "Jamie Bell", "films by {}")  # "Jamie Lee" begins the name of Jamie Lee Curtis
def test_a_surname_with_the_first_name_of_somebody_else_is_nobody(name: str, other: str, carrier: str) -> None:
    assume(len(normal(other.split()[0])) > 1)  # "J. Lee Curtis" may well be Jamie Lee Curtis
    made = f"{other.split()[0]} {name.split(' ', 1)[1]}"
    assume("." not in other.split()[0])  # an initial is everybody's whose name begins with it
    assume(not any(match.confidence >= THRESHOLD for match in FILMS.grounder.values(made)))

    assert (made.rstrip("."), True, []) in named(carrier.format(made))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("films by dolores cameron", [("dolores cameron", True, [])]),
        ("something by J. Cameron", [("J. Cameron", False, ["James Cameron"])]),
        ("films by Francis Coppola", [("Francis Coppola", False, ["Francis Ford Coppola"])]),
        ("something by P. T. Anderson", [("P. T. Anderson", False, ["Paul Thomas Anderson"])]),
        ("films by Stephen Speilberg", [("Stephen Speilberg", False, ["Steven Spielberg"])]),
        ("films by Spielberg", [("Spielberg", False, ["Steven Spielberg"])]),
        ("Give me Hitchcock", [("Hitchcock", False, ["Alfred Hitchcock"])]),
        ("Early Kubrick", [("Kubrick", False, ["Stanley Kubrick"])]),
        ("anything with Allen Kar-wing?", [("Allen Kar-wing", True, [])]),
        (
            "a comedy with Alain Henckel von Donnersmarck",
            [("comedy", False, ["Comedy"]), ("Alain Henckel von Donnersmarck", True, [])],
        ),
        ("by Lee Daniels", [("Lee Daniels", True, [])]),
        ("I loved Marriage Story", [("Marriage Story", True, [])]),
        ("have you got The Crime of Father Amaro?", [("The Crime of Father Amaro", True, [])]),
        ("something like Alien Nation", [("Alien Nation", True, [])]),
        ('I liked "Love Letter" a lot', [("Love Letter", True, [])]),
        ("Kubrick's Eyes Wide Shut", [("Kubrick's", False, ["Stanley Kubrick"]), ("Eyes Wide Shut", True, [])]),
        ("a Science Fiction film", [("Science Fiction", False, ["Sci-Fi"])]),
        ("I want a Western", [("Western", False, ["Western"])]),
        ("The Western by Leone", [("Western", False, ["Western"]), ("Leone", False, ["Sergio Leone"])]),
        ("films set in New York", []),
        ("I LOVE KUBRICK", [("KUBRICK", False, ["Stanley Kubrick"])]),
    ],
)
def test_names_and_titles(message: str, expected: list[tuple[str, bool, list[str]]]) -> None:
    assert named(message) == expected


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("anything with Dolores Cameron?", "Dolores Cameron"),
        ("films by Dolores Cameron", "Dolores Cameron"),
        ("I don't like Dolores Cameron", "Dolores Cameron"),
        ("I loved Marriage Story", "Marriage Story"),
        ("who directed Marriage Story?", "Marriage Story"),
        ("have you got The Crime of Father Amaro?", "The Crime of Father Amaro"),
    ],
)
def test_nothing_follows_from_a_part_of_an_unknown_name(message: str, name: str) -> None:
    found = understand(message, NEW, FILMS)

    assert found.unknown == (name,)
    assert [intent.preferences for intent in found.intents] == [()]
    assert [intent.question for intent in found.intents] == [None]


def test_what_is_said_beside_an_unknown_name_counts() -> None:
    found = understand("a comedy with Dolores Cameron", NEW, FILMS)

    assert found.unknown == ("Dolores Cameron",)
    assert [entry.provenance.quote for entry in found.intents[0].preferences] == ["comedy"]


@pytest.mark.parametrize("message", ["something soppy", "sadder films", "I want a rainy film"])
def test_a_small_word_is_no_slip_of_a_surname(message: str) -> None:
    assert not {"director", "cast"} & {name for entry in read_wishes(message) for name in entry.fields}


def test_a_long_word_that_is_nearly_a_surname_is_its_slip() -> None:
    wished = [entry.where for entry in read_wishes("films by tarantinno")]

    assert [where.value for where in wished if isinstance(where, Condition)] == ["Quentin Tarantino"]


def read_wishes(message: str) -> list[Preference]:
    return [entry for intent in understand(message, NEW, FILMS).intents for entry in intent.preferences]


def test_where_nothing_but_an_unknown_name_is_asked_for_nothing_is_listed() -> None:
    found = understand("a film with Dolores Cameron", NEW, FILMS)

    assert [each.said for each in found.missing] == ["Dolores Cameron"]
    assert [intent.act for intent in found.intents] == ["unclear"]


def test_items_with_an_unknown_name_are_not_counted() -> None:
    (intent,) = understand("how many films with Dolores Cameron do you have?", NEW, FILMS).intents

    assert (intent.act, intent.question) == ("question", None)


def test_an_unknown_name_that_is_nearly_known_is_a_question() -> None:
    """Too far to be used, and near enough to be asked about."""
    doubts = [(each.quote, each.value) for each in read("films by Steve Kubrick", NEW, FILMS).doubts]
    found = understand("films by Steve Kubrick", NEW, FILMS)

    assert found.unknown == ("Steve Kubrick",)
    assert [(each.said, each.used) for each in found.doubtful] == doubts


@pytest.mark.parametrize(
    "made",
    [
        constraint("director", "any_of", "James Cameron", quote="Cameron"),
        constraint("director", "any_of", "James Cameron", quote="Dolores Cameron"),
        constraint("director", "any_of", "James Cameron", quote="something by Dolores Cameron"),
        constraint("synopsis", "words", "Cameron", quote="Dolores Cameron"),
        constraint("synopsis", "words", "Dolores Cameron", quote="Dolores Cameron"),
    ],
)
def test_a_frame_gets_nothing_from_a_part_of_an_unknown_name(made: dict[str, object]) -> None:
    frames = Frames(frames=(frame("request", set=[made, constraint("genres", "any_of", "Comedy", quote="comedy")]),))
    found, _ = understanding_of(frames, "a comedy, something by Dolores Cameron", NEW, FILMS)

    assert found.unknown == ("Dolores Cameron",)
    assert [entry.fields for entry in found.intents[0].preferences] == [("genres",)]


def test_a_frame_that_refers_to_a_part_of_an_unknown_title_refers_to_nothing() -> None:
    made = frame("request", refs=[{"item": "Alien", "as": "like", "quote": "Alien"}])
    found, _ = understanding_of(Frames(frames=(made,)), "something like Alien Nation", NEW, FILMS)

    assert (found.unknown, found.intents[0].like) == (("Alien Nation",), ())


def test_a_frame_may_name_in_another_language_what_is_unknown_as_written() -> None:
    made = frame("request", refs=[{"item": "Jaws", "as": "like", "quote": "Der Weisse Hai"}])
    found, _ = understanding_of(Frames(frames=(made,)), "etwas wie Der Weisse Hai", NEW, FILMS)

    assert ([each.title for each in found.intents[0].like], found.unknown) == (["Jaws"], ())


def test_a_frame_may_use_what_is_said_outside_of_the_name_too() -> None:
    made = frame("request", set=[constraint("director", "any_of", "James Cameron", quote="Cameron")])
    found, _ = understanding_of(Frames(frames=(made,)), "films by Cameron, not Dolores Cameron", NEW, FILMS)

    assert [entry.fields for entry in found.intents[0].preferences] == [("director",)]
