"""Messages that are put together: of wordings and asides, and of heads and tails of short requests."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.language.reader.pieces import Marked
from training.examples import Marking
from training.surfaces import KINDS, noun, value
from training.tags import Stretch, Tagged

_PLACE = re.compile(r"\[(\w+)\]")
_JOINS = (", ", ". ", " and ", "; ", "\n", " - ", ", but ", ". Also, ", " ", "! ", ", and ")
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
            text += values.setdefault(name, noun(draw))
        else:
            text += values.setdefault(name, value(part.kind, name, draw))
            kind = "year" if name == "decade" else KINDS.get(part.kind, "value")
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
    turned_down = any("dismiss" in each.acts for each in stretches)
    context = "shown" if turned_down else draw.choice(("new", "new", "asked", "shown", "checked"))
    tagged = Tagged("*", context, None, text, tuple(parts), tuple(stretches), told[0].tagged.writer)
    return Marking(tagged, tuple(linked))
