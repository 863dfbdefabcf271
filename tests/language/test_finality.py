"""Sentences that say that the first thing shown will be taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.catalog.words import tokens
from palate.language.cues.lexicon import lexicon
from palate.language.finality import promises, settle
from palate.language.sentences import sentence_model
from palate.language.understand import pieces_of, understand
from palate.language.understanding import SessionView, Shown


@pytest.mark.parametrize(
    "message",
    [
        "I'll go with the first film you name",
        "My boss is standing behind me so, um, the first film that comes up, that's the one we order, okay? It rains.",
        "Whatever film you show me first is what I'm taking, so make it count",
        "You get one shot at this, I'm taking the first film you give me",
        "No second tries here, I'll have the first film you show me",
        "just so you know, the first film I see from you is the one I'm settling on",
        "First one up gets bought.",
        "Like a blind date with no escape window: the first to walk through the door is who I'm leaving with.",
        "I'm not going to be choosy: hit me with one and we're done.",
        "Your opening suggestion is my final answer.",
        "Whatever comes out on top, I'm buying.",
        "I've only time to look at one, so that's what I'm getting.",
        "I won't look at any others after the first.",
        "pick one and consider it sold",
        "let's keep it simple: you recommend, I watch",
        "no browsing for me, the first one is it",
        "Any film at all. The first one. Done.",
        "Throw a dart. Whichever film it hits, I'm good with it.",
        "I just take the first film I'm shown",
        "whichever film lands on top, wrap it up for me",
        "no more filters for me. the first film you show is mine",
        "When you show, I take. So please, show only when you know.",
        "I hate choosing, so I've promised myself to settle for the first film you come up with.",
        "It's a lucky dip for me, what comes out first I keep.",
        "There won't be a second round, I'm going with your first pick",
        "A meal without a menu: I eat the first thing you serve.",
        "Once you've put a film in front of me we're done; I'll be taking it.",
    ],
)
def test_it_is_noticed_and_asks_for_nothing_else(films: Catalog, message: str) -> None:
    read = understand(message, SessionView(), films)

    assert read.final
    assert read.unknown == ()
    assert [(each.act, each.preferences, each.order, each.limit) for each in read.intents] == [
        ("recommend", (), (), None)
    ]


@pytest.mark.parametrize(
    "message",
    [
        "a western. I'll go with the first film you name",
        "I'm taking the first one you show me, so make it a western",
        "You get one shot. A western, please.",
        "Shall we agree that I accept whatever film you bring out first? A western.",
    ],
)
def test_what_is_wished_for_beside_it_is_read(films: Catalog, message: str) -> None:
    read = understand(message, SessionView(), films)

    (intent,) = read.intents
    assert read.final
    assert [entry.provenance.quote for entry in intent.preferences] == ["western"]


@pytest.mark.parametrize(
    "message",
    [
        "the first one",
        "what was the first film to have sound?",
        "I loved the first film I have seen",
        "the first film by Kubrick",
        "show me the first five",
        "one",
        "next week I'm going to get a western",
        "whatever, I'll take a western",
        "I'm getting tired of these, show me one more",
        "which film would you take first?",
        "First I thought a comedy, but I take that back, a western",
        "not one of those is what I'm after",
        "A western, done. The first film you have by Ford.",
        "I'm going to watch it with my wife, pick a comedy",
        "I won't argue about the year, but it must be a comedy",
    ],
)
def test_other_firsts_are_not_meant(films: Catalog, message: str) -> None:
    assert not understand(message, SessionView(), films).final


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("That's a tough one to answer.", False),
        ("I honestly don't know how to answer that", False),
        ("I don't know yet, though it might matter later.", False),
        ("None of those for me, thanks.", False),
        ("submarines", True),
        ("I want something with a submarine", True),
    ],
)
def test_a_question_is_left_unanswered_or_answered_by_what_to_look_for(
    films: Catalog, message: str, text: bool
) -> None:
    read = understand(message, SessionView(turn=1, asked="text"), films)

    assert [each.act for each in read.intents] == ["recommend"]
    assert any(entry.text for each in read.intents for entry in each.preferences) is text


def test_of_what_was_shown_the_first_is_meant(films: Catalog) -> None:
    shown = tuple(Shown(id=each.id, title=each.title, turn=1) for each in films.items(["alien-1979", "jaws-1975"]))
    after = SessionView(turn=1, shown=shown, focus=shown[:1])

    assert understand("I'll take the first one", SessionView(), films).final
    assert not understand("I'll take the first one", after, films).final
    assert understand("I'll take the first one that you show me now", after, films).final


def test_who_takes_the_first_item_asks_for_one_thing(films: Catalog) -> None:
    said = "a comedy, if you have any. It's thriller I'm after. Not a romance."
    apart = understand(said, SessionView(), films)
    final = understand(f"{said} I'll take the first film you show me.", SessionView(), films)
    later = understand(said, SessionView(final=True), films)

    assert len(apart.intents) == 2
    for read in (final, later):
        (intent,) = read.intents
        assert [entry.where.value for entry in intent.preferences if isinstance(entry.where, Condition)] == [
            "Comedy",
            "Thriller",
            "Romance",
        ]


@pytest.mark.parametrize("message", ["cut it off at 1955", "stopping at 1955", "anything ending at 1955"])
def test_where_it_is_cut_off_is_the_most(films: Catalog, message: str) -> None:
    (intent,) = understand(message, SessionView(), films).intents

    assert [entry.where for entry in intent.preferences] == [Condition(field="year", op="<=", value=1955)]


@pytest.mark.parametrize(
    "said",
    [
        "Let me see a few first, then I'll pick.",
        "I'd rather look at several before I decide.",
        "show me your best one and I'll think about it",
        "If the first one's no good I'll ask for another.",
    ],
)
def test_who_wants_to_choose_promises_nothing(films: Catalog, said: str) -> None:
    assert not understand(f"A western. {said}", SessionView(), films).final


def test_a_promise_in_words_that_no_phrase_has_is_told_by_the_model(films: Catalog) -> None:
    words = tokens("So long as you stop asking, that opening pick of yours suits me down to the ground")
    pieces, model = pieces_of(words, films, lexicon()), sentence_model("final")
    sure = promises(pieces, words, replace(model, bias=99.0))

    assert sure == frozenset({0})
    assert not promises(pieces, words, replace(model, bias=-99.0))
    assert settle(pieces, words, lexicon(), shown=False, promised=sure).final
    assert not settle(pieces, words, lexicon(), shown=True, promised=sure).final
    assert not settle(pieces, words, lexicon(), shown=False).final
