"""How sure a reader may be: fitted on writers that it was not fitted to, and written into its file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from palate.catalog.grounding.data import small_words
from palate.catalog.words import normal
from palate.language.bounds import is_within
from palate.language.embedder import comparing
from palate.language.link import link
from palate.language.nearest import Nearest, name_of
from palate.language.number_fields import NumberFields
from palate.language.parts import parts_of
from palate.language.reader.meanings import MeaningEncoder, probable
from palate.language.reader.reader import Reader, shipped
from training import corpora
from training.catalogues import catalogue
from training.export import tell
from training.pairs import MEANT, pairs
from training.report import Done, Read, is_right, judged, read_all
from training.tags import Part

_SURELY, _PRECISE, _LIKELY = 0.9, 0.8, 0.6
"""How often what is nearest has to be meant: for items to be left out for it; of a column; to be preferred for it."""
_PRESENT, _MEASURED = 0.5, 0.9
"""How often what a phrase means is among what it is held against: words may mean anything, a number is of a column."""
_MOST = 7
"""Phrases are to find their values among two to two to the power of this."""


@dataclass(frozen=True)
class _Sought:
    """How near a phrase is to some meanings: to its own first, where that is among them."""

    near: NDArray[np.float64]
    present: bool
    of: NDArray[np.intp]
    """To which each belongs: the sides of a number and its name are one, and its own is 0."""

    def sure(self, nothing: float, heat: float) -> NDArray[np.float64]:
        """Return how probable it is that each is meant."""
        return np.asarray(np.bincount(self.of, probable(self.near[None], nothing, heat)[0]), np.float64)


def calibrate_roles(path: Path) -> dict[str, object]:
    """Measure and write how sure roles are."""
    tell(path, {"heat": 1.0, "tells": [1.0, 0.0]})
    done = read_all(corpora.natural("choose"), Reader(path))
    read = [(part, read) for each in done for part, read in judged(*each) if read is not None]
    heats = [float(each) for each in np.linspace(0.6, 2.4, 19)]
    heat = min(heats, key=lambda each: _surprise(read, each))
    found: dict[str, object] = {"heat": heat, "tells": _tells(done)}
    tell(path, found)
    return found


def _tells(done: Sequence[Done]) -> list[float]:
    """Return what the odds of words are raised to and multiplied by, so that they say how often a word matters."""
    told = [
        (each, any(part.start < each.end and each.start < part.end for part in marking.tagged.parts if _is_meant(part)))
        for marking, reading in done
        for each in reading.words
        if normal(marking.tagged.text[each.start : each.end]) not in small_words()
    ]
    odds = np.array([np.log(each.tells / (1 - each.tells)) for each, _ in told])
    sign = np.array([1.0 if matters else -1.0 for _, matters in told])

    def surprise(by: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -sign * (by[0] * odds + by[1])).sum())

    return [float(each) for each in minimize(surprise, np.array([1.0, 0.0])).x]


def _is_meant(part: Part) -> bool:
    return part.roles != {"none"}


def calibrate_meanings(path: Path) -> dict[str, object]:
    """Measure and write how sure meanings are, and from when on words are taken for what they mean.

    `near` are the probabilities from which on items are left out for a value, and from which on it is preferred, by
    words that were judged in messages; `measured` the one for a column, by the columns of tables, and `counted` that
    for a number's, by messages. `within` says how often a number lies within the range of its column, and of another
    one.
    """
    encoder, held = MeaningEncoder(path), corpora.phrases("choose")
    values = list(_sought(encoder, [each for each in held if not each.table], _PRESENT))
    nothings = [(float(each), float(heat)) for each in np.linspace(0.2, 0.8, 25) for heat in np.linspace(0.04, 0.2, 17)]
    nothing = min(nothings, key=lambda each: _unexpected(values, *each))
    tell(path, {"nothing": list(nothing), "within": list(_within())})
    columns = [_told(each, *nothing) for each in _sought(encoder, [each for each in held if each.table], _MEASURED)]
    said, counted = list(_said(MeaningEncoder(path))), list(_counted(MeaningEncoder(path)))
    found: dict[str, object] = {
        "near": [_least(said, precise) for precise in (_SURELY, _LIKELY)],
        "measured": _least(columns, _PRECISE),
        "counted": _least(counted, _PRECISE),
        "columns": sum(right for _, right in columns) / len(columns),
    }
    tell(path, found)
    return {"nothing": nothing, **found}


class _By:
    """Compares by an encoder that is not the shipped one."""

    def __init__(self, encoder: MeaningEncoder) -> None:
        self._encoder, self._named = encoder, cache(encoder.of)

    def likely(self, phrase: str, names: tuple[str, ...]) -> NDArray[np.float64]:
        near = self._named(names) @ self._encoder.of([phrase])[0]
        return self._encoder.probable(near.astype(np.float64))


def _said(encoder: MeaningEncoder) -> Iterator[tuple[float, bool]]:
    """Yield how sure the nearest value of its catalogue is of words that were judged, and whether they mean it."""
    nearest = cache(lambda name: Nearest(catalogue(name)))
    with comparing(_By(encoder)):
        for each in pairs("choose"):
            near = nearest(each.marking.tagged.catalogue).of(each.said)
            best = next((match for match in near if match.value != ""), None)
            if best is not None:
                yield best.confidence, each.relations.get(name_of(best)) in MEANT


def _counted(encoder: MeaningEncoder) -> Iterator[tuple[float, bool]]:
    """Yield how sure the nearest column is of a number beside which none is named, and whether it is that one's."""
    with comparing(_By(encoder)):
        for each in corpora.natural("choose"):
            text, catalog = each.tagged.text, catalogue(each.tagged.catalogue)
            linked = link(text, catalog)
            parts = parts_of(text, linked, shipped().read(text, each.linked, each.tagged.context), catalog)
            numbers = NumberFields(text, linked, parts, catalog)
            for part in parts:
                meant = [other.kind for other in each.tagged.parts if other.start < part.end and part.start < other.end]
                guess = numbers.meant(part) if part.quantity is not None and len(meant) == 1 else None
                if guess is not None and catalog.schema.has(meant[0]):
                    yield guess.confidence, guess.field == meant[0]


