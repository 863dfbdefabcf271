"""A run's results as figures: values by contestant, metric and tag, with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from palate.evals.bootstrap import Interval, apart, interval, paired
from palate.evals.case import Case
from palate.evals.metric import Metric
from palate.evals.metrics.pass_k import pass_k
from palate.evals.results import Manifest, Result, read_manifest, read_results, read_run_cases
from palate.evals.wilson import is_binary, wilson


@dataclass(frozen=True)
class Cost:
    """What a contestant's turns took."""

    turns: int
    p50: float
    """Seconds a turn; `nan` without turns."""
    p95: float
    calls: float
    """Model calls, all turns together."""
    tokens: float
    money: float
    """As the model's provider reports it, in dollars."""


@dataclass(frozen=True)
class Report:
    """One run of one suite."""

    manifest: Manifest
    cases: tuple[Case, ...]
    results: tuple[Result, ...]

    @classmethod
    def read(cls, folder: Path) -> Report:
        """Read a run's folder.

        Raises:
            UnreadableFile: the folder holds no run.
        """
        return cls(read_manifest(folder), read_run_cases(folder), tuple(read_results(folder)))

    @property
    def contestants(self) -> tuple[str, ...]:
        """Their names; the first is the one that the others are compared with."""
        return tuple(self.manifest.contestants)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What is reported."""
        return self.manifest.metrics

    @property
    def total(self) -> int:
        """How many results a complete run has."""
        return len(self.cases) * len(self.contestants) * self.manifest.repeat

    @cached_property
    def case_of(self) -> Mapping[str, Case]:
        """Case by id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def tags(self) -> dict[str, int]:
        """Every tag that tells cases apart with the number of its cases, the most frequent first."""
        counts: dict[str, int] = {}
        for case in self.cases:
            for tag in case.tags:
                counts[tag] = counts.get(tag, 0) + 1
        apart = {tag: count for tag, count in counts.items() if count < len(self.cases)}
        return dict(sorted(apart.items(), key=lambda each: (-each[1], each[0])))

    def values(self, contestant: str, metric: Metric) -> dict[str, float]:
        """Return the value of each case that has one."""
        scores: dict[str, list[float]] = {}
        for result in self._of.get(contestant, ()):
            if metric.score in result.scores:
                scores.setdefault(result.case, []).append(result.scores[metric.score])
        found = {case: _value(metric, each) for case, each in scores.items()}
        return {case: value for case, value in found.items() if not math.isnan(value)}

    def mean(self, contestant: str, metric: Metric, *, tag: str | None = None) -> float:
        """Return a contestant's figure alone; `nan` where no case has a value."""
        values = self._tagged(contestant, metric, tag)
        return math.fsum(values) / len(values) if values else math.nan

    def interval(self, contestant: str, metric: Metric, *, tag: str | None = None) -> Interval:
        """Return a contestant's figure, over the cases with `tag` alone where one is given.

        Its interval is Wilson's where each case simply succeeds or fails, else that of a bootstrap; it has no width
        where the figure is no mean over cases.
        """
        if metric.over == "together":
            return self._together(contestant, metric, tag)
        values = self._tagged(contestant, metric, tag)
        if metric.over == "contestant" and values:
            return Interval(values[0], values[0], values[0], len(values))
        if metric.form == "share" and is_binary(values):
            return wilson(sum(value == 1.0 for value in values), len(values))
        return interval(values)

    def having(self, metric: Metric, tag: str) -> int:
        """Count the cases with `tag` that have a value of a metric with any contestant."""
        having = {case for name in self.contestants for case in self.values(name, metric)}
        return sum(tag in self.case_of[case].tags for case in having)

    def scores(self, contestant: str, metric: Metric) -> list[float]:
        """Return the score of each conversation that has one, repeats of a case each by itself."""
        return [result.scores[metric.score] for result in self._of.get(contestant, ()) if metric.score in result.scores]

    def gap(self, contestant: str, metric: Metric, tag: str, other: str) -> Interval:
        """Return how much higher a contestant's figure is over the cases with `tag` than over those with `other`."""
        return apart(self._tagged(contestant, metric, tag), self._tagged(contestant, metric, other))

    def gain(self, contestant: str, over: str, metric: Metric) -> Interval:
        """Return the paired difference of two contestants over the cases that both have."""
        first, second = self.values(contestant, metric), self.values(over, metric)
        both = [case for case in first if case in second]
        return paired([first[case] for case in both], [second[case] for case in both])

    def failures(self, contestant: str) -> list[Result]:
        """Return the results of a contestant that failed, in the order of the cases."""
        place = {case.id: number for number, case in enumerate(self.cases)}
        failed = [result for result in self._of.get(contestant, ()) if result.failed]
        return sorted(failed, key=lambda result: (place[result.case], result.repeat))

    def errors(self, contestant: str) -> int:
        """Count the results that are exceptions."""
        return sum(bool(result.error) for result in self._of.get(contestant, ()))

    def cost(self, contestant: str) -> Cost:
        """Return what a contestant's turns took."""
        turns = [turn for result in self._of.get(contestant, ()) for turn in result.turns]
        seconds = [turn.seconds for turn in turns]
        p50, p95 = np.quantile(seconds, [0.5, 0.95]).tolist() if seconds else (math.nan, math.nan)
        usage = [turn.usage for turn in turns]
        calls, tokens, money = (
            sum(each.get(name, 0.0) for each in usage) for name in ("model_calls", "tokens", "cost")
        )
        return Cost(len(turns), p50, p95, calls, tokens, money)

    def _together(self, contestant: str, metric: Metric, tag: str | None) -> Interval:
        """Return the share of a whole that all cases reach together."""
        reached = [
            result.reached[metric.score]
            for result in self._of.get(contestant, ())
            if metric.score in result.reached and (tag is None or tag in self.case_of[result.case].tags)
        ]
        if not reached:
            return interval([])
        share = len({part for each in reached for part in each.parts}) / reached[0].of
        return Interval(share, share, share, len(reached))

    def _tagged(self, contestant: str, metric: Metric, tag: str | None) -> list[float]:
        values = self.values(contestant, metric)
        return [value for case, value in values.items() if tag is None or tag in self.case_of[case].tags]

    @cached_property
    def _of(self) -> Mapping[str, Sequence[Result]]:
        found: dict[str, list[Result]] = {}
        for result in self.results:
            if result.case in self.case_of:
                found.setdefault(result.contestant, []).append(result)
        return found


def _value(metric: Metric, scores: Sequence[float]) -> float:
    if metric.all_of is not None:
        return pass_k(scores, k=metric.all_of)
    return math.fsum(scores) / len(scores)
