"""How sure a reader may be: fitted on writers that it was not fitted to, and written into its file."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx

from palate.language.reader.reader import Reader
from training import corpora
from training.report import Read, is_right, judged, read_all
from training.tags import Part

_PRECISE, _LIKELY = 0.8, 0.6
"""How often the nearest value has to be right for items to be left out for it, and to be preferred for it."""
_OTHERS = 80
"""Among how many values a phrase is to find its own."""


def calibrate(path: Path) -> dict[str, float]:
    """Measure and write `heat` (of roles), `near` and `nearly` (from which a meaning is used, and is preferred)."""
    _write(path, {"heat": 1.0})
    done = read_all(corpora.natural("choose"), Reader(path))
    read = [(part, read) for each in done for part, read in judged(*each) if read is not None]
    heats = [float(each) for each in np.linspace(0.6, 2.4, 19)]
    found = {"heat": min(heats, key=lambda each: _surprise(read, each))}
    _write(path, found)
    told = _told(Reader(path), corpora.phrases("choose"), corpora.phrases("train"))
    found |= {"near": _least(told, _PRECISE), "nearly": _least(told, _LIKELY)}
    _write(path, found)
    return found


def _surprise(read: Sequence[tuple[Part, Read]], heat: float) -> float:
    """Return how surprising what is right would be, were roles so much less sure."""
    likely = np.array([_sure(each, heat) if is_right(part, each) else 1 - _sure(each, heat) for part, each in read])
    return float(-np.log(np.clip(likely, 1e-4, 1)).mean())


def _sure(read: Read, heat: float) -> float:
    cooled = np.array(list(read.roles.values())) ** (1 / heat)
    return float(cooled.max() / cooled.sum())


def _told(reader: Reader, held: Sequence[corpora.Meant], others: Sequence[corpora.Meant]) -> list[tuple[float, bool]]:
    """Return for every phrase how sure its nearest value is, and whether it is its own, among some values of others."""
    draw = random.Random(5)
    told: list[tuple[float, bool]] = []
    for each in held:
        names = [each.name, *(other.name for other in draw.sample(list(others), _OTHERS) if other.name != each.name)]
        likely = reader.likely(each.phrases, reader.meanings(names))
        told += [(float(row.max()), int(row.argmax()) == 0) for row in likely]
    return told


def _least(told: Sequence[tuple[float, bool]], precise: float) -> float:
    """Return from which probability on so many of the nearest values are right."""
    for least in np.linspace(0, 0.99, 100):
        used = [right for each, right in told if each >= least]
        if used and sum(used) >= precise * len(used):
            return float(least)
    return 0.99


def _write(path: Path, told: dict[str, float]) -> None:
    held = onnx.load(str(path))
    kept = {each.key: each.value for each in held.metadata_props} | {
        key: json.dumps(value) for key, value in told.items()
    }
    del held.metadata_props[:]
    for key, value in kept.items():
        held.metadata_props.add(key=key, value=value)
    onnx.save(held, str(path))
