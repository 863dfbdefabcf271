from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palate.catalog.words import Token, fold, normal, singular, stem, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sci-Fi & Fantasy", "sci fi and fantasy"),
        ("Schindler's List", "schindlers list"),
        ("Schindler\u2019s List", "schindlers list"),
        ("E.T. the Extra-Terrestrial", "et the extra terrestrial"),
        ("the U.S. and the U.S.A.", "the us and the usa"),
        ("Dr. No", "dr no"),
        ("Amélie, İstanbul, Łódź, Straße, Æon", "amelie istanbul lodz strasse aeon"),
        ("C++ or C#", "c++ or c#"),
        ("12,000 and 7.5 and 16+", "12000 and 7.5 and 16+"),
        ("$50 or 50%", "$ 50 or 50 %"),
        ("8½", "8 1 2"),
        ("1990's, '90s", "1990s 90s"),
        ("don't_do", "dont do"),
        ("七人の侍", "七人の侍"),
        ("像Alien那样的", "像 alien 那样的"),
        ("…!?", ""),
        ("", ""),
    ],
)
def test_the_normal_form_keeps_what_tells_words_apart(text: str, expected: str) -> None:
    assert normal(text) == expected


def test_tokens_know_their_place_their_capitals_and_their_quotation_marks() -> None:
    assert tokens('like "Dr. No", don\'t') == (
        Token("like", "like", 0, 4, False, False, ""),
        Token("Dr", "dr", 6, 8, True, True, ' "'),
        Token("No", "no", 10, 12, True, True, ". "),
        Token("don't", "dont", 15, 20, False, False, '", '),
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“Heat” and 'Ran'", ["heat", "ran"]),
        ("«Léon»", ["leon"]),
        ("the Coens' films and Kurosawa's", []),
        ('an unclosed "quote', []),
    ],
)
def test_an_apostrophe_is_no_quotation_mark(text: str, quoted: list[str]) -> None:
    assert [token.normal for token in tokens(text) if token.quoted] == quoted


@given(st.text())
@example("0'㐀")
def test_tokens_and_the_normal_form_agree_and_normal_is_final(text: str) -> None:
    joined = " ".join(token.normal for token in tokens(text))

    assert joined == normal(text) == normal(normal(text))


@given(st.text())
def test_tokens_cover_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert text[end : token.start] == token.before
        end = token.end


@given(st.text())
def test_folding_is_final_and_keeps_accents(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold("É") == "é" != fold("E")


def test_what_cannot_be_written_as_utf_8_is_still_a_text() -> None:
    assert fold("a\ud800") == "a\ufffd"
    assert normal("a\ud800 b") == "a b"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("comedies", ("comedy",)),
        ("thrillers", ("thriller",)),
        ("watches", ("watch",)),
        ("wolves", ("wolf",)),
        ("children", ("child",)),
        ("news", ()),
        ("glass", ()),
        ("lens", ()),
        ("bus", ()),
        ("war", ()),
    ],
)
def test_the_singulars_of_a_plural(word: str, forms: tuple[str, ...]) -> None:
    assert singular(word) == forms


def test_words_of_one_family_share_a_stem() -> None:
    assert stem("mysteries") == stem("mystery") == "mysteri"
