"""What a sentence is for, told by linear models over its words and pieces: small talk, a promise, a bare no.

`python -m palate.evals.sentences` fits them and writes the weights beside the cue words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.lexeme import Lexeme

_NAMES = frozenset({"VALUE", "ITEM", "QTY"})
"""Pieces whose words are the catalogue's, and say nothing of how a sentence speaks."""
_MOST_UNKNOWN, _MOST_WORDS = 8, 25
_PAST, _GOING = "ed", "ing"


Purpose = Literal["small_talk", "final", "open", "hint", "dismiss", "unsettled", "unasked"]
"""final: that the first thing shown will be taken, whatever it is; open: asks and does not tell for what; hint: what
was shown is wrong in a field; dismiss: what was shown is not it; unsettled: no answer to a question; unasked: nobody
asked for what was said back."""


@dataclass(frozen=True)
class SentenceModel:
    """Weights of what a sentence has."""

    weights: Mapping[str, float]
    bias: float

    def score(self, features: Mapping[str, float]) -> float:
        """Return the log-odds that a sentence is for that."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def odds(self, pieces: Sequence[Lexeme], words: Sequence[Token]) -> float:
        """Return the log-odds of what pieces of a message say."""
        return self.score(features(pieces, words))


@cache
def sentence_model(purpose: Purpose | Literal["retracted"], language: str = "en") -> SentenceModel:
    """Return the model of a language that tells whether a sentence is for something."""
    text = resources.files("palate.language.cues").joinpath(f"{purpose}-{language}.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return SentenceModel(data["weights"], data["bias"])


def features(pieces: Sequence[Lexeme], words: Sequence[Token]) -> dict[str, float]:
    """Return what the model looks at of a sentence.

    Args:
        pieces: what the sentence was read as.
        words: the message's tokens.
    """
    first, sentence = pieces[0].start, words[pieces[0].start : pieces[-1].end]
    named = {at - first for piece in pieces if piece.kind in _NAMES for at in range(piece.start, piece.end)}
    unknown = [piece for piece in pieces if piece.kind == "WORD" and not _is_grammar(words[piece.start])]
    grounded = [piece for piece in pieces if piece.kind in _NAMES]
    found = {f"piece:{piece.kind}": 1.0 for piece in pieces if piece.kind != "WORD"}
    for at, word in enumerate(sentence):
        if at in named:
            continue
        found[f"word:{word.normal}"] = 1.0
        if at and at - 1 not in named:
            found[f"pair:{sentence[at - 1].normal} {word.normal}"] = 1.0
        if word.normal.endswith(_PAST):
            found["past"] = 1.0
        if word.normal.endswith(_GOING):
            found["going on"] = 1.0
    if 0 not in named:
        found[f"first:{sentence[0].normal}"] = 1.0
    return found | {
        "unknown": min(len(unknown), _MOST_UNKNOWN) / 4,
        f"unknown:{min(len(unknown), 2)}": 1.0,
        "unknown share": len(unknown) / max(1, len(unknown) + len(grounded)),
        f"grounded:{min(len(grounded), 2)}": 1.0,
        "length": min(len(sentence), _MOST_WORDS) / 10,
    }


def _is_grammar(word: Token) -> bool:
    return word.normal in words_of("common/en.toml", "function")
