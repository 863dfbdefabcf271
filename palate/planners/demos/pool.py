"""All demonstrations over a catalogue: the seeds, filled from it, and those of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from palate.catalog.catalog import Catalog
from palate.llm.embedding.minilm import MiniLM
from palate.planners.demos.by_meaning import ByMeaning
from palate.planners.demos.by_words import ByWords
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.filling import filled
from palate.planners.demos.fitting import fits
from palate.planners.demos.folder import DemoFolder
from palate.planners.demos.index import Index
from palate.planners.demos.masking import masked_demonstration
from palate.planners.demos.sample import Sample
from palate.planners.demos.seed import seeds
from palate.planners.named import DemosBy, DemosMode, DemosOrder
from palate.ranking.per_version import held

FIXED = (
    "range-12",
    "reference-01",
    "question-04",
    "negation-01",
    "similar-01",
    "search-01",
    "superlative-03",
    "question-01",
    "or-01",
    "taste-05",
)
"""Ids of seeds that show the main tools, the most useful first."""
MOST_TOKENS = 450


@dataclass(frozen=True)
class Pool:
    """Demonstrations to choose from. Thread-safe; cheap to ask for again while nothing changed."""

    catalog: Catalog
    index: Index

    @classmethod
    def of(cls, catalog: Catalog, folder: Path | None = None, *, by: DemosBy = "words") -> Pool:
        """Return the pool over a catalogue as it is now.

        Args:
            catalog: What seeds are filled from, and what a folder's demonstrations have to be about.
            folder: Of demonstrations beside the seeds; one that is missing has none.
            by: How resemblance is told: by masked words, or by vectors of meaning (extra `embed`).

        Raises:
            UnreadableFile: a line of the folder's file is no demonstration.
        """
        columns = catalog.columns
        seeded = held.get(columns, f"demonstrations by {by}", lambda: _seeded(catalog, by))
        if folder is None:
            return cls(catalog, seeded)
        own = DemoFolder(folder)
        # One entry a folder: what an older version of its file gave is let go.
        entries: dict[tuple[int, int, int], Index] = held.get(columns, f"demonstrations by {by} {folder}", dict)
        stamp = own.stamp
        index = entries.get(stamp)
        if index is None:
            index = _with_own(catalog, seeded, own, by)
            entries.clear()
            entries[stamp] = index
        return cls(catalog, index)

    @property
    def demonstrations(self) -> tuple[Demonstration, ...]:
        """All of them: the seeds first."""
        return self.index.demonstrations

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any demonstration."""
        told = hashlib.sha256()
        for each in self.demonstrations:
            told.update(f"{each.line()}\n".encode())
        return told.hexdigest()[:12]

    def select(
        self,
        request: str,
        *,
        mode: DemosMode = "dynamic",
        order: DemosOrder = "closest-last",
        k: int = 3,
        most_tokens: int = MOST_TOKENS,
        exclude: Collection[str] = frozenset(),
    ) -> list[Demonstration]:
        """Choose demonstrations for a request, as they should stand.

        Args:
            request: What the person says.
            mode: None, the same ones for every request, or those that resemble the request.
            order: Where the closest of those that resemble it stands; last, it is next to the request.
            k: How many at most.
            most_tokens: How long they may be together, four characters counting as a token.
            exclude: Ids, or requests, of those that are never chosen: a case under evaluation does not see itself.
        """
        if mode == "none" or k <= 0:
            return []
        if mode == "fixed":
            return self._fixed(k, most_tokens, exclude)
        first: list[Demonstration] = []
        if order == "fixed-first":
            first = self._fixed(k - 1, most_tokens, exclude)
            most_tokens -= sum(each.tokens for each in first)
            exclude = {*exclude, *(each.id for each in first)}
        resembling = self.index.resemblance.resembling(request, self.catalog)
        chosen = self.index.chosen(resembling, k=k - len(first), most_tokens=most_tokens, exclude=exclude)
        if not chosen and not first:
            return self._fixed(k, most_tokens, exclude)
        return [*first, *(chosen if order == "closest-first" else chosen[::-1])]

    def _fixed(self, k: int, most_tokens: int, exclude: Collection[str]) -> list[Demonstration]:
        """Return those that are shown for every request, the most useful last."""
        chosen: list[Demonstration] = []
        for each in (self._by_id[name] for name in FIXED if name in self._by_id):
            if len(chosen) < k and each.tokens <= most_tokens and not {each.id, each.request, each.said} & set(exclude):
                chosen.append(each)
                most_tokens -= each.tokens
        return chosen[::-1]

    @cached_property
    def _by_id(self) -> dict[str, Demonstration]:
        return {each.id: each for each in self.demonstrations}


def _seeded(catalog: Catalog, by: DemosBy) -> Index:
    sample = Sample.of(catalog)
    found = (filled(seed, sample) for seed in seeds())
    return _indexed((each for each in found if each is not None), catalog, by)


def _with_own(catalog: Catalog, seeded: Index, folder: DemoFolder, by: DemosBy) -> Index:
    """Join a folder's demonstrations with the seeds; one with a seed's id takes its place."""
    own = {each.id: each for each in folder.read() if fits(each.plan, catalog.schema)}
    kept = (each for each in seeded.demonstrations if each.id not in own)
    return _indexed((*kept, *own.values()), catalog, by)


def _indexed(demonstrations: Iterable[Demonstration], catalog: Catalog, by: DemosBy) -> Index:
    every = tuple(demonstrations)
    words = tuple(masked_demonstration(each, catalog) for each in every)
    return Index(every, ByMeaning(words, MiniLM()) if by == "meaning" else ByWords(words))
