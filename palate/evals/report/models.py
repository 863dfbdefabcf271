"""What contestants asked of a model, as the traces of a run's turns tell it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from palate.evals.outcome import TurnRecord
from palate.evals.report.markdown import table
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, seconds
from palate.evals.results import Result

HEADING = "Models"
NOTE = (
    "Calls are of all turns of a case. Repaired and without it are shares of the turns that asked a model: whose plan "
    "was changed before it ran, and that were answered by other means because the model failed. Invented are "
    "titles that no item has. What a cache answered counts with what it took when it was asked for."
)
_HELD = "`held"
"""How the note of a step begins that was added because it holds from earlier turns: no mistake of the plan."""
_WITHOUT = "offline"
"""The planner of plans that no model made."""


@dataclass(frozen=True)
class ModelUse:
    """What one contestant asked of its model."""

    turns: int
    """Those that asked it."""
    calls: float
    """Model calls a case."""
    prompt_tokens: float
    """A call; `nan` where they are not told."""
    completion_tokens: float
    repairs: float
    """The share of those turns in which a plan was repaired."""
    failures: float
    """The share of those turns in which the model was of no use."""
    p50: float
    """Seconds a turn, with those that what a cache answered took when it was asked for."""
    p95: float
    cost: float
    """Dollars of all calls; `nan` where the price of any is unknown."""
    titles: int = 0
    """How many a model wrote that recommends by itself, and how many of them no item has."""
    invented: int = 0


def model_use(report: Report, contestant: str, *, tag: str | None = None) -> ModelUse | None:
    """Return what a contestant asked of a model, in cases with `tag` if one is given; None where it asked nothing."""
    found = [each for each in _results(report, contestant) if tag is None or tag in report.case_of[each.case].tags]
    turns = [turn for each in found for turn in each.turns if turn.usage.get("model_calls")]
    if not turns:
        return None
    calls = _sum(turns, "model_calls")
    took = np.quantile([_seconds(turn) for turn in turns], [0.5, 0.95]).tolist()
    return ModelUse(
        turns=len(turns),
        calls=calls / len(found),
        prompt_tokens=_a_call(turns, "prompt_tokens"),
        completion_tokens=_a_call(turns, "completion_tokens"),
        repairs=sum(map(is_repaired, turns)) / len(turns),
        failures=sum(map(has_failed, turns)) / len(turns),
        p50=took[0],
        p95=took[1],
        cost=_sum(turns, "cost") if all("cost" in turn.usage for turn in turns) else math.nan,
        titles=round(_sum(turns, "titles")),
        invented=round(_sum(turns, "invented")),
    )


def is_repaired(turn: TurnRecord) -> bool:
    """Tell whether a plan of the model's was changed before it ran."""
    plans = [plan for plan in _trace(turn).get("plan", ()) if plan.get("planner") != _WITHOUT]
    notes = [note for plan in plans for note in plan.get("repaired", ())]
    return any(not str(note).startswith(_HELD) for note in notes)


def has_failed(turn: TurnRecord) -> bool:
    """Tell whether a turn went on without its model, as a warning of its trace says."""
    found = _trace(turn).get("findings", ())
    return any(each.get("kind") == "model" and each.get("severity") == "warning" for each in found)


def models(reports: Sequence[Report]) -> Rows | None:
    """Return a row for each contestant of each run that asked a model; None where nobody did."""
    found = [
        (report.manifest.suite, name, use)
        for report in reports
        for name in report.contestants
        if (use := model_use(report, name)) is not None
    ]
    if not found:
        return None
    several, recommends = len(reports) > 1, any(use.titles for _, _, use in found)
    header = ["with a model", *MODEL_COLUMNS, *(["invented"] if recommends else [])]
    rows = [
        (
            f"{suite}: {name}" if several else name,
            *model_cells(use),
            *([share(use.invented / use.titles) if use.titles else "-"] if recommends else []),
        )
        for suite, name, use in found
    ]
    return Rows(tuple(header), tuple(rows))


MODEL_COLUMNS = ("calls a case", "prompt tokens a call", "repaired", "without it", "p50", "p95", "money")


def model_cells(use: ModelUse | None) -> tuple[str, ...]:
    """Return the cells under `MODEL_COLUMNS`."""
    if use is None:
        return ("-",) * len(MODEL_COLUMNS)
    return (
        f"{use.calls:.2f}",
        "-" if math.isnan(use.prompt_tokens) else f"{use.prompt_tokens:,.0f}",
        share(use.repairs),
        share(use.failures),
        seconds(use.p50),
        seconds(use.p95),
        "unknown" if math.isnan(use.cost) else f"${use.cost:.2f}",
    )


def share(value: float) -> str:
    """Return a share as reports print it."""
    return f"{value:.1%}"


def used_models(reports: Sequence[Report]) -> str:
    """Return the table as a section of a Markdown document; nothing where nobody asked a model."""
    rows = models(reports)
    return "" if rows is None else f"\n## {HEADING}\n\n{table(rows)}\n\n{NOTE}\n"


def _results(report: Report, contestant: str) -> Iterator[Result]:
    """Yield what came of a contestant's cases; those without a turn, such as skipped ones, took nothing."""
    of_it = (each for each in report.results if each.contestant == contestant and each.case in report.case_of)
    return (each for each in of_it if each.turns)


def _sum(turns: Sequence[TurnRecord], name: str) -> float:
    return sum(turn.usage.get(name, 0.0) for turn in turns)


def _a_call(turns: Sequence[TurnRecord], name: str) -> float:
    """Return the mean of tokens over the calls of turns that tell some: what a cache answered would make it less."""
    telling = [turn for turn in turns if turn.usage.get(name)]
    return _sum(telling, name) / _sum(telling, "model_calls") if telling else math.nan


def _seconds(turn: TurnRecord) -> float:
    """Return what a turn took, or would have taken had a cache not answered."""
    return float(max(turn.seconds, turn.usage.get("model_seconds", 0.0)))


def _trace(turn: TurnRecord) -> Mapping[str, Any]:
    return turn.reply.get("trace") or {}
