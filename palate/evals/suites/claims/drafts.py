"""Replies of the real agent with their evidence, as a rewriter is given them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from palate.agent.replies.claims.evidence import Evidence
from palate.agent.replies.rewriter import Written

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class Draft:
    """What the templates wrote, and what may be said."""

    request: str
    text: str
    evidence: Evidence


@dataclass
class _Recorder:
    """A rewriter that changes nothing and keeps what it was given."""

    name: str = field(default="recorder", init=False)
    written: list[Written] = field(default_factory=list)

    def rewrite(self, written: Written) -> None:
        self.written.append(written)


def drafts_of(catalog: Catalog, requests: Sequence[str], *, least: int) -> list[Draft]:
    """Ask the agent each request anew, and keep what shows at least so many items."""
    from palate.agent.agent import Agent

    recorder = _Recorder()
    with tempfile.TemporaryDirectory() as folder, Agent(catalog, rewriter=recorder, state=folder) as agent:
        for request in requests:
            agent.ask(request)
    return [
        Draft(each.message, each.reply.text, each.evidence)
        for each in recorder.written
        if len(each.evidence.shown) >= least
    ]
