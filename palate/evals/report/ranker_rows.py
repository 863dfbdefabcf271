"""The tables of a trained ranker's report."""

from __future__ import annotations

from collections.abc import Mapping

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.rows import Rows, told
from palate.ranking.learned.told import Report, Span

NDCG = Metric("NDCG@10", "ndcg", "1 / log2(1 + place) of the item that was taken, 0 behind the tenth place")
HIT = Metric("HR@10", "hit", "share of likes whose item is among the first ten")
SHARE = Metric("", "", "")


def of_span(span: Span, cases: int) -> Interval:
    """Return a ranker's figure as the interval that tables and plots are made of."""
    return Interval(span.value, span.low, span.high, cases)


def orders(report: Report) -> Rows:
    """Return how well each order places what was taken."""
    cases = report.held_back.likes
    rows = []
    for place, each in enumerate(report.held_back.orders):
        ndcg, hit, ahead = (of_span(span, cases) for span in (each.ndcg, each.hit, each.ahead))
        rows.append((each.name, told(NDCG, ndcg), told(HIT, hit), told(NDCG, ahead, signed=True) if place else ""))
    return Rows(("order", NDCG.name, HIT.name, f"{NDCG.name} of the ranker over it"), tuple(rows))


def slices(report: Report) -> Rows:
    """Return how well the ranker does on parts of the likes."""
    rows = []
    for each in report.held_back.slices:
        figures = ("-", "-", "-")
        if each.ndcg and each.hit and each.other is not None:
            ndcg, hit = told(NDCG, of_span(each.ndcg, each.likes)), told(HIT, of_span(each.hit, each.likes))
            figures = (ndcg, hit, NDCG.shown(each.other))
        rows.append((f"{each.by}: {each.name}", f"{each.likes:,}", *figures))
    return Rows(("likes", "how many", NDCG.name, HIT.name, f"{NDCG.name} of {report.held_back.best}"), tuple(rows))


def gains(name: str, shares: Mapping[str, float], *, most: int | None = None) -> Rows:
    """Return the share of what the trees gain, by feature or family."""
    rows = tuple((each, SHARE.shown(share)) for each, share in list(shares.items())[:most])
    return Rows((name, "share of what the trees gain"), rows)


def bins(report: Report) -> Rows:
    """Return what became of the chances that the ranker gave."""
    rows = tuple(
        (
            f"{each.expected / each.candidates:.2%}",
            f"{each.taken / each.candidates:.2%}",
            f"{each.expected:.1f}",
            f"{each.taken:,}",
            f"{each.candidates:,}",
        )
        for each in report.held_back.calibration.bins
    )
    return Rows(("mean chance", "share taken", "expected", "taken", "candidates"), rows)


def stages(report: Report) -> Rows:
    """Return what training took."""
    return Rows(("stage", "seconds"), tuple((name, f"{took:.1f}") for name, took in report.seconds.items()))
