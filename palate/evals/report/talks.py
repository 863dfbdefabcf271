"""Failed conversations as data for the page: small enough that all of them fit, read by `page.js`.

What a reader needs of a trace is kept: ids of what was shown, each step with its arguments, how many candidates it left
and what it told, steps that were planned and not run, findings, and what the reply disclosed. Items' fields, scores and
times of steps are left out. Every line is held once, in a table in the order of the alphabet, in which like stands by
like, and all is compressed.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from palate.catalog.printable import json_text, one_line
from palate.evals.case import Case
from palate.evals.outcome import TurnRecord
from palate.evals.report.report import Report
from palate.evals.results import Result

LONGEST = 600
"""Signs of a line of a trace."""
MOST = 4_000
"""Conversations of one run; those of the first contestants are kept."""


@dataclass(frozen=True)
class Packed:
    """The failed conversations of a run."""

    data: str
    """Gzipped JSON in base64."""
    counts: Mapping[str, int]
    """By contestant, how many are in it."""
    left_out: int


def pack(report: Report, *, most: int = MOST) -> Packed:
    """Return the failed conversations, `most` at most."""
    failed = [result for name in report.contestants for result in report.failures(name)]
    kept = failed[:most]
    cases = {result.case: report.case_of[result.case] for result in kept}
    numbers = {name: number for number, name in enumerate(cases)}
    told = _seen(
        [[_case(case) for case in cases.values()], [[numbers[result.case], *_talk(result)] for result in kept]]
    )
    lines = sorted(set(_strings(told)))
    places = {line: place for place, line in enumerate(lines)}
    named = dict(zip(("cases", "talks"), _placed(told, places), strict=True)) | {"lines": lines}
    text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    counts = {name: sum(result.contestant == name for result in kept) for name in report.contestants}
    # Without a time in it the same run gives the same page.
    data = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    return Packed(data, counts, len(failed) - len(kept))


def _seen(told: Any) -> Any:
    """Return lists of lines and numbers whose lines are ones, with nothing in them that nobody sees."""
    if isinstance(told, list):
        return [_seen(each) for each in told]
    return one_line(told) if isinstance(told, str) else told


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        for each in told:
            yield from _strings(each)


def _placed(told: Any, places: Mapping[str, int]) -> Any:
    """Return lists of lines and numbers with the place of each line instead of it."""
    if isinstance(told, list):
        return [_placed(each, places) for each in told]
    return places[told] if isinstance(told, str) else told


def _case(case: Case) -> list[Any]:
    return [case.id, list(case.tags), _short(_json(case.data))]


def _talk(result: Result) -> list[Any]:
    scores = [f"{name} {score:g}" for name, score in result.scores.items()]
    return [result.contestant, result.repeat, result.note or "failed", scores, [_turn(turn) for turn in result.turns]]


def _turn(turn: TurnRecord) -> list[Any]:
    reply = turn.reply
    lines = str(reply.get("text", "")).split("\n") if reply else []
    return [turn.message, str(reply.get("act", "")), round(turn.seconds * 1000), lines, list(_trace(reply)), turn.note]


def _trace(reply: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield what happened, each as what it is, its arguments, and in one or more lines what came of it."""
    trace = reply.get("trace", {})
    if shown := [str(item["id"]) for item in reply.get("items", ())]:
        yield ["shown", "", *shown]
    ran = {(step.get("intent", 0), step.get("id")) for step in trace.get("steps", ())}
    for step in trace.get("steps", ()):
        yield [str(step.get("tool", "")), _short(_json(step.get("args", {}))), _short(_came_of(step))]
    for plan in trace.get("plan", ()):
        for step in plan.get("steps", ()):
            if (plan.get("intent", 0), step.get("id")) not in ran:
                yield [str(step.get("tool", "")), _short(_json(step.get("args", {}))), "not run"]
    for finding in trace.get("findings", ()):
        yield [f"found {finding.get('kind', '')}", "", _short(str(finding.get("message", "")))]
    for name in ("relaxed", "snapped", "blamed"):
        if reply.get(name):
            yield [name, "", *(_short(str(each)) for each in reply[name])]


def _came_of(step: Mapping[str, Any]) -> str:
    before, after = step.get("before"), step.get("after")
    left = "" if before is None or after is None else f", {before:,} -> {after:,}"
    return f"{step.get('status', '')}{left}: {step.get('reason') or step.get('summary') or ''}"


def _json(value: object) -> str:
    return json_text(value, default=str)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
