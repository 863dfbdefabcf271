"""All demonstrations: Palate's, of installed packages, and of a folder; found by BM25 over their masked words."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from importlib.metadata import EntryPoint
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from palate.catalog.installed import offered, why
from palate.catalog.words import WIDE, normal, stem
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import DemoFolder
from palate.planners.models.numbered import Shown

if TYPE_CHECKING:
    from palate.planners.named import DemosMode

GROUP = "palate.demos"
"""The entry-point group under which an installed package offers a function that returns demonstrations."""
_LOG = logging.getLogger(__name__)
_NUMBER = re.compile(r"\[\d+ ")
MOST_TOKENS = 450
"""What the demonstrations of a message may add to a prompt."""


@dataclass(frozen=True)
class Pool:
    """Demonstrations to choose from."""

    demonstrations: tuple[Demonstration, ...]

    @classmethod
    def of(cls, folder: Path | None = None) -> Pool:
        """Return Palate's, those of installed packages, and a folder's own; cheap to ask again while nothing changed.

        Raises:
            UnreadableFile: a line of the folder's file is no demonstration.
        """
        pool = _with_installed(offered(GROUP))
        return pool if folder is None else _with_own(pool, folder, DemoFolder(folder).stamp)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any demonstration."""
        told = "\n".join(each.line() for each in self.demonstrations)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @cached_property
    def fixed(self) -> Sequence[Demonstration]:
        """Those that show the most at once, the most first."""
        return sorted(self.demonstrations, key=lambda each: (-len(set(each.read.parts.values())), each.tokens, each.id))

    def near(self, said: Sequence[str]) -> list[Demonstration]:
        """Return those that share words with a message, the closest first; ties by id."""
        scores = np.asarray(self._ranking.get_scores([word for word in said if word in self._ranking.idf]))
        weighed = scores * [each.score for each in self.demonstrations]
        order = sorted(range(len(weighed)), key=lambda at: (-weighed[at], self.demonstrations[at].id))
        return [self.demonstrations[at] for at in order if scores[at] > 0]

    @cached_property
    def _ranking(self) -> Any:
        from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

        return BM25Okapi([words_of(each.shown) for each in self.demonstrations], k1=1.2, b=0.4)


@dataclass(frozen=True)
class Demonstrations:
    """Which demonstrations a model is shown for a message."""

    mode: DemosMode = "dynamic"
    k: int = 3
    """How many at most."""
    folder: Path | None = None
    """Of demonstrations beside those that come with Palate: added and harvested ones."""
    unseen: bool = False
    """Whether those with the words of the message are left out: no case under evaluation sees itself."""

    def of(self, asked: Shown, pool: Pool | None = None) -> Sequence[Demonstration]:
        """Return those for a masked message as they should stand, the closest last: next to the message.

        Args:
            asked: The message, masked.
            pool: What they are chosen from; all that there are, the folder's among them, where None.
        """
        if self.mode == "none":
            return ()
        pool, said = pool or Pool.of(self.folder), words_of(asked)
        hidden = [each.id for each in pool.demonstrations if self.unseen and words_of(each.shown) == said]
        near = pool.near(said) if self.mode == "dynamic" else ()
        close = _fitting([each for each in near if each.id not in hidden], self.k)
        return close[::-1] or _fitting([each for each in pool.fixed if each.id not in hidden], self.k)


@cache
def shipped() -> Pool:
    """Return the demonstrations that come with Palate (`python -m training.demonstrations`)."""
    text = resources.files("palate.planners.demos").joinpath("pool.jsonl").read_text(encoding="utf-8")
    return Pool(tuple(Demonstration.model_validate_json(line) for line in text.splitlines()))


def words_of(shown: Shown) -> list[str]:
    """Return the words by which a message is found: what it comes after, its words, and what stands side by side."""
    said = _NUMBER.sub("[", " ".join(shown.sentences))
    words = [form for word in normal(said).split() for form in _forms(word)]
    return [f"[{shown.context}]", *words, *(f"{one} {other}" for one, other in pairwise(words))]


def _forms(word: str) -> Sequence[str]:
    return list(word) if WIDE.search(word) else [stem(word)]


def _fitting(found: Sequence[Demonstration], k: int) -> list[Demonstration]:
    """Return the first `k` that fit into `MOST_TOKENS` together."""
    chosen: list[Demonstration] = []
    left = MOST_TOKENS
    for each in found:
        if len(chosen) < k and each.tokens <= left:
            chosen.append(each)
            left -= each.tokens
    return chosen


@cache
def _latest() -> dict[Path, tuple[object, Pool]]:
    return {}


def _with_own(pool: Pool, folder: Path, changed: object) -> Pool:
    stamp = (pool.version, changed)
    known = _latest().get(folder)
    if known is None or known[0] != stamp:
        known = (stamp, Pool((*pool.demonstrations, *DemoFolder(folder).read())))
        _latest()[folder] = known
    return known[1]


@lru_cache(maxsize=1)
def _with_installed(points: tuple[EntryPoint, ...]) -> Pool:
    more = [each for point in points for each in _of_package(point)]
    return Pool((*shipped().demonstrations, *more)) if more else shipped()


def _of_package(point: EntryPoint) -> list[Demonstration]:
    """Return a package's demonstrations; where they cannot be had they are left out, and that is logged."""
    try:
        found = list(point.load()())
        if all(isinstance(each, Demonstration) for each in found):
            return found
        reason = "what it returns are no `Demonstration`s"
    except (Exception, SystemExit) as error:
        reason = why(error)
    _LOG.warning("the installed demonstrations `%s` (`%s`) are left out: %s.", point.name, point.value, reason)
    return []
