"""Cue phrases with alternatives."""

from __future__ import annotations

import pytest

from palate.agent.replies.claims.cues.lexicon import lexicon
from palate.agent.replies.claims.cues.pattern import Pattern
from palate.catalog.words import tokens


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("is good", {2}),
        ("was so very good", {4}),
        ("was so good", {3}),
        ("good", set()),
        ("was so", set()),
        ("is good fun", {2, 3}),
    ],
)
def test_each_way_to_read_the_alternatives_matches(said: str, ends: set[int]) -> None:
    assert Pattern.of("(is|was) (so|so very|) good( fun|)").ends(said.split(), 0) == ends


def test_a_pattern_is_found_by_every_word_that_it_can_begin_with() -> None:
    assert Pattern.of("(i|we|) (love|like)").firsts == {"i", "we", "love", "like"}


def test_apostrophes_and_case_are_folded_as_in_messages() -> None:
    assert Pattern.of("(It's|it is) great").ends(["its", "great"], 0) == {2}


def test_patterns_are_found_among_the_words_of_a_message() -> None:
    found = lexicon().spans(tokens("Jaws was really brilliant"), noun="film")

    assert [(cue.start, cue.end) for cue in found if cue.cue.kind == "PRAISE"] == [(1, 4)]
