"""Conversations as HTML, turn by turn, each reply with its trace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from palate.evals.case import Case
from palate.evals.outcome import TurnRecord
from palate.evals.results import Result

_LONGEST = 600


def to_talk(result: Result, case: Case) -> str:
    """Return one conversation, folded; its tags and contestant are what the page filters by."""
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in case.tags)
    scores = " · ".join(f"{name} {score:g}" for name, score in result.scores.items())
    repeat = f" · repeat {result.repeat}" if result.repeat else ""
    turns = "".join(part for turn in result.turns for part in _turn(turn))
    return (
        f'<details class="talk" data-contestant="{escape(result.contestant)}"'
        f' data-tags="{escape(json.dumps(case.tags))}">'
        f'<summary><span class="id">{escape(case.id)}</span>'
        f'<span class="why">{escape(result.note or "failed")}</span>'
        f'<span class="who">{escape(result.contestant)}{repeat}</span></summary>'
        f'<div class="turns">{turns or _nothing_said(result)}'
        f'<div class="small">{tags} {escape(scores)}</div>{_case(case)}</div></details>'
    )


def _nothing_said(result: Result) -> str:
    return f'<div class="remark">{escape(result.error or "Nothing was said.")}</div>'


def _turn(turn: TurnRecord) -> Iterator[str]:
    yield f'<div class="said">{escape(turn.message)}</div>'
    if turn.reply:
        act = f"{turn.reply.get('act', '')} · {turn.seconds * 1000:.0f} ms"
        yield (
            f'<div class="reply"><div class="text">{escape(str(turn.reply.get("text", "")))}</div>'
            f'<div class="act">{escape(act)}</div>{_trace(turn.reply)}</div>'
        )
    if turn.note:
        yield f'<div class="remark">{escape(turn.note)}</div>'


def _trace(reply: Mapping[str, Any]) -> str:
    trace = reply.get("trace", {})
    shown = [f"{item['title']} ({item['id']})" for item in reply.get("items", ())]
    lines = [f"<li>shown: {escape('; '.join(shown))}</li>"] if shown else []
    lines += [_step(step) for step in trace.get("steps", ())]
    lines += [
        f"<li>{escape(str(finding.get('kind', 'finding')))}: {escape(str(finding.get('message', '')))}</li>"
        for finding in trace.get("findings", ())
    ]
    for name in ("relaxed", "snapped", "blamed"):
        if reply.get(name):
            lines.append(f"<li>{name}: {escape('; '.join(map(str, reply[name])))}</li>")
    return f'<details class="trace"><summary>trace</summary><ul>{"".join(lines)}</ul></details>' if lines else ""


def _step(step: Mapping[str, Any]) -> str:
    args = json.dumps(step.get("args", {}), ensure_ascii=False, default=str)
    said = step.get("reason") or step.get("summary") or ""
    return (
        f"<li>{escape(str(step.get('id', '')))} <code>{escape(str(step.get('tool', '')))} {escape(_short(args))}</code>"
        f" {escape(str(step.get('status', '')))}: {escape(_short(str(said)))}</li>"
    )


def _case(case: Case) -> str:
    told = _short(json.dumps(case.data, ensure_ascii=False, default=str))
    return f'<details class="trace"><summary>case</summary><code>{escape(told)}</code></details>'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
