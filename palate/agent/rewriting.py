"""Having a reply put into other words; where one claim of them does not bind, the template stands, and that is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from palate.agent.budgets import limits_left
from palate.agent.reflection.finding import Finding
from palate.agent.replies.claims.checker import check
from palate.agent.replies.claims.claim import Claim
from palate.agent.replies.claims.gathering import gathered
from palate.agent.replies.rewriter import Rewriter, Written
from palate.agent.replies.section import Section
from palate.agent.reply import Reply, ReplyAct
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.llm.budget import spending
from palate.llm.traced import tracing
from palate.tools.failures import full_text, reason

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
REWRITTEN: tuple[ReplyAct, ...] = ("recommend", "answer")
"""An honest "not here" and a question keep their words, and small talk is not worth a call."""
_LONGEST = 3
"""How many times as long as the template a rewriting may be."""
_SPARE = 400
"""Characters that it may have besides."""


def rewritten(
    state: AgentState, turn: Workspace, sections: Sequence[Section], reply: Reply
) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a reply in other words where every claim of theirs binds, and what went wrong elsewhere."""
    rewriter = turn.parts.rewriter
    if rewriter is None or reply.act not in REWRITTEN:
        return reply.text, ()
    evidence = gathered(state, turn, sections, reply)
    seconds = turn.parts.config.budget.model_seconds
    written = Written(state.message, reply, evidence, turn.parts.catalog, seconds)
    with tracing() as calls, spending(limits_left(turn)):
        try:
            text = _asked(rewriter, written)
        except Exception as error:  # Somebody else's rewriter must not take a turn down.
            turn.failed(full_text(error, rewriter.name))
            return reply.text, (_stands(reason(error, rewriter.name), rewriter),)
        finally:
            turn.calls = (*turn.calls, *calls)
    if text is None:
        return reply.text, ()
    why, claims = _wrong(text, written)
    return (reply.text, (_stands(why, rewriter, claims),)) if why else (text, ())


def _asked(rewriter: Rewriter, written: Written) -> str | None:
    text = rewriter.rewrite(written)
    return None if text is None else _plain(text).strip()


def _plain(text: str) -> str:
    """Return a text without the marks that models set titles and headings in: `**Alien**` says no more than Alien."""
    text = _HEADING.sub("", text)
    return _EMPHASIS.sub(r"\2", text)


def _wrong(text: str, written: Written) -> tuple[str, tuple[Claim, ...]]:
    """Return why a text cannot be used, and its claims that do not bind; nothing where it can be."""
    if not text:
        return "it is empty.", ()
    most = _LONGEST * len(written.reply.text) + _SPARE
    if len(text) > most:
        return f"it has {len(text)} characters, and {most} are the most.", ()
    claims = check(text, written.evidence, written.catalog)
    return "; ".join(claim.why for claim in claims), claims


def _stands(why: str, rewriter: Rewriter, claims: Sequence[Claim] = ()) -> Finding:
    return Finding(
        kind="unbound",
        severity="warning",
        message=f"The reply stands as the templates wrote it, since of its rewriting {why}"
        if claims
        else f"The reply stands as the templates wrote it: {why}",
        data={"rewriter": rewriter.name, "claims": [{"kind": each.kind, "said": each.said} for each in claims]},
    )
