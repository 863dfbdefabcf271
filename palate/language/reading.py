"""Stage 2: the likeliest way to read a whole message, as lexemes that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import Token
from palate.language.lexeme import Lexeme
from palate.language.spans import Span

_KEEPS_OPEN = frozenset({"FILLER", "THING", "ALSO", "OR", "ITEM", "FIELD", "CAMEOUT", "ADJ", "ADJC", "IS"})


def read(words: Sequence[Token], readings: Sequence[Span], opens: frozenset[str]) -> list[Lexeme]:
    """Choose readings that cover the message once, with the greatest sum of scores.

    Words that no reading covers become `WORD`. A title gains where the words before it open a place for one ("like
    Heat"); that place stays open over lists ("like Heat and Up") and ends with the sentence.

    Args:
        words: the message's tokens.
        readings: from `spans`.
        opens: kinds of cue that open a place for a title.
    """
    by_start: list[list[Span]] = [[] for _ in words]
    for reading in readings:
        by_start[reading.lexeme.start].append(reading)
    best: list[dict[bool, tuple[float, list[Lexeme]]]] = [{} for _ in range(len(words) + 1)]
    best[0][False] = (0.0, [])
    for start in range(len(words)):
        ended = any(mark in words[start].before for mark in ".!?;\n")
        for was_open, (score, path) in best[start].items():
            is_open = was_open and not ended
            word = Span(Lexeme("WORD", start, start + 1), 0.0)
            for span in [*by_start[start], word]:
                lexeme = span.lexeme
                gained = score + span.score + (span.opened if is_open else 0.0)
                then_open = opens_a_title(lexeme, words, opens) or (is_open and lexeme.kind in _KEEPS_OPEN)
                known = best[lexeme.end].get(then_open)
                if known is None or gained > known[0] + 1e-9:
                    best[lexeme.end][then_open] = (gained, [*path, lexeme])
    return max(best[len(words)].values(), key=lambda found: found[0])[1]


def opens_a_title(lexeme: Lexeme, words: Sequence[Token], opens: frozenset[str]) -> bool:
    """Tell whether a title is likely right after a lexeme: after "like", "how long is", "the price of"."""
    following = words[lexeme.end].normal if lexeme.end < len(words) else ""
    if lexeme.kind == "IS" and lexeme.start > 0 and not any(mark in words[lexeme.start].before for mark in ",.!?;\n"):
        # "Is Heat …" asks about an item; "there was a heat wave" does not.
        return False
    return lexeme.kind in opens or lexeme.kind == "ASK" or (lexeme.kind == "FIELD" and following == "of")
