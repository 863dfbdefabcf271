"""Taking back what was just said, and what is said besides."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.language.preference import Preference
from palate.language.understand import understand
from palate.language.understanding import SessionView, Shown
from tests.language.notation import parts

CORRECTED = {
    "a thriller, no wait, a comedy": ["recommend | genres contains Comedy"],
    "a thriller no wait a comedy": ["recommend | genres contains Comedy"],
    "a drama, no, a thriller, no, a war film": ["recommend | genres contains War"],
    "comedies, actually dramas": ["recommend | genres contains Drama"],
    "a thriller under two hours, scratch that, a comedy": ["recommend | runtime < 120 | genres contains Comedy"],
    "a thriller. Scratch that, something from the 90s": ["recommend | year between [1990, 1999]"],
    "a thriller, I mean, something from the 90s": ["recommend | genres contains Thriller | year between [1990, 1999]"],
    "something from the seventies, oh hang on, that's wrong, could it be one from the sixties": [
        "recommend | year between [1960, 1969]"
    ],
    "No horror, er, forget I said that, no westerns. In French.": [
        "recommend | genres not_contains Western | language = French"
    ],
    "under 90 minutes, sorry, what I meant was: over 90 minutes": ["recommend | runtime > 90"],
    "a comedy. Oops, that came out wrong. A western.": ["recommend | genres contains Western"],
    "a comedy, no, I tell a fib, a western": ["recommend | genres contains Western"],
    "a comedy - sorry, wrong way about, what I'm hoping for is a western": ["recommend | genres contains Western"],
    "a comedy... let me withdraw that, a western": ["recommend | genres contains Western"],
    "a comedy. Ignore that, the cat jumped on my lap. A western.": ["recommend | genres contains Western"],
    "I was about to say a comedy, but I've had a rethink, so a western instead": [
        "recommend | genres contains Western"
    ],
    "a comedy, sorry, what I want is, you see, a western": ["recommend | genres contains Western"],
    "put me down for a comedy... actually cross that out and put a western": ["recommend | genres contains Western"],
    "a comedy - sorry, wrong way round, what I want is we were thinking a western": [
        "recommend | genres contains Western"
    ],
    "something funny, no, a western": ["recommend | genres contains Western"],
    "drama? nah, crime": ["recommend | genres contains Crime"],
    "under 90 minutes, hmm, make it 100": ["recommend | runtime < 100"],
    "I was going to say a comedy, but no. It's this: a western.": ["recommend | genres contains Western"],
    "a comedy *correction, not that. a western": ["recommend | genres contains Western"],
    "ok, a comedy - why did I say that, delete it. a western": ["recommend | genres contains Western"],
    "a comedy ... yeah nah, take that back. a western": ["recommend | genres contains Western"],
    "Cross this off: a comedy. Put this in its place: a western.": ["recommend | genres contains Western"],
    "Pretend I didn't just say this: a comedy. Here's the real one: a western.": [
        "recommend | genres contains Western"
    ],
    "a comedy, no horror": ["recommend | genres contains Comedy | genres not_contains Horror"],
    # Nothing is taken back where nothing was said before, or nothing comes after.
    "sorry, what is there from France?": ["recommend | country = France"],
    "a comedy, sorry": ["recommend | genres contains Comedy"],
    "something actually funny": ["recommend | moods contains funny"],
    "film noir, I mean": ["recommend | genres contains Film-Noir"],
}

ASIDES = {
    "It's been quite a day, I can tell you. A comedy.": ["recommend | genres contains Comedy"],
    "A comedy. My neighbour told me I should give you a try.": ["recommend | genres contains Comedy"],
    "Sorry about the wait, somebody was at the door. Something scary.": ["recommend | moods contains scary"],
    "I nearly forgot what I was saying there. From the 1930s, please.": ["recommend | year between [1930, 1939]"],
    "Thanks for being so patient with me. A western.": ["recommend | genres contains Western"],
    "Hello! A western.": ["recommend | genres contains Western"],
    # What is announced as wished for is no aside, and neither is what stands alone.
    "A comedy. I want one about dragons.": ["recommend | genres contains Comedy | ~text 'dragons'"],
    "A comedy. Something about my neighbour.": ["recommend | genres contains Comedy | ~text 'neighbour'"],
    "my neighbour met a dragon": ["recommend | ~text 'neighbour met a dragon'"],
}

OF_ONE_THING = {
    "It has to be funny. It must be from the 90s.": ["recommend | moods contains funny | year between [1990, 1999]"],
    "Find me a film. It's got to be a musical. I want one from Germany.": [
        "recommend | genres contains Musical | country = Germany"
    ],
    "It must be crime. It must be western.": ["recommend | genres contains Crime | genres contains Western"],
    "Comedy, please. Whatever you show me, it needs to be romance.": [
        "recommend | genres contains Comedy | genres contains Romance"
    ],
    "in English. Show us your exciting ones": ["recommend | language = English | moods contains exciting"],
    "funny? dark? one of them. before 1965": ["recommend | moods contains_any ['funny', 'dark'] | year < 1965"],
    "Find me a comedy. Find me a western.": [
        "recommend | genres contains Comedy",
        "recommend | genres contains Western",
    ],
    "I'm after something scary or something epic": ["recommend | moods contains_any ['scary', 'epic']"],
    "I want one in English or German": ["recommend | language in ['English', 'German']"],
    "I won't take anything made in Japan": ["recommend | country != Japan"],
    "nothing that runs for 115 minutes or more": ["recommend | runtime < 115"],
    "I don't want anything from 1975 or later": ["recommend | year < 1975"],
    "anywhere but France": ["recommend | country != France"],
}


@pytest.fixture(scope="module")
def films(built: dict[str, object]) -> Catalog:
    return Catalog.open(str(built["films"]))


EVERYTHING = CORRECTED | ASIDES | OF_ONE_THING


@pytest.mark.parametrize(("message", "meaning"), EVERYTHING.items(), ids=list(EVERYTHING))
def test_a_message_means(films: Catalog, message: str, meaning: list[str]) -> None:
    assert parts(understand(message, SessionView(), films)) == meaning


def test_what_was_passed_over_is_told(films: Catalog) -> None:
    understanding = understand("A comedy. It's been quite a day, I can tell you.", SessionView(), films)

    assert understanding.asides == ("It's been quite a day, I can tell you",)


def test_scratch_that_alone_undoes_an_earlier_turn(films: Catalog) -> None:
    assert understand("scratch that", SessionView(turn=1), films).intents[0].act == "undo"


def test_no_behind_what_is_wanted_turns_nothing_down_that_was_shown(films: Catalog) -> None:
    session = SessionView(turn=1, shown=(Shown(id="alien-1979", title="Alien"),))

    assert parts(understand("a thriller, no, a comedy", session, films)) == ["recommend | genres contains Comedy"]


@pytest.mark.parametrize(
    "message",
    [
        "If it came out before 1992, I don't want it. Scratch that, made in 1990 at the earliest. A mystery, please.",
        "Made in 1992 at the earliest, scratch that, made in 1990 at the earliest. And it should be a mystery.",
        "Scratch that, made in 1990 at the earliest. A mystery, please.",
    ],
)
def test_what_follows_a_correction_is_wanted_with_it(films: Catalog, message: str) -> None:
    (intent,) = understand(message, SessionView(), films).intents

    wanted = {str(entry.where) for entry in intent.preferences if entry.strength == "hard"}
    assert wanted == {"field='year' op='>=' value=1990", "field='genres' op='contains' value='Mystery'"}


def test_what_is_said_twice_is_taken_back_twice(films: Catalog) -> None:
    message = (
        "Is there one that came out in the 2000s? It has to be from then. Sorry, I read that off the wrong line of my "
        "note. What it says is: it should be from the nineties."
    )

    assert parts(understand(message, SessionView(), films)) == ["recommend | year between [1990, 1999]"]


def test_a_sentence_put_in_plain_words_still_takes_back_the_one_before(films: Catalog) -> None:
    message = (
        "Nothing dated 2000 or later shall be considered. Hang on, wrong way round, the world went downhill in 1996, "
        "so nothing from then on."
    )

    assert parts(understand(message, SessionView(), films)) == ["recommend | year < 1996"]


def test_who_says_again_what_they_said_takes_back_none_of_it(films: Catalog) -> None:
    message = "I wanted mystery, as you should know by now, ah well. Now, it should come under western."
    held = tuple(
        Preference(where=Condition(field="genres", op="contains", value=value)) for value in ("Mystery", "Western")
    )
    again = str(parts(understand(message, SessionView(turn=1, preferences=held), films)))

    assert "Mystery" in again
    assert "Western" in again
    assert "Mystery" not in str(parts(understand(message, SessionView(), films)))
