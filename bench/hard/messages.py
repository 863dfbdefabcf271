"""Odd messages, drawn by seed: what nobody means and somebody sends. What is drawn from lists is in messages.toml."""

from __future__ import annotations

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

from bench.requests import Facts

LONG = 100_000
"""Characters of the longest messages."""
DIGITS = (1, 2, 4, 5, 10, 19, 20, 39, 309, 400, 4_000)
MIXED = 0.25
"""Share of messages that have two shapes."""
_SLOT = re.compile("§([gtpwnd])")
_LOOKALIKE = str.maketrans(
    "aceopxyABCEHKMOPTX",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425",
)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_CONTROL = [chr(code) for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFF9, 0xFFFC)]
_QUOTES = ("'", '"', "\u201c", "\u201d", "\u201e", "\u00ab", "\u2039", "`", "''", '""', "\\'", "\u2019")
_BETWEEN = (" ", "  ", "\u00a0", "\u200b", "-", ".", "_", "\u00ad")


@dataclass(frozen=True)
class Words:
    """What a catalogue makes messages of."""

    facts: Facts
    schema: Sequence[str]
    """Names of fields, and values of those that have few."""


@dataclass(frozen=True)
class Odd:
    """One odd message."""

    shape: str
    text: str


@dataclass(frozen=True)
class Draw:
    """Draws by one seed from one catalogue."""

    rng: random.Random
    words: Words

    def one(self, values: Sequence[str]) -> str:
        """Return one of some texts, its slots filled."""
        return _SLOT.sub(self._filled, self.rng.choice(values))

    def some(self, values: Sequence[str], most: int) -> list[str]:
        """Return one text or more, `most` at most, each drawn and filled by itself."""
        return [self.one(values) for _ in range(self.rng.randint(1, most))]

    def request(self) -> str:
        """Return an ordinary request, to be spoilt."""
        return self.one(lists()["shapes"]["requests"])

    def _filled(self, slot: re.Match[str]) -> str:
        facts = self.words.facts
        if slot[1] == "d":
            return "".join(self.rng.choices("0123456789", k=self.rng.choice(DIGITS)))
        if slot[1] == "n":
            return self.one(lists()["slots"]["numbers"])
        of = {"g": facts.genres, "t": facts.titles, "p": facts.people, "w": self.words.schema}
        return self.rng.choice(of[slot[1]])


Shape = Callable[[Draw], str]


