"""Having a reply put into other words; where they are no reply of this turn, the template stands, and that is told."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.budgets import is_spent, limits_left
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.finding import Finding
from palate.agent.replies.rewriter import Rewriter, Written
from palate.agent.replies.section import Section
from palate.agent.replies.slots.form import Misfit, filled
from palate.agent.replies.slots.gathering import cells_of
from palate.agent.reply import Reply, ReplyAct
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.catalog.tongues import spoken
from palate.llm.budget import spending
from palate.llm.traced import tracing

REWRITTEN: tuple[ReplyAct, ...] = ("recommend", "answer")
"""An honest "not here" and a question keep their words, and small talk is not worth a call."""
_LONGEST = 20_000
"""Characters that a writer may give."""


def rewritten(
    state: AgentState, turn: Workspace, sections: Sequence[Section], reply: Reply
) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a reply in other words where they are its slots, and what went wrong elsewhere."""
    rewriter = turn.parts.rewriter
    if rewriter is None or reply.act not in REWRITTEN or is_spent(turn):
        return reply.text, ()
    if _goes_by_memory(turn):
        return reply.text, (_stands("it goes by other sessions (`AgentConfig(share_memory=True)`).", rewriter),)
    written = Written(
        state.message,
        reply,
        cells_of(state, turn, sections, reply),
        spoken(),
        turn.parts.config.budget.model_seconds,
    )
    with tracing() as calls, spending(limits_left(turn)):
        try:
            text = outside(lambda: rewriter.rewrite(written), rewriter, turn, seconds=written.seconds + GRACE)
            told = reply.text if text is None else _filled(text, written, turn)
        except Misfit as misfit:
            return reply.text, (_stands(f"of its rewriting {misfit}", rewriter),)
        except PartFailed as error:
            return reply.text, (_stands(str(error), rewriter),)
        finally:
            turn.calls = (*turn.calls, *calls)
    return told, ()


def _goes_by_memory(turn: Workspace) -> bool:
    """Tell whether what other sessions told may be in the reply, its reasons for instance, and is not to be sent."""
    if turn.parts.config.share_memory or turn.user is None:
        return False
    name = turn.parts.catalog.schema.name
    return turn.profile != turn.parts.folder.long_term.profile(turn.user, catalogue=name, session=turn.session)


def _filled(text: object, written: Written, turn: Workspace) -> str:
    if not isinstance(text, str) or not text.strip():
        raise Misfit("nothing is there.")
    if len(text) > _LONGEST:
        raise Misfit(f"there are {len(text)} characters, and {_LONGEST} are the most.")
    return filled(text, written.cells, written.language, turn.parts.catalog)


def _stands(why: str, rewriter: Rewriter) -> Finding:
    return Finding(
        kind="unbound",
        severity="warning",
        message=f"The reply stands as the templates wrote it: {why}",
        data={"rewriter": rewriter.name},
    )
