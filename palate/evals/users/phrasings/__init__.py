"""In which words simulated people say things: data, one file a split, no template in two of them."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel

Split = Literal["development", "test"]
"""Development is for choosing and tuning; test is run once a choice is made."""

_DECADES = {"1920s": "twenties", "1930s": "thirties", "1940s": "forties", "1950s": "fifties", "1960s": "sixties"}
_DECADES |= {"1970s": "seventies", "1980s": "eighties", "1990s": "nineties"}


class Phrasings(BaseModel, frozen=True, extra="forbid"):
    """The ways to say each thing. A template has one `{slot}`, but for `open`, `dismiss` and `nothing`."""

    open: tuple[str, ...]
    """A request that tells nothing."""
    dismiss: tuple[str, ...]
    """What comes before a new fact, where the items shown were not it."""
    nothing: tuple[str, ...]
    """What is said by one who has nothing left to tell."""
    genre: tuple[str, ...]
    decade: tuple[str, ...]
    liked: tuple[str, ...]
    cast: tuple[str, ...]
    director: tuple[str, ...]
    plot: tuple[str, ...]
    chat: tuple[str, ...]
    """All that a chatty person tells at once: `{one}`, `{other}` and `{decade}`."""
    request: tuple[str, ...]
    """A whole request in one sentence: `{genre}` and `{decade}`."""
    decades: tuple[str, ...]
    """How a decade is written: `{digits}` is 1990, `{short}` 90, `{word}` nineties."""
    words: dict[str, tuple[str, ...]]
    """What people call a genre, where not by its name."""

    def genre_words(self, genre: str, chance: random.Random) -> str:
        """Return what one calls a genre."""
        return chance.choice(self.words.get(genre, (genre.lower(),)))

    def decade_words(self, decade: str, chance: random.Random) -> str:
        """Return what one calls a decade such as `1990s`."""
        word = _DECADES.get(decade, decade)
        return chance.choice(self.decades).format(digits=decade[:4], short=decade[2:4], word=word)


@cache
def phrasings(split: Split) -> Phrasings:
    """Read the phrasings of one split."""
    text = (files(__name__) / f"{split}.toml").read_text(encoding="utf-8")
    return Phrasings.model_validate(tomllib.loads(text))
