"""Messages for one epoch: those that people wrote, worn a little, and others put together of wordings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from palate.language.reader.labels import LINKS
from palate.language.reader.pieces import Marked
from training.catalogues import held_out, sheets
from training.examples import Marking
from training.tags import Stretch, Tagged

_PLACE = re.compile(r"\[(\w+)\]")
_KINDS: Mapping[str, str] = {
    "title": "title",
    **dict.fromkeys(("kind", "colour", "country", "language", "maker", "cast", "other", "value"), "value"),
    "duration": "time",
    "price": "money",
    "year": "year",
    "number": "number",
    "field": "field",
    "flag": "flag",
}
"""What the places of wordings are to the catalogue."""
_PEOPLE = frozenset({"maker", "cast"})
_NAMES = ("author", "designer", "artist", "teacher", "brand")
_JOINS = (", ", ". ", " and ", "; ", "\n", " - ", ", but ", ". Also, ", " ", "! ", ", and ")
_DECADES = (
    "the eighties",
    "the 90s",
    "the seventies",
    "the 1950s",
    "the 2000s",
    "the sixties",
    "the noughties",
    "the '40s",
)
_UNITS = {"time": ("minutes", "hours", "min", "mins", "hrs"), "money": ("euros", "quid", "dollars", "€", "bucks", "£")}
_SURFACE = 0.5
"""How often what stands for a value is replaced by another one, so that no word is learnt for its role."""
_UNHEARD = 0.3
"""How many of these are names that nobody has heard: what a value says should matter less than where it stands."""
_COMPACT = 0.4
"""How many of the messages that are put together are one phrase: "crime films from Hong Kong, under 100 minutes"."""
_TURNED_DOWN = 0.25
"""How many of these follow words that turn down what was shown: "no, a comedy"."""
_GLUE = (" ", " ", " ", " ", " ", ", ", ", ", " and ", ", but ")
_AFTER_NO = (", ", ", ", " ", ". ", ". ", " - ", ", just ", ", but ")


@dataclass(frozen=True)
class Composer:
    """Makes messages out of wordings and asides, and out of heads and tails of short requests.

    Asides tell what nothing follows from; refusals turn down what was shown, and say no more.
    """

    wordings: Sequence[Tagged]
    asides: Sequence[Tagged]
    draw: random.Random
    refusals: Sequence[Tagged] = ()
    heads: Sequence[Tagged] = ()
    tails: Sequence[Tagged] = ()

    def message(self) -> Marking:
        """Return one message of one to four wishes, with asides at times."""
        if self.heads and self.draw.random() < _COMPACT:
            return self._compact()
        count = self.draw.choices((1, 2, 3, 4), (5, 4, 2, 1))[0]
        told = [filled(self.draw.choice(self.wordings), self.wordings, self.draw) for _ in range(count)]
        if self.asides and self.draw.random() < 0.3:
            told.insert(self.draw.randint(0, len(told)), filled(self.draw.choice(self.asides), (), self.draw))
        return joined(told, self.draw)

    def _compact(self) -> Marking:
        """Return a request of one phrase: a head, and what narrows it behind it."""
        head = self.draw.choice(self.heads)
        language = _language(head)
        tails = [each for each in self.tails if _language(each) == language]
        told = [head, *self.draw.sample(tails, self.draw.choices((0, 1, 2, 3), (1, 5, 4, 1))[0])]
        request = joined([filled(each, (), self.draw) for each in told], self.draw, _GLUE)
        if not self.refusals or language != "en" or self.draw.random() >= _TURNED_DOWN:
            return request
        refusal = filled(self.draw.choice(self.refusals), (), self.draw)
        return joined([refusal, request], self.draw, _AFTER_NO)


def _language(wording: Tagged) -> str:
    """Return the language of a head or tail, as its file's name tells: `heads-de_a`."""
    return wording.writer.rpartition("-")[2].partition("_")[0]


