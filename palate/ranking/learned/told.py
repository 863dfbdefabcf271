"""What is told of a trained ranker: plain data, kept beside it in the catalogue."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from palate.errors import StorageError


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Span(_Data):
    """A mean, and where it may lie."""

    value: float
    low: float
    high: float


class Order(_Data):
    """An order of the candidates: the ranker's, a generator's, or a random one."""

    name: str
    ndcg: Span
    hit: Span
    ahead: Span
    """How much higher the ranker's NDCG is, like by like."""


class Slice(_Data):
    """Some of the likes."""

    by: str
    name: str
    likes: int
    ndcg: Span | None
    hit: Span | None
    other: float | None
    """NDCG of the order of the best generator."""


class Bin(_Data):
    """Candidates of like chances."""

    candidates: int
    expected: float
    """The sum of their chances."""
    taken: int


class Calibration(_Data):
    """What becomes of the chances that a ranker gives."""

    error: float
    """How far the share that was taken is from the mean chance, each bin by its candidates (ECE; Guo et al., 2017)."""
    bins: tuple[Bin, ...]


class HeldBack(_Data):
    """What was measured on the latest likes that were reached."""

    likes: int
    people: int
    candidates: float
    """A like, in the mean."""
    orders: tuple[Order, ...]
    """The ranker's, then the others from the best to the worst."""
    best: str
    """The generator whose order is the best."""
    slices: tuple[Slice, ...]
    calibration: Calibration


class Sample(_Data):
    """The part of the log that a ranker was fitted to; all that has a time, where the log is not large."""

    people: int
    interactions: int
    likes: int
    """In this part after the moment; of these `Report.likes` are learnt from."""


class Report(_Data):
    """What a ranker was fitted to, what came of it, and what it looks at."""

    people: int
    interactions: int
    """In the whole log."""
    sample: Sample
    moment: str
    """The log was cut here, in UTC."""
    likes: int
    """After the moment, that are learnt from."""
    reached: int
    """Of these, those whose item was put forward by some generator; the others are neither learnt from nor measured."""
    seed: int
    rounds: int
    seconds: dict[str, float]
    """By stage."""
    curve: tuple[float, ...]
    """NDCG on the likes held back after each round, those after the last that is kept among them."""
    importance: dict[str, float]
    """By feature its share of what the trees gain, the largest first."""
    families: dict[str, float]
    """The same by family."""
    held_back: HeldBack

    @property
    def sampled(self) -> str:
        """How much of the log it was fitted to, in words."""
        part = self.sample
        return (
            f"{self.likes:,} of {part.likes:,} late likes, {part.interactions:,} of {self.interactions:,} interactions "
            f"and {part.people:,} of {self.people:,} people"
        )


def read_report(version: int, stored: dict[str, Any]) -> Report:
    """Read what `model.versions` has of a version.

    Raises:
        StorageError: another version of Palate wrote it.
    """
    try:
        return Report.model_validate(stored)
    except ValidationError as error:
        raise StorageError(
            f"What was told of version {version} of the ranker is of another version of Palate; fit another with "
            "`palate train`."
        ) from error
