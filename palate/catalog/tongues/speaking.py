"""Which language is spoken: said once where a turn begins to speak, and known wherever a phrase is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter
from types import MappingProxyType
from typing import Literal

from palate.catalog.tongues.chinese import Chinese
from palate.catalog.tongues.english import English

Language = Literal["en", "zh"]

_SPOKEN: ContextVar[Language] = ContextVar("spoken", default="en")
_TONGUES: Mapping[Language, English | Chinese] = MappingProxyType({"en": English(), "zh": Chinese()})
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def language_of(message: str, before: Language, *, wanted: Literal["auto", "en", "zh"] = "auto") -> Language:
    """Return the language that a message is answered in.

    Args:
        message: what the person wrote.
        before: what the last reply of the session was written in, which holds where a message has no letters.
        wanted: `auto`, by the message, or the one language that is spoken.
    """
    if wanted != "auto":
        return wanted
    if not any(sign.isalpha() for sign in message):
        return before
    return "zh" if _HAN.search(message) and not _KANA.search(message) else "en"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Have every phrase inside made in a language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> Language:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


def tongue() -> English | Chinese:
    """Return what the spoken language does in its own way."""
    return _TONGUES[_SPOKEN.get()]


def filled(phrase: str, /, *values: object, **slots: object) -> str:
    """Return a phrase with its slots filled, put together as the spoken language does."""
    given, pieces = iter(values), []
    for text, name, spec, _ in Formatter().parse(phrase):
        pieces.append(text)
        if name is not None:
            pieces.append(format(slots[name] if name else next(given), spec or ""))
    return tongue().joined(pieces)
