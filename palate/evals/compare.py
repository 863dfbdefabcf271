"""Comparing two results case by case: intervals of the difference, cases that flipped, and a gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from palate.errors import BadArgument
from palate.evals.bootstrap import Interval, paired
from palate.evals.metric import Metric
from palate.evals.report.report import Report

FEWEST_CHANGES = 6
"""Of fewer cases that changed no exact sign test finds anything at 5 %, while a bootstrap of few cases may."""

Verdict = Literal["better", "worse", "same", "differs"]


@dataclass(frozen=True)
class Difference:
    """One metric of both, over the cases that both have."""

    metric: Metric
    before: float
    after: float
    change: Interval
    """`after - before`, resampling cases."""
    changed: int
    """How many cases have another value."""

    @property
    def verdict(self) -> Verdict:
        """What the interval says, `same` where too few cases changed; `differs` for a metric that judges nothing."""
        if not self.change.clear_of_zero or self.changed < FEWEST_CHANGES:
            return "same"
        if self.metric.better == "neither":
            return "differs"
        return "better" if (self.change.value > 0) == (self.metric.better == "higher") else "worse"


@dataclass(frozen=True)
class Flip:
    """A case whose value of the main metric changed."""

    case: str
    before: float
    after: float
    better: bool


@dataclass(frozen=True)
class Comparison:
    """What became of one result when something was changed."""

    suite: str
    before: str
    """Which contestant."""
    after: str
    cases: int
    """How many both ran."""
    unpaired: int
    """How many only one of them ran, or ran in another form: left out."""
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    """The largest changes first."""

    @property
    def lost(self) -> bool:
        """Whether the main metric is significantly worse: what a gate stops at.

        The other metrics are told and not gated: of ten that are looked at, one in two times some interval leaves zero
        out by chance.
        """
        return self.differences[0].verdict == "worse"


def compare(before: Report, after: Report, *, first: str | None = None, second: str | None = None) -> Comparison:
    """Compare two runs of a suite, or two contestants of one run.

    Args:
        before: The run to compare with.
        after: The run that is judged.
        first: The contestant of `before`; its first where None.
        second: The contestant of `after`; where None the one named like the first, or else its first.

    Raises:
        BadArgument: the runs are of different suites or data, share no case, or have no such contestant.
    """
    for name in ("suite", "data"):
        was, now = getattr(before.manifest, name), getattr(after.manifest, name)
        if was != now:
            raise BadArgument(f"The first run's {name} is `{was}` and the second's `{now}`; only like is compared.")
    one = _contestant(before, first)
    two = _contestant(after, second or (one if one in after.contestants else None))
    # A case that was reworded under its old id is another case.
    shared = [case.id for case in before.cases if after.case_of.get(case.id) == case]
    differences = tuple(_difference(before, after, one, two, metric, shared) for metric in _metrics(before, after))
    if not differences or not differences[0].change.cases:
        raise BadArgument("The runs share no case that both have a value of the main metric for.")
    everything = {*before.case_of, *after.case_of}
    return Comparison(
        suite=after.manifest.suite,
        before=one,
        after=two,
        cases=len(shared),
        unpaired=len(everything) - len(shared),
        differences=differences,
        flips=_flips(before, after, one, two, shared),
    )


def _contestant(report: Report, name: str | None) -> str:
    if name is None:
        return report.contestants[0]
    if name not in report.contestants:
        known = ", ".join(f"`{each}`" for each in report.contestants)
        raise BadArgument(f"`{name}` did not run here; {known} did.")
    return name


def _metrics(before: Report, after: Report) -> list[Metric]:
    known = {metric.name for metric in before.metrics}
    return [metric for metric in after.metrics if metric.name in known and metric.over == "cases"]


def _difference(before: Report, after: Report, one: str, two: str, metric: Metric, shared: list[str]) -> Difference:
    old, new = before.values(one, metric), after.values(two, metric)
    both = [case for case in shared if case in old and case in new]
    first, second = [old[case] for case in both], [new[case] for case in both]
    mean = {name: sum(each) / len(both) if both else float("nan") for name, each in (("a", first), ("b", second))}
    changed = sum(was != now for was, now in zip(first, second, strict=True))
    return Difference(metric, mean["a"], mean["b"], paired(second, first), changed)


def _flips(before: Report, after: Report, one: str, two: str, shared: list[str]) -> tuple[Flip, ...]:
    metric = after.metrics[0]
    old, new = before.values(one, metric), after.values(two, metric)
    up = metric.better != "lower"
    flips = [
        Flip(case, old[case], new[case], (new[case] > old[case]) == up)
        for case in shared
        if case in old and case in new and old[case] != new[case]
    ]
    return tuple(sorted(flips, key=lambda flip: (-abs(flip.after - flip.before), flip.case)))