def filled(wording: Tagged, wordings: Sequence[Tagged], draw: random.Random) -> Marking:
    """Put something into every place of a wording: values, numbers, nouns, or another wish."""
    text, parts, linked, at = "", [], [], 0
    values: dict[str, str] = {}
    by_start = {part.start: part for part in wording.parts}
    for found in _PLACE.finditer(wording.text):
        text += wording.text[at : found.start()]
        at = found.end()
        start, name = len(text), found[1]
        part = by_start.get(found.start())
        if name in ("wrong", "right", "wish"):
            inner = _wish(name, wordings, draw)
            parts += [replace(each, start=each.start + start, end=each.end + start) for each in inner.tagged.parts]
            linked += [Marked(each.start + start, each.end + start, each.kind) for each in inner.linked]
            text += inner.tagged.text
        elif part is None:
            text += values.setdefault(name, _noun(draw))
        else:
            text += values.setdefault(name, _value(part.kind, name, draw))
            kind = "year" if name == "decade" else _KINDS.get(part.kind, "value")
            parts.append(replace(part, start=start, end=len(text)))
            linked.append(Marked(start, len(text), kind))
    text += wording.text[at:]
    acts = wording.stretches[0].acts
    tagged = replace(wording, text=text, parts=tuple(parts), stretches=(Stretch(0, len(text), acts),))
    return Marking(tagged, tuple(linked))


def _wish(name: str, wordings: Sequence[Tagged], draw: random.Random) -> Marking:
    """Return a wish within another wording: what was wrong, what is right instead, what was wished before."""
    plain = [each for each in (draw.choice(wordings) for _ in range(12)) if _is_plain(each)]
    if not plain:
        return Marking(Tagged("*", "new", None, "", (), (Stretch(0, 0, frozenset()),)), ())
    inner = filled(plain[0], (), draw)
    status = {"wrong": "retracted", "wish": "restated"}.get(name)
    text = inner.tagged.text.rstrip(" .!?")
    keeps = [part for part in inner.tagged.parts if part.end <= len(text)]
    parts = tuple(
        replace(part, statuses=part.statuses | {status}) if status and part.kind != "field" else part for part in keeps
    )
    linked = tuple(each for each in inner.linked if each.end <= len(text))
    return Marking(replace(inner.tagged, text=text, parts=parts), linked)


def _is_plain(wording: Tagged) -> bool:
    return (
        bool(wording.parts) and len(wording.text) < 70 and not re.search(r"\[(wrong|right|wish|what)\]", wording.text)
    )


def joined(told: Sequence[Marking], draw: random.Random, glue: Sequence[str] = _JOINS) -> Marking:
    """Join several messages to one."""
    text, parts, linked, stretches = "", [], [], []
    for each in told:
        if text:
            ended = text[-1:] in ".!?"
            text += " " if ended and draw.random() < 0.9 else draw.choice(glue)
        start = len(text)
        text += each.tagged.text
        parts += [replace(part, start=part.start + start, end=part.end + start) for part in each.tagged.parts]
        linked += [Marked(one.start + start, one.end + start, one.kind) for one in each.linked]
        stretches += [replace(one, start=one.start + start, end=one.end + start) for one in each.tagged.stretches]
    context = (
        "shown" if any("dismiss" in each.acts for each in stretches) else draw.choice(("new", "new", "asked", "shown"))
    )
    tagged = Tagged("*", context, None, text, tuple(parts), tuple(stretches), told[0].tagged.writer)
    return Marking(tagged, tuple(linked))


def worn(marking: Marking, draw: random.Random) -> Marking:
    """Write a message as it might also have been written: other values, no capitals, no full stops, a slip."""
    if draw.random() < 0.6:
        marking = _revalued(marking, draw)
    if draw.random() < 0.3:
        marking = _renumbered(marking, draw)
    if draw.random() < 0.3:
        marking = _recased(marking)
    if draw.random() < 0.25:
        marking = _slipped(marking, draw)
    if draw.random() < 0.1:
        marking = replace(marking, linked=tuple(each for each in marking.linked if draw.random() < 0.7))
    return marking


def _revalued(marking: Marking, draw: random.Random) -> Marking:
    """Put other values of the catalogues in place of some."""
    if marking.tagged.catalogue == "*":
        return marking
    swaps = [
        (each, _unheard(draw) if draw.random() < _UNHEARD else _value(_shape(each, marking), "value", draw))
        for each in marking.linked
        if each.kind in ("value", "title") and draw.random() < _SURFACE and _stands_alone(each, marking)
    ]
    return _edited(marking, [(each.start, each.end, new) for each, new in swaps])


def _unheard(draw: random.Random) -> str:
    """Return a name that means nothing."""
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))


def _renumbered(marking: Marking, draw: random.Random) -> Marking:
    """Put other digits in place of numbers of two digits and more."""
    edits = [
        (each.start + found.start(), each.start + found.end(), _digits(found[0], draw))
        for each in marking.linked
        if each.kind in ("number", "money", "time", "year")
        for found in re.finditer(r"\d{2,}", marking.tagged.text[each.start : each.end])
    ]
    return _edited(marking, edits)


