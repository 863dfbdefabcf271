"""The words of a message as typed pieces: what the grammar reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from palate.catalog.grounding.matches import AdjectiveSpan, TitleMatch, ValueMatch
from palate.catalog.grounding.quantities import Quantity
from palate.catalog.words import Token


@dataclass(frozen=True)
class Lexeme:
    """Tokens `start` to `end` of the message, taken for one thing.

    Which of the payloads is set follows from `kind`: `VALUE` has `values`, `ITEM` has `titles`, `QTY` has `quantity`,
    `ADJ`, `ADJC`, `ADJS` and `EXCESS` have `adjective`, `FIELD` has `fields`; a cue has `cue`.
    """

    kind: str
    start: int
    end: int
    cue: str = ""
    values: tuple[ValueMatch, ...] = ()
    titles: tuple[TitleMatch, ...] = ()
    quantity: Quantity | None = None
    adjective: AdjectiveSpan | None = None
    fields: tuple[str, ...] = ()
    """FIELD: the fields that the words name. VALUE, QTY: the fields that a word before or after it restricts it to."""

    def of(self, fields: tuple[str, ...]) -> Lexeme:
        """Return the same, restricted to some fields."""
        return replace(self, fields=fields)


def parted(lexemes: Sequence[Lexeme], words: Sequence[Token], marks: str) -> Iterator[list[Lexeme]]:
    """Yield the lexemes that stand between marks, such as those of each sentence."""
    part: list[Lexeme] = []
    for piece in lexemes:
        if part and any(mark in words[piece.start].before for mark in marks):
            yield part
            part = []
        part.append(piece)
    if part:
        yield part
