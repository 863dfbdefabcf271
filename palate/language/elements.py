"""Stage 4: one clause's lexemes composed by the grammar into elements, such as "not (horror or musicals)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from lark import Lark, Token, Tree
from lark.lexer import Lexer

from palate.language.lexeme import Lexeme

Join = Literal["and", "or"]


@dataclass(frozen=True)
class Element:
    """One thing that a clause says.

    `name` is the grammar's name of it. `lexemes` are its parts but for the cues; `cues` are its cues.
    """

    name: str
    lexemes: tuple[Lexeme, ...]
    cues: tuple[Lexeme, ...]
    join: Join = "and"
    """How the targets of a list are joined."""
    range: str = ""
    """The form of a bound, by the grammar: `compared`, `span`, `about`, `either` …"""

    @property
    def start(self) -> int:
        """The first token of it."""
        return min(lexeme.start for lexeme in (*self.lexemes, *self.cues))

    @property
    def end(self) -> int:
        """One past the last token of it."""
        return max(lexeme.end for lexeme in (*self.lexemes, *self.cues))

    def cue(self, *kinds: str) -> str | None:
        """Return the value of its first cue of these kinds; None where it has none."""
        return next((lexeme.cue for lexeme in self.cues if lexeme.kind in kinds), None)

    def of_kind(self, *kinds: str) -> tuple[Lexeme, ...]:
        """Return its parts of these kinds."""
        return tuple(lexeme for lexeme in self.lexemes if lexeme.kind in kinds)


_CONTENT = frozenset(
    {"VALUE", "ITEM", "REF", "TEXT", "QTY", "ADJ", "ADJC", "ADJS", "EXCESS", "FIELD", "ASK", "UNPLACED", "LIMIT"}
    | {"SHARING"}
)
_RANGES = frozenset(
    {"compared", "compared_with", "compared_after", "span", "about", "within", "exactly", "plain", "either"}
)


def compose(clause: Sequence[Lexeme]) -> list[Element]:
    """Compose the lexemes of one clause into what they say, in order."""
    tree = _parser().parse(clause)
    return [_element(child) for child in tree.children if isinstance(child, Tree)]


def _element(tree: Tree[Token]) -> Element:
    leaves = list(tree.scan_values(lambda leaf: isinstance(leaf, Token)))
    lexemes = [leaf.value for leaf in leaves]
    joins = {lexeme.kind for lexeme in lexemes} & {"AND", "OR"}
    ranges = [str(node.data) for node in tree.iter_subtrees() if str(node.data) in _RANGES]
    return Element(
        name=str(tree.data),
        lexemes=tuple(lexeme for lexeme in lexemes if lexeme.kind in _CONTENT),
        cues=tuple(lexeme for lexeme in lexemes if lexeme.kind not in _CONTENT),
        join="or" if "OR" in joins else "and",
        range=ranges[0] if ranges else "",
    )


class _LexemeLexer(Lexer):
    """Hands lexemes to the parser: reading them from text was the stages before."""

    def __init__(self, _: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:  # noqa: ARG002  # the parser's signature
        for lexeme in lexer_state:
            token = Token(lexeme.kind, lexeme.kind)
            token.value = lexeme
            yield token


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = resources.files("palate.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_LexemeLexer)