def _digits(written: str, draw: random.Random) -> str:
    if re.fullmatch(r"(19|20)\d\d", written):
        return str(draw.randint(1920, 2026))
    return str(draw.randint(1, 9)) + "".join(str(draw.randint(0, 9)) for _ in written[1:])


def _shape(marked: Marked, marking: Marking) -> str:
    part = next((p for p in marking.tagged.parts if p.start < marked.end and marked.start < p.end), None)
    if marked.kind == "title":
        return "title"
    return "maker" if part is not None and part.kind in (*_NAMES, "director", "cast") else "kind"


def _stands_alone(marked: Marked, marking: Marking) -> bool:
    return any((part.start, part.end) == (marked.start, marked.end) for part in marking.tagged.parts)


def _edited(marking: Marking, edits: Sequence[tuple[int, int, str]]) -> Marking:
    """Replace stretches of the text, and move everything that stands behind them."""
    tagged, text = marking.tagged, marking.tagged.text
    moves: list[tuple[int, int]] = []
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
        moves.append((end, len(new) - (end - start)))

    def moved(at: int) -> int:
        return at + sum(by for end, by in moves if at >= end)

    parts = tuple(replace(part, start=moved(part.start), end=moved(part.end)) for part in tagged.parts)
    stretches = tuple(replace(each, start=moved(each.start), end=moved(each.end)) for each in tagged.stretches)
    linked = tuple(Marked(moved(each.start), moved(each.end), each.kind) for each in marking.linked)
    return Marking(replace(tagged, text=text, parts=parts, stretches=stretches), linked)


def _recased(marking: Marking) -> Marking:
    text = re.sub(r"[.!](?=\s|$)", " ", marking.tagged.text)
    return Marking(replace(marking.tagged, text=text), marking.linked)


def _slipped(marking: Marking, draw: random.Random) -> Marking:
    """Put a slip into a word that is no part."""
    text = marking.tagged.text
    taken = {at for start, end in _spans(marking) for at in range(start, end)}
    found = re.finditer(r"[a-z]{4,}", text)
    words: list[re.Match[str]] = [word for word in found if taken.isdisjoint(range(word.start(), word.end()))]
    if not words:
        return marking
    word = draw.choice(words)
    at = draw.randint(word.start(), word.end() - 2)
    slips: tuple[Callable[[], str], ...] = (
        lambda: text[at + 1] + text[at],
        lambda: text[at] + text[at] + text[at + 1],
        lambda: text[at],
    )
    return _edited(marking, [(at, at + 2, draw.choice(slips)())])


def _spans(marking: Marking) -> Iterator[tuple[int, int]]:
    yield from ((each.start, each.end) for each in marking.linked)
    yield from ((part.start, part.end) for part in marking.tagged.parts)


def _noun(draw: random.Random) -> str:
    return str(draw.choice([*(sheet["noun"] for sheet in _told_sheets()), "film", "movie", "thing", "one"]))


def _told_sheets() -> list[dict[str, Any]]:
    return [sheet for name, sheet in sheets().items() if not held_out(name)]


def _value(kind: str, name: str, draw: random.Random) -> str:
    if name == "decade":
        return draw.choice(_DECADES)
    if kind == "year":
        return str(draw.randint(1930, 2026))
    if kind in ("duration", "price"):
        unit = draw.choice(_UNITS[_KINDS[kind]])
        number = draw.choice((15, 20, 30, 45, 60, 75, 90, 95, 100, 110, 120, 150, 200, 2, 3))
        return f"{unit}{number}" if unit in "€£" else f"{number} {unit}"
    if kind == "number":
        return draw.choice(
            (f"{draw.randint(1, 40)}", f"{draw.randint(1, 9)}.{draw.randint(1, 9)}", f"{draw.randint(2, 90)} kg")
        )
    sheet = draw.choice(_told_sheets())
    columns = {key: each for key, each in sheet.items() if isinstance(each, dict)}
    if kind == "title":
        return str(draw.choice(sheet["titles"]))
    if kind == "field":
        return draw.choice(list(columns)).split("_eur")[0].replace("_", " ")
    if kind == "flag":
        flags = [
            key
            for each in _told_sheets()
            for key, column in each.items()
            if isinstance(column, dict) and column["kind"] == "flag"
        ]
        return draw.choice(flags).replace("_", " ")
    if kind in _PEOPLE:
        names = [v for each in _told_sheets() for n in _NAMES for v in each.get(n, {}).get("values", ())]
        return str(draw.choice(names))
    values = [v for column in columns.values() for v in column.get("values", ())]
    return str(draw.choice(values))


assert set(_KINDS.values()) <= set(LINKS)
