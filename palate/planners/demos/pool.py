"""The demonstrations over one catalogue, of Palate, of packages and of a folder; found by meaning and by words."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from palate.catalog.installed import offered, why
from palate.catalog.words import normal, stem
from palate.language.reader.meanings import encoder
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import DemoFolder
from palate.planners.demos.masking import masked
from palate.planners.demos.templates import mapped
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.named import DemosMode

GROUP = "palate.demos"
"""The entry-point group under which an installed package offers a function that returns demonstrations."""
_LOG = logging.getLogger(__name__)
_LEXICAL = 0.1
"""How much shared words (BM25) count beside meaning; with more weight they found worse ones than meaning alone."""
MOST_TOKENS = 450
"""What the demonstrations of a message may add to a prompt."""


@dataclass(frozen=True)
class Pool:
    """Demonstrations to choose from."""

    demonstrations: tuple[Demonstration, ...]

    @classmethod
    def of(cls, catalog: Catalog, folder: Path | None = None) -> Pool:
        """Return Palate's, those of installed packages, and a folder's own; cheap to ask again while nothing changed.

        Raises:
            UnreadableFile: a line of the folder's file is no demonstration.
        """
        stamp = None if folder is None else DemoFolder(folder).stamp
        key = f"demonstrations {folder} {stamp} {offered(GROUP)}"
        return held.get(catalog.columns, key, lambda: cls(_all(catalog, folder)))

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any demonstration."""
        told = "\n".join(each.line() for each in self.demonstrations)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @cached_property
    def fixed(self) -> Sequence[Demonstration]:
        """Those that show the most at once, the most first."""
        return sorted(
            self.demonstrations, key=lambda each: (-len(each.frames.dumped()["frames"][0]), each.tokens, each.id)
        )

    def near(self, masked: str, *, first: bool) -> list[Demonstration]:
        """Return those whose masked messages mean most nearly the same, the closest first; ties by id.

        Args:
            masked: the message, masked.
            first: whether it begins a conversation; what needs a state then shows nothing that is there.
        """
        fits = [at for at, each in enumerate(self.demonstrations) if not (first and each.state)]
        words = self._words.get_scores(_stems(masked))
        alike = self._meanings @ encoder().of([masked])[0] + _LEXICAL * words / (words.max() or 1.0)
        weighed = {at: float(alike[at]) * self.demonstrations[at].score for at in fits}
        order = sorted(weighed, key=lambda at: (-weighed[at], self.demonstrations[at].id))
        return [self.demonstrations[at] for at in order]

    @cached_property
    def _meanings(self) -> NDArray[np.float32]:
        return encoder().of([each.masked for each in self.demonstrations])

    @cached_property
    def _words(self) -> Any:
        from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

        return BM25Okapi([_stems(each.masked) for each in self.demonstrations])


def _stems(masked: str) -> list[str]:
    return [stem(word) for word in normal(masked).split()] or [""]


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

    def of(self, message: str, catalog: Catalog, *, first: bool = True) -> Sequence[Demonstration]:
        """Return those for a message in the order of the prompt, the closest last: next to the message.

        Args:
            message: what the user wrote.
            catalog: in whose terms they are.
            first: whether the conversation begins with it.
        """
        if self.mode == "none":
            return ()
        pool = Pool.of(catalog, self.folder)
        hidden = {each.id for each in pool.demonstrations if self.unseen and normal(each.message) == normal(message)}
        near = pool.near(masked(message, catalog), first=first) if self.mode == "dynamic" else pool.fixed
        return _fitting([each for each in near if each.id not in hidden], self.k)[::-1]


def _fitting(found: Sequence[Demonstration], k: int) -> list[Demonstration]:
    """Return the first `k` that fit into `MOST_TOKENS` together."""
    chosen: list[Demonstration] = []
    left = MOST_TOKENS
    for each in found:
        if len(chosen) < k and each.tokens <= left:
            chosen.append(each)
            left -= each.tokens
    return chosen


def _all(catalog: Catalog, folder: Path | None) -> tuple[Demonstration, ...]:
    own = () if folder is None else DemoFolder(folder).read()
    return (*mapped(catalog), *_installed(offered(GROUP)), *own)


@lru_cache(maxsize=1)
def _installed(points: tuple[EntryPoint, ...]) -> tuple[Demonstration, ...]:
    return tuple(each for point in points for each in _of_package(point))


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