@cache
def lists() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the lists of messages.toml."""
    read: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return read


def odd_messages(words: Words, *, seed: int) -> Iterator[Odd]:
    """Yield odd messages without end, the shapes in turn."""
    draw, known = Draw(random.Random(seed), words), shapes()
    names = list(known)
    for number in count():
        name = names[number % len(names)]
        text = known[name](draw)
        if draw.rng.random() < MIXED:
            other = draw.rng.choice(names)
            name, text = f"{name}, {other}", f"{text} {known[other](draw)}"
        yield Odd(name, text)


def shapes() -> dict[str, Shape]:
    """Return every shape by its name: those that are drawn, and those that are made."""
    drawn = {name: partial(Draw.one, values=values) for name, values in lists()["shapes"].items()}
    return {**drawn, **{shape.__name__.replace("_", " "): shape for shape in MADE}}


def single_sign(draw: Draw) -> str:
    return chr(draw.rng.choice((draw.rng.randrange(32, 127), draw.rng.randrange(160, 0x3000), 0x1F3AC)))


def any_signs(draw: Draw) -> str:
    return "".join(chr(draw.rng.randrange(0x110000)) for _ in range(draw.rng.randint(1, 200)))


def control_characters(draw: Draw) -> str:
    return "".join(f"{word}{draw.rng.choice(_CONTROL)}" for word in draw.request().split())


def very_long(draw: Draw) -> str:
    unit = draw.one(lists()["long"]["units"])
    return (unit * LONG)[:LONG]


def very_long_words(draw: Draw) -> str:
    return " ".join(draw.one(["§w", "§t", "§g", "§p"]) for _ in range(LONG // 8))[:LONG]


def nested_json(draw: Draw) -> str:
    value: object = {"genres": draw.some(["§g"], 3), "year": {"$lt": 1e308}, "": None}
    for _ in range(draw.rng.randint(0, 60)):
        value = [value] if draw.rng.random() < 0.5 else {draw.one(["§w"]): value}
    text = json.dumps(value)
    return text[: draw.rng.randint(1, len(text))]


def many_commas(draw: Draw) -> str:
    return draw.rng.choice((",", ", ", ";", " , ", ",,")).join(
        draw.some(["§g", "§p", "§g", "", "and", "or", "not"], 400)
    )


def repeated_words(draw: Draw) -> str:
    return " ".join(
        [draw.one(["§w", "§t", "no", "not", "very", "the", "or", "more", "yes"])] * draw.rng.randint(2, 600)
    )


def unbalanced_quotes(draw: Draw) -> str:
    return "".join(f"{draw.rng.choice(_QUOTES)}{word}{draw.rng.choice(('', ' '))}" for word in draw.request().split())


def brackets(draw: Draw) -> str:
    depth, (left, right) = draw.rng.choice((1, 3, 50, 900)), draw.rng.choice(("()", "[]", "{}", "<>"))
    return f"{left * depth}{draw.one(['§t'])}{right * draw.rng.randint(0, depth)}"


def half_titles(draw: Draw) -> str:
    title = draw.one(["§t"])
    middle = len(title) // 2
    half = draw.rng.choice((title[:middle], title[middle:]))
    return draw.one(["something like {}", "{}", "how long is {}?", "I've seen {}", "not {}"]).format(half)


def schema_words(draw: Draw) -> str:
    return " ".join(draw.some(["§w"], 30))


def cue_words(draw: Draw) -> str:
    return " ".join(draw.some(lists()["cues"]["words"], 40))


def misspelt(draw: Draw) -> str:
    signs = list(draw.request())
    for _ in range(draw.rng.randint(1, 2 + len(signs) // 4)):
        at = draw.rng.randrange(len(signs))
        signs[at] = draw.rng.choice((signs[at - 1], "", signs[at] * 2, chr(draw.rng.randrange(97, 123))))
    return "".join(signs)


def letter_case(draw: Draw) -> str:
    text = draw.request()
    mixed = "".join(draw.rng.choice((sign.upper(), sign.lower())) for sign in text)
    return draw.rng.choice((text.upper(), text.swapcase(), mixed))


def spaced_letters(draw: Draw) -> str:
    return draw.rng.choice(_BETWEEN).join(draw.request())


def lookalikes(draw: Draw) -> str:
    text = f"{draw.request()} caf\u00e9"
    return draw.rng.choice(
        (text.translate(_LOOKALIKE), text.translate(_FULL_WIDTH), unicodedata.normalize("NFD", text))
    )


def combining_marks(draw: Draw) -> str:
    marks = (draw.rng.choices(range(0x300, 0x370), k=draw.rng.randrange(8)) for _ in count())
    return "".join(sign + "".join(map(chr, each)) for sign, each in zip(draw.request(), marks, strict=False))


def punctuation(draw: Draw) -> str:
    signs = "?!.,;:-\u2013\u2014\u2026/\\|@#$%^&*+=~\u00b0\u00a7\u00bf\u00a1'\"()[]{}<> "
    return "".join(draw.rng.choices(signs, k=draw.rng.randint(1, 300)))


def many_sentences(draw: Draw) -> str:
    return ". ".join(draw.request() for _ in range(draw.rng.randint(5, 80)))


MADE: Sequence[Shape] = (
    single_sign, any_signs, control_characters, very_long, very_long_words, nested_json, many_commas, repeated_words,
    unbalanced_quotes, brackets, half_titles, schema_words, cue_words, misspelt, letter_case, spaced_letters,
    lookalikes, combining_marks, punctuation, many_sentences,
)  # fmt: skip