def _within() -> tuple[float, float]:
    """Return how often a number of a message lies in the range of its own column, and in that of another one."""
    own: list[bool] = []
    others: list[bool] = []
    for each in corpora.natural("choose"):
        catalog = catalogue(each.tagged.catalogue)
        for linked in link(each.tagged.text, catalog):
            meant = [part for part in each.tagged.parts if part.start < linked.end and linked.start < part.end]
            if linked.quantity is None or len(meant) != 1 or not catalog.schema.has(meant[0].kind):
                continue
            for field in catalog.schema.of_kind("number", "date"):
                (own if field.name == meant[0].kind else others).append(is_within(linked.quantity, field))
    return sum(own) / len(own), sum(others) / len(others)


def _surprise(read: Sequence[tuple[Part, Read]], heat: float) -> float:
    """Return how surprising what is right would be, were roles so much less sure."""
    likely = np.array([_sure(each, heat) if is_right(part, each) else 1 - _sure(each, heat) for part, each in read])
    return float(-np.log(np.clip(likely, 1e-4, 1)).mean())


def _sure(read: Read, heat: float) -> float:
    cooled = np.array(list(read.roles.values())) ** (1 / heat)
    return float(cooled.max() / cooled.sum())


def _sought(encoder: MeaningEncoder, held: Sequence[corpora.Meant], share: float) -> Iterator[_Sought]:
    """Yield each phrase held against its table's columns or, where it has none, against values drawn at random."""
    draw = random.Random(5)
    alone = list(dict.fromkeys(each.name for each in corpora.phrases("train") if not each.table))
    names = list(dict.fromkeys([*(each.name for each in held), *alone]))
    meanings = dict(zip(names, encoder.of(names), strict=True))
    for each in held:
        beside = [other for other in held if each.table and other.table == each.table]
        own = each.field if beside else each.name
        for phrase in encoder.of(each.phrases):
            drawn = [name for name in draw.sample(alone, round(2 ** draw.uniform(1, _MOST))) if name != each.name]
            among = [(other.field, other.name) for other in beside] or [(name, name) for name in [each.name, *drawn]]
            present = draw.random() < share
            kept = [(of, name) for of, name in among if present or of != own]
            places = {of: at for at, of in enumerate(dict.fromkeys([own] * present + [of for of, _ in kept]))}
            near = np.array([meanings[name] for _, name in kept]) @ phrase
            yield _Sought(near.astype(np.float64), present, np.array([places[of] for of, _ in kept]))


def _unexpected(sought: Sequence[_Sought], nothing: float, heat: float) -> float:
    """Return how unexpected it is that phrases mean what they do, or nothing that is there."""
    found = [each.sure(nothing, heat) for each in sought]
    true = [row[0] if each.present else 1 - row.sum() for row, each in zip(found, sought, strict=True)]
    return float(-np.log(np.clip(true, 1e-4, 1)).mean())


def _told(sought: _Sought, nothing: float, heat: float) -> tuple[float, bool]:
    """Return how sure the nearest value is, and whether it is the phrase's own."""
    row = sought.sure(nothing, heat)
    return float(row.max()), sought.present and int(row.argmax()) == 0


def _least(told: Sequence[tuple[float, bool]], precise: float) -> float:
    """Return from which probability on so many of the nearest values are right."""
    for least in np.linspace(0, 0.99, 100):
        used = [right for each, right in told if each >= least]
        if used and sum(used) >= precise * len(used):
            return float(least)
    return 0.99
