"""Arguments of an app's tools, and what a message has for them.

A number, an option, a date, a flag or an item is an argument by its type; a text is what is left then, names first, and
of several the one that means most nearly what the argument is called and described as. Each word is used once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import common_words, small_words, words_of
from palate.catalog.grounding.quantities import quantity_spans
from palate.catalog.words import LANGUAGES, Token, normal, stem
from palate.language.part import Part
from palate.language.pointing import pointed
from palate.language.reader.meanings import encoder
from palate.language.session import SessionView

SlotKind = Literal["text", "message", "number", "integer", "option", "flag", "date", "time", "item", "items", "other"]
_DATE_WORDS = 4
_MEANT = 0.35
"""How near words without a capital have to be to what an argument means, where the vocabulary knows them well."""
_WHOLE = 0.12
"""How much nearer what is left of some words has to be than all of them."""
_SHORT = 3
_OWNED = re.compile(r"['\u2019]s$")


@dataclass(frozen=True)
class Slot:
    """An argument of a tool."""

    name: str
    kind: SlotKind
    required: bool = True
    description: str = ""
    options: tuple[Any, ...] = ()


@dataclass
class Words:
    """The words of a message, and which of them are used already. Lives for one message."""

    message: str
    words: Sequence[Token]
    taken: list[tuple[int, int]] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    """Stems of words that a tool says of itself: they are no text of its arguments."""

    def free(self, token: Token) -> bool:
        """Tell whether nothing uses a word."""
        return not any(start < token.end and token.start < end for start, end in self.taken)

    def take(self, start: int, end: int) -> None:
        """Use a stretch of the message."""
        self.taken.append((start, end))

    def said(self, run: Sequence[Token]) -> str:
        """Return words as they were said."""
        return self.message[run[0].start : run[-1].end]


def filled(
    slots: Sequence[Slot], words: Words, parts: Sequence[Part], session: SessionView, catalog: Catalog
) -> dict[str, Any]:
    """Return the arguments that a message has: first what the types tell, then what is left for texts."""
    args: dict[str, Any] = {}
    for slot in sorted(slots, key=lambda slot: _FIRST.index(slot.kind)):
        if slot.kind in ("item", "items"):
            value = _items(slot, words, parts, session, catalog)
        elif slot.kind in ("number", "integer"):
            value = _number(slot, words)
        elif slot.kind == "text":
            value = _text(slot, words, parts)
        else:
            value = _FILLERS[slot.kind](slot, words, parts) if slot.kind in _FILLERS else None
        if value is not None:
            args[slot.name] = value
    return args


def _items(slot: Slot, words: Words, parts: Sequence[Part], session: SessionView, catalog: Catalog) -> Any:
    found: list[str] = []
    for part in parts:
        if part.kind in ("title", "pointer") and (slot.kind == "items" or not found):
            named = [mention.item for mention in pointed(part, session, catalog, ()).mentions]
            found += named
            if named:
                words.take(part.start, part.end)
    return (found or None) if slot.kind == "items" else next(iter(found), None)


def _option(slot: Slot, words: Words, parts: Sequence[Part]) -> Any:  # noqa: ARG001
    """Return the one option that is named, first by words that nothing else has."""
    for free in (True, False):
        said = [stem(word.normal) if words.free(word) or not free else "" for word in words.words]
        named = {number: at for number, option in enumerate(slot.options) if (at := _place(option, said)) is not None}
        if len(named) == 1:
            ((number, at),) = named.items()
            words.take(words.words[at.start].start, words.words[at.stop - 1].end)
            return slot.options[number]
    return None


def _place(option: Any, said: Sequence[str]) -> range | None:
    wanted = [stem(word) for word in normal(str(option).replace("_", " ")).split()]
    starts = (at for at in range(len(said)) if wanted and said[at : at + len(wanted)] == wanted)
    at = next(starts, None)
    return None if at is None else range(at, at + len(wanted))


def _flag(slot: Slot, words: Words, parts: Sequence[Part]) -> Any:
    """Return whether what an argument is called is said, and not ruled out."""
    if _option(replace(slot, options=(slot.name,)), words, parts) is None:
        return False if slot.required else None
    start, end = words.taken[-1]
    return not any(part.role == "avoid" and part.start < end and start < part.end for part in parts)


def _date(slot: Slot, words: Words, parts: Sequence[Part]) -> Any:  # noqa: ARG001
    found = next(_dates(words), None)
    if found is None:
        return None
    words.take(found.start, found.end)
    return found.at.isoformat() if slot.kind == "time" else found.at.date().isoformat()


@dataclass(frozen=True)
class _Dated:
    start: int
    end: int
    at: datetime


def _dates(words: Words) -> Iterator[_Dated]:
    """Yield the dates that a message names, each as long as it is said."""
    from dateparser import parse

    today = datetime.combine(date.today(), datetime.min.time())
    settings: Any = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": today,
        "PARSERS": ["relative-time", "absolute-time"],
    }
    at = 0
    while at < len(words.words):
        for length in range(min(_DATE_WORDS, len(words.words) - at), 0, -1):
            run = words.words[at : at + length]
            said = words.message[run[0].start : run[-1].end]
            if not all(map(words.free, run)) or not _may_be_date(run, said):
                continue
            known = parse(said, languages=[*LANGUAGES], settings=settings)
            if known is not None:
                yield _Dated(run[0].start, run[-1].end, known)
                at += length - 1
                break
        at += 1


def _may_be_date(run: Sequence[Token], said: str) -> bool:
    """Tell whether words may be a date: a bare number is none, nor is what begins or ends in a small word."""
    small = small_words()
    if said.replace(".", "").replace(",", "").isdigit():
        return False
    return (run[0].normal not in small or run[0].normal == "in") and run[-1].normal not in small


def _number(slot: Slot, words: Words) -> Any:
    for span in quantity_spans(words.words):
        run = words.words[span.start : span.end]
        value = span.quantity.low if span.quantity.low is not None else span.quantity.high
        beside = words.words[max(0, span.start - 1) : span.end + 1]  # "screen 2", "2 nights"
        named = {stem(word.normal) for word in beside} & {stem(word) for word in normal(_called(slot)).split()}
        if value is None or not all(map(words.free, run)) or not (slot.required or named):
            continue
        if slot.kind == "integer" and not float(value).is_integer():
            continue
        words.take(run[0].start, run[-1].end)
        return int(value) if slot.kind == "integer" else float(value)
    return None


def _message(slot: Slot, words: Words, parts: Sequence[Part]) -> Any:  # noqa: ARG001
    return words.message.strip() or None


def _text(slot: Slot, words: Words, parts: Sequence[Part]) -> Any:
    """Return what is in quotation marks, a name, or words that mean what the argument is; None where none is left."""
    for found in _dates(words):
        words.take(found.start, found.end)
    left = [word for word in words.words if words.free(word) and stem(word.normal) not in words.own]
    outside = [word for word in left if not any(part.is_known and part.has_any(word) for part in parts)]
    for some in (outside, left) if slot.required else (outside,):
        # A value of the catalogue may be a name of the tool's as well.
        runs = [run for run in _runs(words, some) if run]
        quoted = [run for run in runs if run[0].quoted]
        names = quoted or [named for run in runs if (named := _named(run, words))]
        chosen = _nearest(names, slot, words) if names else _meant(runs, slot, words, parts)
        if chosen is not None:
            words.take(chosen[0].start, chosen[-1].end)
            return _OWNED.sub("", words.said(chosen))
    return None


def _runs(words: Words, some: Sequence[Token]) -> list[list[Token]]:
    """Return the words that stand side by side, without small words and what punctuation parts."""
    small, runs = small_words(), [[]]  # type: tuple[frozenset[str], list[list[Token]]]
    kept = {id(word) for word in some if word.quoted or word.normal not in small}
    for word in words.words:
        if id(word) not in kept:
            runs.append([])
        elif word.before.strip() not in ("", "-"):
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def _named(run: Sequence[Token], words: Words) -> list[Token]:
    """Return the part of a run that begins and ends with a name."""
    first = words.words[0]
    common = common_words()
    at = [
        number
        for number, word in enumerate(run)
        if word.capital and (word.normal not in common or (word is not first and not _begins(word)))
    ]
    return list(run[at[0] : at[-1] + 1]) if at else []


def _begins(word: Token) -> bool:
    return any(mark in word.before for mark in ".!?\n")


def _meant(runs: Sequence[list[Token]], slot: Slot, words: Words, parts: Sequence[Part]) -> list[Token] | None:
    """Return words without a capital that tell something: rare ones, what the argument means, what a reader marks."""
    some = [
        run[start:end]
        for run in runs
        for start in range(len(run))
        for end in range(start + 1, len(run) + 1)
        if _is_telling(run[start:end])
    ]
    best = _nearest(some, slot, words)
    if best is None:
        return None
    marked = any(part.has_any(word) for part in parts for word in best)
    near = encoder().of([words.said(best)]) @ encoder().of([_called(slot)]).T
    return best if marked or any(map(_is_strange, best)) or float(near[0, 0]) >= _MEANT else None


def _is_telling(run: Sequence[Token]) -> bool:
    """Tell whether words may be what is meant: a rare name may begin with a common word, and does not end in one."""
    rare = [word.normal not in common_words() and len(word.normal) >= _SHORT for word in run]
    trails = run[-1].normal in words_of("common/en.toml", "cue") and any(map(_is_strange, run))
    return any(rare) and not trails


def _is_strange(word: Token) -> bool:
    return encoder().is_strange(word.text)


def _nearest(some: Sequence[list[Token]], slot: Slot, words: Words) -> list[Token] | None:
    """Return the words that are nearest to what an argument is called, or is described as."""
    if len(some) < 2:
        return next(iter(some), None)
    told = list(filter(None, [_called(slot), slot.description]))
    near = (encoder().of([words.said(run) for run in some]) @ encoder().of(told).T).max(axis=1)
    return max(zip(near.tolist(), some, strict=True), key=lambda each: each[0] + _WHOLE * len(each[1]))[1]


def _called(slot: Slot) -> str:
    return slot.name.replace("_", " ")


_FILLERS = {"option": _option, "flag": _flag, "date": _date, "time": _date, "message": _message}
_FIRST: tuple[SlotKind, ...] = (
    *("item", "items", "date", "time", "number", "integer"),
    *("option", "flag", "text", "message", "other"),
)
