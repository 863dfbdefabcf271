"""Conversations of twenty-one voices, in which every clause has the dialogue act that it does.

One conversation a line of `corpus/conversations/VOICE.jsonl`. What the assistant says was made up by whoever wrote the
person: only the person's side is what people say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER = Path(__file__).parent / "corpus" / "conversations"
ACTS: Final = (
    "request",  # wants items found, or changes what was asked for
    "answer",  # answers what the assistant has just asked
    "taste",  # tells a lasting like or dislike of one's own, and asks for nothing
    "accept",  # takes a shown item
    "interest",  # finds one interesting, and does not take it
    "neutral",  # says something of one without judging it
    "reject",  # turns shown items down
    "seen",
    "unfamiliar",  # does not know it
    "question",  # asks a fact about items
    "why",  # asks why something was recommended
    "about",  # asks about the assistant or its data
    "undo",  # takes back or corrects what was said or understood
    "greet",
    "thanks",
    "bye",
    "chat",
)
_UNSPACED = frozenset({"v13", "v14", "v15"})
"""Voices in Chinese, whose clauses are joined by nothing."""


@dataclass(frozen=True)
class Clause:
    """Words that do one thing: `text[start:end]` of their turn."""

    start: int
    end: int
    act: str


@dataclass(frozen=True)
class SpokenTurn:
    """What a person typed, and the assistant's reply before it."""

    before: str
    text: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Conversation:
    """A person's turns, in order."""

    voice: str
    catalogue: str
    turns: tuple[SpokenTurn, ...]


def conversations(folder: Path = FOLDER) -> Iterator[Conversation]:
    """Yield all conversations, voice by voice."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            between = "" if path.stem in _UNSPACED else " "
            turns = tuple(_turn(each, between) for each in told["turns"])
            yield Conversation(told["voice"], told["catalogue"], turns)


def _turn(told: dict[str, object], between: str) -> SpokenTurn:
    clauses, text = [], ""
    for act, said in told["user"]:  # type: ignore[attr-defined]
        start = len(text) + len(between) * bool(text)
        text = f"{text}{between}{said}" if text else said
        clauses.append(Clause(start, len(text), act))
    return SpokenTurn(str(told["assistant"]), text, tuple(clauses))
