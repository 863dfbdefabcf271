"""Words inside runs of characters."""

from __future__ import annotations

import pytest

from palate.catalog.grounding.runs import cut
from palate.catalog.words import tokens

KNOWN = {"美国", "美国往事", "喜剧", "国家", "가방", "剧"}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("我想看一部美国的喜剧", ["我想看一部", "美国", "的", "喜剧"]),
        ("看过美国往事吗", ["看过", "美国往事", "吗"]),
        ("美国家", ["美国", "家"]),
        ("什么剧都行", ["什么剧都行"]),
        ("a 喜剧 please", ["a", "喜剧", "please"]),
        ("빨간가방을", ["빨간", "가방", "을"]),
    ],
)
def test_the_longest_known_words_are_cut_out(text: str, pieces: list[str]) -> None:
    forms = {tokens(word)[0].normal for word in KNOWN}
    found = cut(tokens(text), forms.intersection)

    assert [word.text for word in found] == pieces
    assert [text[word.start : word.end] for word in found] == pieces
