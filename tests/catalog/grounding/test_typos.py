from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palate.catalog.grounding.matches import THRESHOLD
from palate.catalog.grounding.typos import likeness

WORDS = st.text(alphabet="abcdefghij ", max_size=12).map(lambda text: " ".join(text.split()))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ghandi", "gandhi"),
        ("speilberg", "spielberg"),
        ("commedy", "comedy"),
        ("horor", "horror"),
        ("alein", "alien"),
        ("mistery", "mystery"),
        ("kubrik", "kubrick"),
        ("stephen spielberg", "steven spielberg"),
    ],
)
def test_a_slip_is_sure(said: str, meant: str) -> None:
    assert likeness(said, meant) >= THRESHOLD


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("table", "cable"),
        ("kitchen table", "kitchen cable"),
        ("tom banks", "tom hanks"),
        ("fischer", "fincher"),
        ("martin", "marvin"),
        ("bear", "beer"),
        ("hest", "heat"),
        ("1994", "1949"),
        ("rocky 2", "rocky 3"),
        ("blue", ""),
    ],
)
def test_another_word_is_not(said: str, meant: str) -> None:
    assert likeness(said, meant) < THRESHOLD


@given(WORDS, WORDS)
def test_likeness_is_symmetric_bounded_and_one_for_equals_alone(said: str, meant: str) -> None:
    assert likeness(said, meant) == pytest.approx(likeness(meant, said))
    assert 0 <= likeness(said, meant) <= 1
    assert (likeness(said, meant) == 1) == (said == meant)
