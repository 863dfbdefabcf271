"""How well it is told what words mean, on words that somebody judged in messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from palate.language.reader.meanings import MeaningEncoder
from training.pairs import MEANT, Judged
from training.report import share_of

_PRECISE = 0.8
"""How often the nearest value has to be meant where it is taken."""


@dataclass
class MeantCount:
    """What was counted of words whose meaning is known."""

    meaning: int = 0
    """Those of them that mean a value of their catalogue."""
    told: list[tuple[float, bool, bool]] = field(default_factory=list)
    """How probable the nearest value is, whether it is meant, and whether it is the opposite."""

    HEADS: ClassVar = ("words", "mean any value", "nearest is meant, of these", "nearest is the opposite", "taken")

    def cells(self) -> tuple[str, ...]:
        """Return it as the cells of a table, under `HEADS`."""
        meant = sum(is_meant for _, is_meant, _ in self.told)
        opposite = sum(is_opposite for *_, is_opposite in self.told)
        shares = (
            (self.meaning, len(self.told)),
            (meant, self.meaning),
            (opposite, len(self.told)),
            (self._taken(), len(self.told)),
        )
        return (str(len(self.told)), *(share_of(some, of) for some, of in shares))

    def _taken(self) -> int:
        """Return how many can be taken for their nearest value, the likeliest first, if it has to be meant so often."""
        right = np.cumsum([meant for _, meant, _ in sorted(self.told, reverse=True)])
        enough = np.flatnonzero(right >= _PRECISE * np.arange(1, len(right) + 1))
        return int(enough[-1]) + 1 if len(enough) else 0


def counted(judged: Sequence[Judged], encoder: MeaningEncoder) -> MeantCount:
    """Compare words with all values that are judged over their catalogue, and count how the nearest stands to them."""
    count = MeantCount()
    named: dict[str, dict[str, None]] = {}
    for each in judged:
        named.setdefault(each.marking.tagged.catalogue, {}).update(dict.fromkeys(each.relations))
    rows = {catalogue: encoder.of(list(names)) for catalogue, names in named.items()}
    for each, said in zip(judged, encoder.of([each.said for each in judged]), strict=True):
        catalogue = each.marking.tagged.catalogue
        likely = encoder.probable((rows[catalogue] @ said).astype(np.float64))
        best = int(likely.argmax())
        relation = each.relations.get(list(named[catalogue])[best], "unrelated")
        count.meaning += not MEANT.isdisjoint(each.relations.values())
        count.told.append((float(likely[best]), relation in MEANT, relation == "opposite"))
    return count
