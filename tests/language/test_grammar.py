"""Whatever the order of its parts, a clause has a parse."""

from __future__ import annotations

import re
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from palate.language.elements import compose
from palate.language.lexeme import Lexeme

_TEXT = resources.files("palate.language").joinpath("grammar.lark").read_text(encoding="utf-8")
_DECLARED = " ".join(line for line in _TEXT.splitlines() if line.startswith("%declare"))
# Joints are only ever made between two targets of a list.
TERMINALS = sorted(set(re.findall(r"\b[A-Z]{2,}\b", _DECLARED)) - {"AND", "OR"})


@given(st.lists(st.sampled_from(TERMINALS), max_size=8))
def test_every_sequence_of_lexemes_has_a_parse(kinds: list[str]) -> None:
    clause = [Lexeme(kind, index, index + 1) for index, kind in enumerate(kinds)]

    elements = compose(clause)

    composed = [lexeme for element in elements for lexeme in (*element.lexemes, *element.cues)]
    assert sorted(lexeme.start for lexeme in composed) == list(range(len(kinds)))


TARGETS = ["VALUE", "ITEM", "REF", "TEXT"]
JOINTS = st.sampled_from(["AND", "OR"])
PIECES = st.one_of(
    st.sampled_from(TERMINALS).map(lambda kind: [kind]),
    st.tuples(st.sampled_from(TARGETS), JOINTS, st.sampled_from(TARGETS)).map(list),
    JOINTS.map(lambda joint: ["QTY", joint, "QTY"]),
)


@given(st.lists(PIECES, max_size=6).map(lambda pieces: [kind for piece in pieces for kind in piece]))
def test_a_list_may_stand_where_one_thing_is_expected(kinds: list[str]) -> None:
    clause = [Lexeme(kind, index, index + 1) for index, kind in enumerate(kinds)]

    composed = [lexeme for element in compose(clause) for lexeme in (*element.lexemes, *element.cues)]
    assert sorted(lexeme.start for lexeme in composed) == list(range(len(kinds)))


def test_a_list_keeps_its_joint() -> None:
    clause = [Lexeme("NEG", 0, 1), Lexeme("VALUE", 1, 2), Lexeme("OR", 2, 3), Lexeme("VALUE", 3, 4)]

    assert [(element.name, element.join, len(element.lexemes)) for element in compose(clause)] == [("without", "or", 2)]
