"""What messages mean, over the embedded films: one table a kind of saying."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

NOTHING_YET = SessionView()

VALUES = {
    "a comedy": ["recommend | genres contains Comedy"],
    "comedies": ["recommend | genres contains Comedy"],
    "sci fi please": ["recommend | genres contains Sci-Fi"],
    "a romantic comedy": ["recommend | moods contains romantic | genres contains Comedy"],
    "something funny but not a romance": ["recommend | moods contains funny | genres not_contains Romance"],
    "westerns or musicals": ["recommend | genres contains_any ['Western', 'Musical']"],
    "comedies and westerns": ["recommend | genres contains_any ['Comedy', 'Western']"],
    "either a thriller or a horror movie": ["recommend | genres contains_any ['Thriller', 'Horror']"],
    "a comedy and drama": ["recommend | genres contains Comedy | genres contains Drama"],
    "something with Al Pacino and Robert De Niro": [
        "recommend | cast contains Al Pacino | cast contains Robert De Niro"
    ],
    "a funny film with Tom Hanks or Meg Ryan": [
        "recommend | moods contains funny | cast contains_any ['Tom Hanks', 'Meg Ryan']"
    ],
    "films rated PG or PG-13": ["recommend | age_rating in ['PG', 'PG-13']"],
    "only German films": ["recommend | language = German or country = Germany | only"],
    "what do you have by Miyazaki?": ["recommend | director contains Hayao Miyazaki"],
}

RANGES = {
    "under two hours": ["recommend | runtime < 120"],
    "two hours or less": ["recommend | runtime <= 120"],
    "at least 90 minutes": ["recommend | runtime >= 90"],
    "no more than an hour and a half": ["recommend | runtime <= 90"],
    "between 90 and 100 minutes": ["recommend | runtime between [90, 100]"],
    "a 2 hour movie": ["recommend | runtime between [108, 132]"],
    "the nineties": ["recommend | year between [1990, 1999]"],
    "from the early 80s": ["recommend | year between [1980, 1983]"],
    "between 1960 and 1975": ["recommend | year between [1960, 1975]"],
    "from 1980 to 1985": ["recommend | year between [1980, 1985]"],
    "made after 1960 but before 1980": ["recommend | year > 1960 | year < 1980"],
    "nothing before 1950": ["recommend | year >= 1950"],
    "around 1990": ["recommend | year between [1987, 1993]"],
    "longer than 2 hours and newer than 1990": ["recommend | runtime > 120 | year > 1990"],
    "before the nineties": ["recommend | year < 1990"],
    "since the 90s": ["recommend | year >= 1990"],
    "after the nineties": ["recommend | year > 1999"],
}

NEGATIONS = {
    "no horror": ["recommend | genres not_contains Horror"],
    "not by Spielberg": ["recommend | director not_contains Steven Spielberg"],
    "anything but westerns": ["recommend | genres not_contains Western"],
    "neither horror nor musicals": ["recommend | genres not_contains ['Horror', 'Musical']"],
    "a comedy, not with Jim Carrey": ["recommend | genres contains Comedy | cast not_contains Jim Carrey"],
    "no zombies": ["recommend | synopsis not_contains zombie"],
    "not too long": ["recommend | ~runtime <= 123"],
    "nothing like Alien": ["recommend | ~!item alien-1979"],
}

LIKENESS = {
    "something like Alien and Jaws": ["recommend | like Alien, Jaws"],
    "for someone who loved Alien but found it too long": ["recommend | like Alien | runtime < Alien"],
    "movies like 'Up'": ["recommend | like Up"],
    "something like Seven Samurai but shorter": ["recommend | like Seven Samurai | runtime < Seven Samurai"],
    "like the matrix but less violent": ["recommend | ~!moods contains violent | like The Matrix"],
    "before Jaws came out": ["recommend | year < Jaws"],
    "older than Jaws": ["recommend | year < Jaws"],
}

SUPERLATIVES = {
    "the longest western": ["recommend | genres contains Western | by runtime down"],
    "the oldest Japanese film": ["recommend | language = Japanese or country = Japan | by year up"],
    "the most popular comedies": ["recommend | genres contains Comedy | by popularity down"],
    "three comedies please": ["recommend | genres contains Comedy | limit 3"],
    "top 5 sci-fi movies": ["recommend | genres contains Sci-Fi | by popularity down | limit 5"],
}

TEXTS = {
    "a vampire count in a castle": ["recommend | ~text 'vampire count' | ~text 'castle'"],
    "a heist that goes wrong": ["recommend | ~text 'heist that goes wrong'"],
    "a movie where a bank robbery goes wrong": ["recommend | ~text 'bank robbery goes wrong'"],
    "a French film about love": ["recommend | language = French or country = France | ~text 'love'"],
}

QUESTIONS = {
    "who directed Fargo?": ["question | about Fargo | ? attribute director"],
    "when did Alien come out?": ["question | about Alien | ? attribute year"],
    "how long is Jaws?": ["question | about Jaws | ? attribute runtime"],
    "what is Fargo about?": ["question | about Fargo | ? attribute synopsis"],
    "who is in Alien?": ["question | about Alien | ? attribute cast"],
    "who made Psycho": ["question | about Psycho | ? attribute director"],
    "how many Kurosawa films do you have?": ["question | director contains Akira Kurosawa | ? count"],
    "is Alien older than Jaws?": ["question | about Alien | ? compare year"],
    "which is longer, Alien or Jaws?": ["question | about Alien, Jaws | ? compare runtime"],
    "what's the longest western?": ["question | genres contains Western | by runtime down | ? superlative runtime"],
    "what genres do you have?": ["question | ? values genres"],
    "do you have any Kurosawa films?": ["question | director contains Akira Kurosawa | ? exists"],
    "is Fargo a comedy?": ["question | genres contains Comedy | about Fargo | ? check"],
    "average length of westerns": ["question | genres contains Western | ? average runtime"],
}

TASTE = {
    "I love musicals": ["state | ~*genres contains Musical"],
    "I can't stand horror": ["state | *genres not_contains Horror"],
    "I'm not big on westerns": ["state | ~!*genres contains Western"],
    "I've seen Vertigo": ["state | seen Vertigo"],
    "I've seen Up and Her": ["state | seen Up, Her"],
    "I hated Titanic but loved The Matrix": [
        "state | ~!*item titanic-1997 | ~*item the-matrix-1999 | about Titanic, The Matrix"
    ],
    "recommend something, I loved Heat": ["recommend | ~*item heat-1995 | like Heat | about Heat"],
}

SOCIAL = {
    "hello": ["greet"],
    "thanks!": ["thanks"],
    "what can you do?": ["help"],
    "bye": ["bye"],
    "start over": ["undo | withdraw * | fresh"],
}

UNUSUAL = {
    "something in French": ["recommend | language = French"],
    "musicals, just leave America out of it": ["recommend | genres contains Musical | country != United States"],
    "Comedies leave me cold": ["state | *genres not_contains Comedy"],
    "Fargo is one of my favourites": ["state | ~*item fargo-1996 | about Fargo"],
    "post-2015 horror": ["recommend | year > 2015 | genres contains Horror"],
    "the length of Jaws?": ["question | about Jaws | ? attribute runtime"],
    "my girlfriend adores Amélie; what would she enjoy?": ["recommend | like Amélie"],
    "not in the mood for subtitles so english only": ["recommend | language = English | only"],
    "what languages are there": ["question | ? values language"],
    "could you point me towards a decent whodunit?": ["recommend | genres contains Mystery"],
    "do you have The Godfather Part III?": ["unclear"],
    "from the 1990s or 1980s": ["recommend | year between [1990, 1999] or year between [1980, 1989]"],
    "too violent": ["recommend | ~!moods contains violent"],
    "something scarier": ["recommend | moods contains scary"],
}

TWO_REQUESTS = {
    "two comedies and one western": [
        "recommend | genres contains Comedy | limit 2",
        "recommend | genres contains Western | limit 1",
    ],
    "a comedy and a western": ["recommend | genres contains Comedy", "recommend | genres contains Western"],
    "find me a comedy and tell me who directed Jaws": [
        "recommend | genres contains Comedy",
        "question | about Jaws | ? attribute director",
    ],
    "who stars in Fargo and when was it made?": [
        "question | about Fargo | ? attribute cast",
        "question | about Fargo | ? attribute year",
    ],
}

EVERYTHING = (
    VALUES | RANGES | NEGATIONS | LIKENESS | SUPERLATIVES | TEXTS | QUESTIONS | TASTE | SOCIAL | UNUSUAL | TWO_REQUESTS
)


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


@pytest.mark.parametrize(("message", "meaning"), EVERYTHING.items(), ids=list(EVERYTHING))
def test_a_message_means(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, NOTHING_YET, films)) == meaning


@pytest.mark.parametrize(
    ("message", "said", "used"),
    [
        ("something like Ghandi", "Ghandi", "Gandhi"),
        ("a movie by Speilberg", "Speilberg", "Steven Spielberg"),
        ("a commedy from the 80s", "commedy", "Comedy"),
        ("an animated film", "animated", "Animation"),
    ],
)
def test_what_was_taken_for_something_near_is_told(films: Catalog, message: str, said: str, used: str) -> None:
    understanding = understand(message, NOTHING_YET, films)

    assert [(snap.said, snap.used) for snap in understanding.snapped] == [(said, used)]


@pytest.mark.parametrize(
    ("message", "unknown"),
    [
        ("asdf qwerty", ("asdf", "qwerty")),
        ("a film by Zorblax", ("Zorblax",)),
        ("movies directed by women", ("women",)),
        ("under $50", ("under $50",)),
        ("cheaper", ("cheaper",)),
    ],
)
def test_what_means_nothing_here_is_unknown_and_filters_nothing(
    films: Catalog, message: str, unknown: tuple[str, ...]
) -> None:
    understanding = understand(message, NOTHING_YET, films)

    assert understanding.unknown == unknown
    assert parts(understanding) == ["unclear"]


@pytest.mark.parametrize(
    "message", ["", "   ", "😀😀", "أريد فيلم كوميدي", "?!", "\x00", "\ud800", "a" * 5000, "no " * 3000]
)
def test_no_message_is_an_error(films: Catalog, message: str) -> None:
    assert understand(message, NOTHING_YET, films).intents


def test_a_title_of_two_items_is_ambiguous_until_the_year_is_told(tiny: Catalog) -> None:
    unsure = understand("something like Dune", NOTHING_YET, tiny)
    sure = understand("something like Dune (2021)", NOTHING_YET, tiny)

    assert [(each.said, each.options) for each in unsure.ambiguous] == [("Dune", ("6", "7"))]
    assert [mention.item for mention in sure.intents[0].like] == ["7"]


@pytest.mark.parametrize(
    "answer", ["the second one", "2021", "the one from 2021", "Dune (2021)", "the newer one", "the newer"]
)
def test_the_answer_to_which_of_two_titles_is_understood_with_the_message_it_is_about(
    tiny: Catalog, answer: str
) -> None:
    session = SessionView(turn=1, asked="title", options=("6", "7"), pending="something like Dune")

    assert [mention.item for mention in understand(answer, session, tiny).intents[0].like] == ["7"]


def test_a_preference_quotes_the_message(films: Catalog) -> None:
    message = "I want a comedy under 100 minutes, not with Jim Carrey"

    quotes = [entry.provenance.quote for entry in understand(message, NOTHING_YET, films).intents[0].preferences]

    assert quotes == ["comedy", "under 100 minutes", "not with Jim Carrey"]


def test_who_says_both_wishes_again_makes_no_two_requests_of_them(films: Catalog) -> None:
    """Before they are held, two sentences that each ask for something are two requests."""
    message = "Show us your comedies, pal. I want westerns."
    first = understand(message, SessionView(), films)
    held = tuple(entry for intent in first.intents for entry in intent.preferences)
    again = understand(message, SessionView(preferences=held), films)

    assert len(first.intents) == 2
    assert [len(intent.preferences) for intent in again.intents] == [2]


@pytest.mark.parametrize(
    ("message", "requests"),
    [
        ("Show me films like Alien. Then recommend films like Fargo.", 2),
        ("Show me three westerns. Recommend me something like Alien.", 2),
        ("Show me westerns. I want musicals.", 2),
    ],
)
def test_what_was_not_all_wished_before_may_be_several_requests(films: Catalog, message: str, requests: int) -> None:
    held = tuple(
        entry for intent in understand("westerns", SessionView(), films).intents for entry in intent.preferences
    )

    assert len(understand(message, SessionView(preferences=held), films).intents) == requests


def test_a_question_about_what_is_wished_already_stays_a_question(films: Catalog) -> None:
    held = tuple(
        entry for intent in understand("westerns", SessionView(), films).intents for entry in intent.preferences
    )
    (intent,) = understand("do you have a western?", SessionView(preferences=held), films).intents

    assert intent.question is not None
