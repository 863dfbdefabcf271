"""Contestants: whatever says whether a text with slots may be a reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

from palate.agent.replies.slots.cells import TITLE, Cells
from palate.agent.replies.slots.form import Misfit, filled
from palate.agent.reply import Reply, Trace

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.evals.contestant import Setup

FOUND = "unbound"
"""The kind of the finding in a reply's trace that tells why a text is refused."""


class Given(BaseModel, frozen=True, extra="forbid"):
    """A text with slots, and what they may be filled with; what a gate is asked is this as JSON."""

    catalog: str
    cells: Cells
    language: str
    text: str
    error: str | None = None
    """What was smuggled in; None where every word is right."""


Gate = Callable[[Given, "Catalog"], str]
"""Returns the filled text.

Raises:
    Misfit: it refuses it.
"""


@dataclass(frozen=True)
class GateContestant:
    """A gate, as harness and command line know contestants: it is asked a `Given` as JSON."""

    name: str
    about: str
    gate: Gate

    def open(self, catalog: Catalog, setup: Setup | None = None) -> GateTalker:  # noqa: ARG002
        """Open it over a catalogue."""
        return GateTalker(self.gate, catalog)


@dataclass(frozen=True)
class GateTalker:
    """A gate over one catalogue."""

    gate: Gate
    catalog: Catalog

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:  # noqa: ARG002
        """Have a text judged, given as the JSON of a `Given`."""
        try:
            return Reply(act="answer", text=self.gate(Given.model_validate_json(message), self.catalog))
        except Misfit as misfit:
            finding = {"kind": FOUND, "message": str(misfit)}
            return Reply(act="answer", text=str(misfit), trace=Trace(findings=[finding]))

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Take no note."""

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Take no note."""

    def close(self) -> None:
        """Leave the catalogue open."""


def _by_form(given: Given, catalog: Catalog) -> str:
    return filled(given.text, given.cells, given.language, catalog)


def _by_titles(given: Given, catalog: Catalog) -> str:  # noqa: ARG001
    if missing := [
        name for name in given.cells.texts if name.endswith(f".{TITLE}") and f"{{{name}}}" not in given.text
    ]:
        raise Misfit(f"`{{{missing[0]}}}` is missing.")
    return given.text


SLOTS = GateContestant("slots", "Palate's gate: slots in order, and words between them that claim nothing", _by_form)
TITLES = GateContestant("titles", "every chosen item has to be there", _by_titles)
