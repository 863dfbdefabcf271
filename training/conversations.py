"""Conversations of twenty-one voices, in which every clause has the dialogue act that it does.

One conversation a line of `corpus/conversations/VOICE.jsonl`. What the assistant says was made up by whoever wrote the
person: only the person's side is what people say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from palate.catalog.tongues import language_of
from training.catalogues import catalogue
from training.corpora import split_of
from training.examples import Marking, marking
from training.tags import Stretch, Tagged

FOLDER = Path(__file__).parent / "corpus" / "conversations"
EXCHANGES = FOLDER.with_name("exchanges")
"""Single turns of further voices, most of them such as are easily taken for something else."""
_LIKEST = {"shop": "laptops", "books": "books", "recipes": "recipes"}
"""The catalogue of the corpus whose values are marked in what is said of one; films else."""
_LIST = re.compile(r"\b1[.)]|1、|①")


@dataclass(frozen=True)
class SpokenTurn:
    """What a person typed, and the assistant's reply before it."""

    before: str
    text: str
    clauses: tuple[Stretch, ...]
    """Words that do one thing each, with their one dialogue act."""


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
            turns = tuple(_turn(each["assistant"], each["user"]) for each in told["turns"])
            yield Conversation(told["voice"], told["catalogue"], turns)


def spoken() -> Iterator[Conversation]:
    """Yield the conversations, then the single turns."""
    yield from conversations()
    yield from conversations(EXCHANGES)


def chosen_by() -> frozenset[str]:
    """Return the voices that nothing is fitted to: what is chosen and calibrated is so by them."""
    return frozenset(talk.voice for talk in spoken() if split_of("conversations", talk.voice) == "choose")


def markings(talks: Iterable[Conversation]) -> Iterator[Marking]:
    """Yield the turns as tagged messages, of whose words nothing is known but what they do."""
    for talk in talks:
        shown = False
        for turn in talk.turns:
            listed = bool(_LIST.search(turn.before))
            shown |= listed
            asked = normalize("NFKC", turn.before.strip()).endswith("?") and not listed
            context = "asked" if asked else "shown" if shown else "new"
            tagged = Tagged("*", context, None, turn.text, (), (), talk.voice, turn.clauses)
            if turn.text.strip():
                yield marking(tagged, catalogue(_LIKEST.get(talk.catalogue, "films")))


def _turn(before: str, said: Sequence[tuple[str, str]]) -> SpokenTurn:
    """Return a turn; the clauses of Chinese are joined by nothing."""
    between = "" if language_of("".join(words for _, words in said), "en") == "zh" else " "
    clauses, text = [], ""
    for act, words in said:
        start = len(text) + len(between) * bool(text)
        text = f"{text}{between}{words}" if text else words
        clauses.append(Stretch(start, len(text), frozenset({act})))
    return SpokenTurn(before, text, tuple(clauses))
