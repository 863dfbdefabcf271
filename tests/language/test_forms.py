"""Wishes in words that no cue knows, told by models: their form, what takes one back, and what only asks."""

from __future__ import annotations

import pytest

from palate import Catalog
from palate.catalog.words import tokens
from palate.language.cues.lexicon import lexicon
from palate.language.forms import FORMS, form_features, form_models, units
from palate.language.understand import pieces_of, understand
from palate.language.understanding import SessionView, Shown
from tests.language.notation import parts, shown

MISREAD = {
    "Whatever it is, it must not count as horror.": "recommend | genres not_contains Horror",
    "Starting with 1994, anything, but nothing before.": "recommend | year >= 1994",
    "1980 is as old as it may be": "recommend | year >= 1980",
    "It can be bleak, it can be tense, but nothing besides.": "recommend | moods contains_any ['bleak', 'tense']",
    # Read as mere taste, and not read at all.
    "I love drama, so that's what it must be!": "recommend | genres contains Drama",
    "My wife adores Al Pacino, so it must be one with that actor.": "recommend | cast contains Al Pacino",
    "Only show me the ones where it says R under age rating.": "recommend | age_rating = R",
}


@pytest.mark.parametrize(("message", "meaning"), MISREAD.items(), ids=list(MISREAD))
def test_what_was_misread_is_put_in_plain_words(films: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), films, twice=False)) != [meaning]
    assert parts(understand(message, SessionView(), films)) == [meaning]


@pytest.mark.parametrize(
    "message",
    [
        "a western about revenge",
        "a funny, dark film",
        "neither horror nor musicals",
        "not horror but a comedy",
        "I love westerns",
        "My wife loves horror",
        "a comedy, no, a western",
        "A comedy. No, wait. Make it a western.",
        "two hours",
        "films like Alien",
        "two hours or less",
        "before the nineties",
        "ideally a comedy",
    ],
)
def test_what_was_read_rightly_stays(films: Catalog, message: str) -> None:
    assert understand(message, SessionView(), films) == understand(message, SessionView(), films, twice=False)


PLAIN = {
    "$50 is my limit": "recommend | price <= 50",
    "$50 tops": "recommend | price <= 50",
    "$50 and not a cent more": "recommend | price <= 50",
    "not a penny over $50": "recommend | price <= 50",
    "the floor is $50": "recommend | price >= 50",
    "$50 is the least I'd pay": "recommend | price >= 50",
}


@pytest.mark.parametrize(("message", "meaning"), PLAIN.items(), ids=list(PLAIN))
def test_a_limit_in_plain_words_is_that_limit(shop: Catalog, message: str, meaning: str) -> None:
    assert parts(understand(message, SessionView(), shop)) == [meaning]


@pytest.mark.parametrize(
    ("kinds", "wordings"),
    [
        ({"LT", "GT"}, ["a film {cue} 90 minutes", "a comedy {cue} 1980"]),
        ({"POST"}, ["a comedy, 90 minutes {cue}", "1980 {cue}"]),
        ({"NEG"}, ["{cue} the 1980s", "a comedy, {cue} French"]),
    ],
)
def test_no_cue_of_a_limit_or_denial_is_overruled_beside_what_it_is_of(
    films: Catalog, kinds: set[str], wordings: list[str]
) -> None:
    """Models tell what no cue does: of what one plainly says they have nothing else to say."""
    cues = [" ".join(words) for words, found in lexicon().cues.items() if kinds & {cue.kind for cue in found}]
    messages = [wording.format(cue=cue) for cue in cues for wording in wordings]

    assert len(messages) > 20
    for message in messages:
        plain = understand(message, SessionView(), films, twice=False)
        assert parts(understand(message, SessionView(), films)) == parts(plain), message


@pytest.mark.parametrize("amount", ["more than $40", "over $40"])
def test_words_that_compare_say_it_whoever_is_told_of_beside_them(shop: Catalog, amount: str) -> None:
    meant = understand(f"a gift for someone who likes baking, I do not want to spend {amount}", SessionView(), shop)
    (condition,) = [entry.where for intent in meant.intents for entry in intent.preferences if entry.where is not None]

    assert (condition.parts[0].field, condition.parts[0].op[0]) == ("price", "<")


def test_each_sentence_that_names_something_is_a_unit_with_what_follows(films: Catalog) -> None:
    words = tokens("Hello there. A western. Nothing else will do! No comedy, please.")
    found = list(units(pieces_of(words, films, lexicon()), words, ()))

    assert [(unit.start, unit.end, len(unit.named)) for unit in found] == [(2, 8, 1), (8, 11, 1)]
    assert [unit.forms for unit in found] == [("has", "lacks")] * 2


