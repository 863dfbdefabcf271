"""Wordings that people use for bounds, negations, orders and counts, over the embedded films: one table a kind."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.language.understand import understand
from palate.language.understanding import SessionView
from tests.language.notation import parts

BOUNDS = {
    "two hours, give or take ten minutes": ["recommend | runtime between [110, 130]"],
    "from 1985 give or take 3 years": ["recommend | year between [1982, 1988]"],
    "100 minutes or so": ["recommend | runtime between [90, 110]"],
    "from 1985 on": ["recommend | year >= 1985"],
    "runs under 95 minutes": ["recommend | runtime < 95"],
    "I only have 100 minutes": ["recommend | runtime <= 100"],
    "I have 100 minutes": ["recommend | runtime <= 100"],
    "I've got two hours": ["recommend | runtime <= 120"],
    "Minimum length is 125 minutes": ["recommend | runtime >= 125"],
    "max runtime: two hours": ["recommend | runtime <= 120"],
    "at most: 90 minutes": ["recommend | runtime <= 90"],
    "I only have 130 minutes, so it needs to fit in that": ["recommend | runtime <= 130"],
    "age rating equals R": ["recommend | age_rating = R"],
    "Once you have found one, show it": ["recommend"],
    "1996 is too late": ["recommend | year < 1996"],
    "1950 is too early": ["recommend | year > 1950"],
    "it's late so a short one": ["recommend | ~runtime <= 101"],
    "we're old, so an old film": ["recommend | ~year <= 1970"],
    "a comedy and if there is none a drama": ["recommend | genres contains_any ['Comedy', 'Drama']"],
    "predates Jaws": ["recommend | year < Jaws"],
    "no later than Jaws": ["recommend | year <= Jaws"],
    "at least as long as Heat": ["recommend | runtime >= Heat"],
    "not as old as Jaws": ["recommend | year > Jaws"],
    "at most as long as Alien": ["recommend | runtime <= Alien"],
    "older than both Alien and Jaws": ["recommend | year < Alien | year < Jaws"],
    "made between Alien and Jaws": ["recommend | year > Jaws | year < Alien"],
    "something between Alien and Jaws": ["recommend | like Alien, Jaws"],
    "year > 2000": ["recommend | year > 2000"],
    "longer than Heat and Alien": ["recommend | runtime > Heat | runtime > Alien"],
    "under the two hour mark": ["recommend | runtime < 120"],
    "I can't go over 100 minutes": ["recommend | runtime <= 100"],
    "1990 and newer, comedies": ["recommend | year >= 1990 | genres contains Comedy"],
    "films about robots made after 2000": ["recommend | ~text 'robots' | year > 2000"],
    "90 minutes at the very most": ["recommend | runtime <= 90"],
    "westerns of the last century": ["recommend | genres contains Western | year between [1901, 2000]"],
    "1930-something comedies": ["recommend | year between [1930, 1939] | genres contains Comedy"],
}

NEGATIONS = {
    "no movies from the US": ["recommend | country != United States"],
    "I don't want anything with Tom Hanks": ["recommend | cast not_contains Tom Hanks"],
    "crime sans violence": ["recommend | genres contains Crime | moods not_contains violent"],
    "scary-free comedies": ["recommend | moods not_contains scary | genres contains Comedy"],
    "comedies, horror excluded": ["recommend | genres contains Comedy | genres not_contains Horror"],
    "a horror film that's not too violent": ["recommend | genres contains Horror | ~!moods contains violent"],
    "any language but English": ["recommend | language != English"],
    "not another western": ["recommend | genres not_contains Western"],
    "skip the romances, just comedies": ["recommend | genres not_contains Romance | genres contains Comedy"],
}

ORDERS = {
    "five oldest films": ["recommend | by year up | limit 5"],
    "the longest running musical": ["recommend | genres contains Musical | by runtime down"],
    "Spielberg's first film": ["recommend | director contains Steven Spielberg | by year up"],
    "thrillers, newest first": ["recommend | genres contains Thriller | by year down"],
    "comedies sorted by length": ["recommend | genres contains Comedy | by runtime up"],
    "the very first western": ["recommend | genres contains Western | by year up"],
    "of everything here, what came out first?": ["question | by year up | ? superlative year"],
}

COUNTS = {
    "how many genres are there?": ["question | ? values genres"],
    "total count of westerns": ["question | genres contains Western | ? count"],
    "how many comedies run longer than two hours?": ["question | genres contains Comedy | runtime > 120 | ? count"],
}

COMPARISONS = {
    "Vertigo or Fargo: which is shorter?": ["question | about Vertigo, Fargo | ? compare runtime"],
    "was Psycho made before Vertigo?": ["question | about Psycho | ? compare year"],
    "Casablanca, who directed it?": ["question | about Casablanca | ? attribute director"],
    "is Up in your catalogue?": ["question | about Up | ? exists"],
}

GRADES = {
    "PG-13 or lower": ["recommend | age_rating in ['G', 'PG', 'PG-13']"],
    "rated at most PG": ["recommend | age_rating in ['G', 'PG']"],
    "rated PG-13 and up": ["recommend | age_rating in ['PG-13', 'R']"],
    "milder than PG": ["recommend | age_rating = G"],
    "PG to R": ["recommend | age_rating in ['PG', 'PG-13', 'R']"],
    "nothing above PG-13": ["recommend | age_rating in ['G', 'PG', 'PG-13']"],
    "PG, under 90 minutes": ["recommend | age_rating = PG | runtime < 90"],
}

RELATIONS = {
    "same director as Ran": ["recommend | director contains_any Ran"],
    "films from the same year as Jaws": ["recommend | year = Jaws"],
    "what else did the director of Fargo make?": ["recommend | director contains_any Fargo | more"],
    "something by Fargo's director": ["recommend | director contains_any Fargo"],
    "anything else by whoever made Alien": ["recommend | director contains_any Alien | more"],
    "a thriller, not by the same director as Vertigo": [
        "recommend | genres contains Thriller | director not_contains Vertigo"
    ],
    "who directed Persona, and have you got anything else of his?": [
        "question | about Persona | ? attribute director",
        "recommend | director contains_any Persona | more",
    ],
    "for fans of The Matrix": ["recommend | like The Matrix"],
    "besides Casablanca, which romances are there?": ["critique | genres contains Romance | reject Casablanca"],
    "who is the director of Alien?": ["question | about Alien | ? attribute director"],
    "how long is Alien's runtime": ["question | about Alien | ? attribute runtime"],
    "a film about a man and his dog": ["recommend | ~text 'man and his dog'"],
}

SHARED = {
    "a western and a horror film, both from the 70s": [
        "recommend | genres contains Western | year between [1970, 1979]",
        "recommend | genres contains Horror | year between [1970, 1979]",
    ],
    "a comedy and a thriller under 100 minutes each": [
        "recommend | genres contains Comedy | runtime < 100",
        "recommend | genres contains Thriller | runtime < 100",
    ],
    "a film that is both a mystery and a comedy": ["recommend | genres contains Mystery | genres contains Comedy"],
    "how many thrillers from the 90s are there and which is the longest?": [
        "question | genres contains Thriller | year between [1990, 1999] | ? count",
        "question | genres contains Thriller | year between [1990, 1999] | by runtime down | ? superlative runtime",
    ],
    "how many westerns are there and what's the longest film?": [
        "question | genres contains Western | ? count",
        "question | by runtime down | ? superlative runtime",
    ],
    "how many Kubrick films do you have, and what are they?": [
        "question | director contains Stanley Kubrick | ? count",
        "recommend | director contains Stanley Kubrick",
    ],
    "A comedy. Under 90 minutes.": ["recommend | genres contains Comedy | runtime < 90"],
    "a French film, and find me a comedy": [
        "recommend | language = French or country = France",
        "recommend | genres contains Comedy",
    ],
}

SLIPS = {
    "dramas from the sixites": ["recommend | genres contains Drama | year between [1960, 1969]"],
    "a drama befor 1950": ["recommend | genres contains Drama | year < 1950"],
    "comedies form the sixties": ["recommend | genres contains Comedy | year between [1960, 1969]"],
    "a form of madness": ["recommend | ~text 'form of madness'"],
    "when was Pans Labirynth released?": ["question | about Pan's Labyrinth | ? attribute year"],
    "something with Humphry Bogart": ["recommend | cast contains Humphrey Bogart"],
}

EVERYTHING = BOUNDS | NEGATIONS | ORDERS | COUNTS | COMPARISONS | GRADES | RELATIONS | SHARED | SLIPS


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


@pytest.mark.parametrize(("message", "meaning"), EVERYTHING.items(), ids=list(EVERYTHING))
def test_a_message_means(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


SAID_TO_SOMEBODY = {
    "We've been talking about drama at home all week, so it'd have to be that.": ["recommend | genres contains Drama"],
    "I've been thinking about a western": ["recommend | genres contains Western"],
    "I want one that counts as epic": ["recommend | moods contains epic"],
    "nothing that gets up to two hours": ["recommend | runtime < 120"],
    "something that gets up to two hours": ["recommend | runtime <= 120"],
    "Anything that isn't French would look wrong here": ["recommend | language = French or country = France"],
}


@pytest.mark.parametrize(("message", "meaning"), SAID_TO_SOMEBODY.items(), ids=list(SAID_TO_SOMEBODY))
def test_what_only_leads_to_a_wish_is_no_wish(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


def test_a_word_of_the_language_with_a_slip_is_told(films: Catalog) -> None:
    understanding = understand("seventy minuts", SessionView(), films)

    assert [(snap.said, snap.used) for snap in understanding.snapped] == [("minuts", "minutes")]


@pytest.mark.parametrize(
    ("message", "name"), [("with Emma Thompson", "Emma Thompson"), ("by Joan Fonda", "Joan Fonda")]
)
def test_somebody_who_is_not_here_is_not_taken_for_a_namesake(films: Catalog, message: str, name: str) -> None:
    understanding = understand(f"a comedy {message}", SessionView(), films)

    assert understanding.unknown == (name,)
    assert parts(understanding) == ["recommend | genres contains Comedy"]


ASKED_OF_ONESELF = {
    "Which language? Japanese, thank you.": ["recommend | language = Japanese or country = Japan"],
    "What decade? Give me the 1990s.": ["recommend | year between [1990, 1999]"],
    "Which languages do you have?": ["question | ? values language"],
}


@pytest.mark.parametrize(("message", "meaning"), ASKED_OF_ONESELF.items(), ids=list(ASKED_OF_ONESELF))
def test_a_question_that_the_next_sentence_answers_is_none(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


def test_who_takes_the_first_item_asks_for_what_they_ask_after(films: Catalog) -> None:
    asked = "Do you have one in Japanese?"

    assert understand(asked, SessionView(), films).intents[0].question is not None
    assert parts(understand(asked, SessionView(final=True), films)) == ["recommend | language = Japanese"]


RULED_OUT = {
    "Kindly skip those with the age rating G.": ["recommend | age_rating != G"],
    "I would not want it in Japanese": ["recommend | language != Japanese"],
    "As for the type, any but dark.": ["recommend | moods not_contains dark"],
    "Japan must not be the country it comes from.": ["recommend | country != Japan"],
    "That's why I'm here. A western.": ["recommend | genres contains Western"],
}


@pytest.mark.parametrize(("message", "meaning"), RULED_OUT.items(), ids=list(RULED_OUT))
def test_more_ways_to_rule_out(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning
