"""Filling an outside tool's arguments from a message, for a planner without a model."""

from __future__ import annotations

import re
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from palate.catalog.words import normal, tokens
from palate.language.understanding import Understanding
from palate.tools.arguments import Argument, Arguments
from palate.tools.stopwords import stop_words

_WHOLE = frozenset({"message", "prompt", "question", "request", "sentence", "text"})
"""Names of text parameters that take the message as it is."""
_ITEM = frozenset({"id", "item", "item_id"})
_ITEMS = frozenset({"ids", "item_ids", "items"})
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)")


def fill_arguments(
    arguments: Arguments, cues: tuple[str, ...], message: str, understanding: Understanding
) -> dict[str, Any] | None:
    """Fill every required argument, and leave those with defaults alone.

    A number takes the message's numbers in turn, a `Literal` the option that the message names, an item the items that
    the message speaks of, and the one text argument what is quoted, or what follows the cue.

    Returns:
        None where a required argument cannot be filled, or two would have to share the same words.
    """
    filled: dict[str, Any] = {}
    numbers = _NUMBER.findall(message)
    mentioned = _mentioned(understanding)
    texts = 0
    for argument in arguments.arguments:
        if not argument.required:
            continue
        if _plain(argument) is str and argument.name not in _ITEM:
            texts += 1
        value = _value(argument, cues, message, numbers, mentioned)
        if value is None or texts > 1:
            return None
        filled[argument.name] = value
    return filled


def _value(
    argument: Argument, cues: tuple[str, ...], message: str, numbers: list[str], mentioned: list[str]
) -> Any | None:
    kind = _plain(argument)
    if get_origin(kind) is Literal:
        return _option(get_args(kind), message)
    if kind in (int, float) and numbers:
        number = float(numbers.pop(0))
        return kind(number) if kind is float or number.is_integer() else None
    if argument.name in _ITEM and kind is str:
        return mentioned[0] if mentioned else None
    if argument.name in _ITEMS and get_origin(kind) is list:
        return mentioned or None
    if kind is str:
        return message.strip() if argument.name in _WHOLE else _subject(cues, message)
    return None


def _plain(argument: Argument) -> Any:
    """Return the annotation, without the None of an optional one."""
    options = [option for option in get_args(argument.annotation) if option is not NoneType]
    if NoneType in get_args(argument.annotation) and len(options) == 1:
        return options[0]
    return argument.annotation


def _option(options: tuple[Any, ...], message: str) -> Any | None:
    said = f" {normal(message)} "
    named = [option for option in options if f" {normal(str(option))} " in said]
    return named[0] if len(named) == 1 else None


def _mentioned(understanding: Understanding) -> list[str]:
    mentions = [mention.item for intent in understanding.intents for mention in (*intent.about, *intent.like)]
    asked = [item for intent in understanding.intents if intent.question for item in intent.question.items]
    return list(dict.fromkeys([*mentions, *asked]))


def _subject(cues: tuple[str, ...], message: str) -> str | None:
    """Return what is quoted, else what follows the first cue without the small words around it; None for nothing."""
    words = tokens(message)
    quoted = [word for word in words if word.quoted]
    if quoted:
        return message[quoted[0].start : quoted[-1].end]
    small = stop_words()
    rest = list(words[_after_cue(cues, [word.normal for word in words]) :])
    while rest and rest[0].normal in small:
        rest.pop(0)
    while rest and rest[-1].normal in small:
        rest.pop()
    return message[rest[0].start : rest[-1].end] if rest else None


def _after_cue(cues: tuple[str, ...], said: list[str]) -> int:
    """Return the index of the first word after the first cue that occurs; 0 where none does."""
    ends = []
    for cue in cues:
        wanted = normal(cue).split()
        starts = [i for i in range(len(said)) if wanted and said[i : i + len(wanted)] == wanted]
        ends += [starts[0] + len(wanted)] if starts else []
    return min(ends, default=0)
