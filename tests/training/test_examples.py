"""What the reader is fitted to: labels stand where the words are, however a message was worn."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from palate.language.reader.labels import SPANS
from palate.language.reader.pieces import MARKS, Cutter
from training.catalogues import catalogue
from training.compose import Composer, filled
from training.examples import Marking, example, marking
from training.tags import Tagged, parsed
from training.wear import worn

LETTERS = [(mark, -1e4) for mark in MARKS] + [
    (sign, -5.0) for sign in "\u2581abcdefghijklmnopqrstuvwxyz0123456789.,'?!-"
]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(LETTERS)


def film(line: str) -> Marking:
    return marking(parsed(f"films | shown | {line}"), catalogue("films"))


def test_labels_stand_at_their_parts(cutter: Cutter) -> None:
    made = example(
        film("{request} no <genres:horror=avoid>, like <#2:the second=like> but of less <runtime:runtime=less>"), cutter
    )
    told = {MARKS[made.ids[each.at]] if made.ids[each.at] < len(MARKS) else "": each.roles for each in made.roles}
    assert told["[value]"] == {"avoid"}
    assert told["[field]"] == {"less"}
    assert {"like"} in [each.roles for each in made.roles]
    pointer = 1 + SPANS.index("#2")
    assert made.spans.count(pointer) >= len("thesecond")


def test_what_the_catalogue_knows_and_nobody_wishes_is_none(cutter: Cutter) -> None:
    made = example(film("{aside} there is a war in our street about parking"), cutter)
    assert [each.roles for each in made.roles] == [{"none"}]
    assert [acts for _, acts in made.acts] == [{"aside"}]


@pytest.mark.parametrize("seed", range(40))
def test_worn_messages_keep_their_parts(seed: int) -> None:
    draw = random.Random(seed)
    whole = film(
        "{request} a <genres:western=want> by <director:John Ford=want>, under <runtime:90 minutes=below> please"
    )
    after = worn(whole, draw)
    assert [part.roles for part in after.tagged.parts] == [part.roles for part in whole.tagged.parts]
    assert re.fullmatch(r"\d\d minutes", after.tagged.text[after.tagged.parts[2].start : after.tagged.parts[2].end])
    assert all(0 <= each.start < each.end <= len(after.tagged.text) for each in after.linked)


@pytest.mark.parametrize("seed", range(20))
def test_short_requests_are_a_head_and_tails_of_one_language(seed: int) -> None:
    heads = [replace(parsed("* | new | {request} <kind:[value]=want> [noun]s"), writer="heads-en_a")]
    tails = [
        replace(parsed(f"* | new | {{request}} {words} <year:[value]={role}>"), writer=f"tails-{language}_a")
        for words, role, language in (
            ("before", "below", "en"),
            ("after", "above", "en"),
            ("from", "at_least", "en"),
            ("vor", "below", "de"),
        )
    ]
    refusals = [parsed("* | shown | {no,dismiss} nope")]
    composer = Composer(heads, [], random.Random(seed), refusals, heads, tails)
    for made in [composer.message() for _ in range(20)]:
        assert " vor " not in made.tagged.text
        assert made.tagged.parts[0].roles == {"want"}
        assert made.tagged.context == "shown" or "nope" not in made.tagged.text


def test_places_of_a_wording_are_filled() -> None:
    wording = parsed(
        "* | new | {request} [noun] by <maker:[one]=either> or <maker:[other]=either>, from <year:[decade]=want>"
    )
    made = filled(wording, (), random.Random(1))
    assert "[" not in made.tagged.text
    assert [each.kind for each in made.linked] == ["value", "value", "year"]
    spans = [(part.start, part.end) for part in made.tagged.parts]
    assert spans == [(each.start, each.end) for each in made.linked]


def test_a_wish_within_a_wording_is_taken_back() -> None:
    wish = parsed("* | new | {request} a <kind:[value]=want>")
    correction = parsed("* | new | {request} [wrong]. no wait, [right]")
    made = filled(correction, [wish], random.Random(2))
    assert [part.statuses for part in made.tagged.parts] == [{"retracted"}, set()]


def test_messages_are_put_together(cutter: Cutter) -> None:
    wish = parsed("* | new | {request} a <kind:[value]=want>")
    aside: Tagged = replace(parsed("* | new | {aside} it rains"), writer="other")
    composer = Composer([wish], [aside], random.Random(3))
    for _ in range(30):
        made = composer.message()
        text = made.tagged.text
        assert all(text[part.start : part.end].strip() for part in made.tagged.parts)
        assert example(made, cutter).ids
