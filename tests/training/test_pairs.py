"""What is judged of words in messages: its format, its writers and its wording."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from training.corpora import ROOT, split_of
from training.pairs import parsed, split_of_pair
from training.tags import FormatError

LINES = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted((ROOT / "pairs").glob("*.txt"))}


def test_a_line_is_read() -> None:
    judged = parsed("books | for the train, [nothing that makes me cry] | mood: sad = opposite; pages: (low) = related")
    assert judged.marking.tagged.text == "for the train, nothing that makes me cry"
    assert judged.said == "nothing that makes me cry"
    assert judged.relations == {"mood: sad": "opposite", "pages: (low)": "related"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("books | a [sad] one", "expected `catalogue | message with"),
        ("books | a sad one | mood: sad = same", "expected `catalogue | message with"),
        ("books | a [sad] one | mood: sad = alike", "expected `field: value = same"),
        ("books | a [sad] one | sad = same", "expected `field: value = same"),
    ],
)
def test_a_bad_line_is_told(line: str, says: str) -> None:
    with pytest.raises(FormatError, match=re.escape(says)):
        parsed(line)


def test_wordings_are_not_templates() -> None:
    masked = Counter(re.sub(r"\[.*\]", "[]", line.split(" | ")[1]) for lines in LINES.values() for line in lines)
    messages = sum(masked.values())
    assert messages > 10_000
    assert sum(count for count in masked.values() if count > 1) <= 0.02 * messages


def test_each_split_has_its_own_writers() -> None:
    assert {split_of("pairs", writer) for writer in LINES} == {"train", "choose", "test"}


@pytest.mark.parametrize(
    ("writer", "catalogue", "split"),
    [("p01", "wines", "train"), ("p01", "books", "choose"), ("p02", "wines", "choose"), ("p06", "books", "test")],
)
def test_nothing_is_fitted_to_catalogues_that_are_kept(writer: str, catalogue: str, split: str) -> None:
    assert split_of_pair(writer, catalogue) == split