def test_names_tell_nothing_and_their_places_do(films: Catalog) -> None:
    words = tokens("not a western please")
    (unit,) = units(pieces_of(words, films, lexicon()), words, ())
    features = form_features(unit, words)

    assert {"before:not", "behind:please", "denials:1", "a V"} <= set(features)
    assert not [name for name in features if "western" in name]


def test_every_form_has_its_model() -> None:
    assert set(form_models()) == set(FORMS)


@pytest.mark.parametrize(
    "message",
    [
        "Only documentary will do. Only war will do.",
        "If it isn't a documentary, I'm not interested. If it isn't war, I'm not interested.",
    ],
)
def test_demands_in_sentences_of_their_own_hold_together(films: Catalog, message: str) -> None:
    conditions = {
        part for intent in parts(understand(message, SessionView(), films)) for part in intent.split(" | ")[1:]
    }

    assert conditions == {"genres contains Documentary", "genres contains War"}


@pytest.mark.parametrize(
    "message",
    [
        "First I thought a comedy is what I want, now I've changed my mind: it has to be a western.",
        "lol autocorrect got me: I only want comedy. i meant it has to be a western",
        "Comedy is what I'm after. Nah, yeah, nah, what I meant was western is what I'm after.",
    ],
)
def test_a_wish_is_taken_back_in_words_of_ones_own(films: Catalog, message: str) -> None:
    assert "Comedy" not in str(parts(understand(message, SessionView(), films)))
    assert "genres contains Western" in str(parts(understand(message, SessionView(), films)))


@pytest.mark.parametrize("message", ["no comedy, a western", "a comedy. And a western.", "a comedy or a western"])
def test_two_wishes_of_one_field_may_both_count(films: Catalog, message: str) -> None:
    assert parts(understand(message, SessionView(), films)) == parts(
        understand(message, SessionView(), films, twice=False)
    )


def test_who_only_asks_says_nothing_of_the_thing(films: Catalog) -> None:
    meant = understand("My old one is gone, so it's time for a new film. A western.", SessionView(), films)

    assert parts(meant) == ["recommend | genres contains Western"]


@pytest.mark.parametrize("message", ["a film by Zorblax", "something old", "a short film", "a film about a lost dog"])
def test_who_tells_of_the_thing_does_more_than_ask(films: Catalog, message: str) -> None:
    meant = understand(message, SessionView(), films)

    assert meant.unknown or any(intent.preferences for intent in meant.intents)


@pytest.mark.parametrize(
    "message",
    [
        "The thing is, I can't live with the runtime on this.",
        "Everything looked fine until I read the runtime.",
        "I can't get past the runtime, sorry.",
    ],
)
def test_a_field_is_at_fault_in_words_of_ones_own(films: Catalog, message: str) -> None:
    (intent,) = understand(message, shown(films, "alien-1979"), films).intents

    assert (intent.act, intent.more, intent.faults) == ("critique", True, ("runtime",))


def test_what_was_not_shown_is_not_at_fault(films: Catalog) -> None:
    meant = understand("I can't get past the runtime, sorry.", SessionView(), films)

    assert all(intent.faults == () for intent in meant.intents)


@pytest.mark.parametrize("message", ["We're still discussing that at home.", "Too early to tell, ask me later."])
def test_a_question_may_have_no_answer_yet(films: Catalog, message: str) -> None:
    asked = SessionView(turn=1, asked="genres", options=("Comedy", "Drama"))

    assert parts(understand(message, asked, films)) == ["recommend"]


def test_what_was_read_again_is_told(films: Catalog) -> None:
    misread, plain = "1980 is as old as it may be", "a western"

    assert understand(f"A comedy. {misread}.", SessionView(), films).reread == (misread,)
    assert understand(plain, SessionView(), films).reread == ()


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("Um, what I don't want is, well, adventure.", "recommend | genres not_contains Adventure"),
        ("Stay within the nineties for the year.", "recommend | year between [1990, 1999]"),
    ],
)
def test_plain_words_are_read_as_they_stand_whatever_was_around_them(
    films: Catalog, message: str, meaning: str
) -> None:
    """A comma before a name stands before the cue that is put in there too, and corrects nothing."""
    assert parts(understand(message, SessionView(), films)) == [meaning]


@pytest.mark.parametrize(
    "message", ["None of them, make it comedy", "Not those, comedy, please", "Not those, something in the comedy genre"]
)
def test_who_turns_down_what_was_shown_wants_what_is_named(films: Catalog, message: str) -> None:
    shown = SessionView(turn=1, shown=(Shown(id="alien-1979", title="Alien"),))

    assert "genres contains Comedy" in str(parts(understand(message, shown, films)))
