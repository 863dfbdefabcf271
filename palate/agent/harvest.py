"""What a turn teaches a planner with a model, once a person took something that it showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palate.agent.storage.turns import Turn
from palate.catalog.grounding.data import words_of
from palate.catalog.words import normal, singular
from palate.errors import PalateError
from palate.language.link import unlinked
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.planners.plan import Plan

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.demos.harvesting import Record


@dataclass(frozen=True)
class Harvest:
    """Adds demonstrations to a folder as people take things, each turn once."""

    folder: Path
    catalog: Catalog

    def taken(self, item: str, turns: Sequence[Turn], *, thread: str, user: str) -> None:
        """Make a demonstration of the last turn that showed an item, where that is taken.

        Only of a message every word of which is a word of the catalogue or of asking: what else people tell of
        themselves goes into nobody's prompt. `palate demos harvest` takes the others too, and counts none twice.
        """
        from palate.planners.demos.counted import Counted, turn_key
        from palate.planners.demos.folder import DemoFolder
        from palate.planners.demos.harvesting import harvest

        turn = next((each for each in reversed(turns) if _shows(each, item)), None)
        if turn is None or not self._is_plain(turn.message):
            return
        key, counted = turn_key(thread, turn.number, turn.time), Counted(self.folder)
        record = lesson(turn, self.catalog, success=True, user=user)
        if record is None or key in counted.read():
            return
        DemoFolder(self.folder).change(lambda known: harvest([record], known).demonstrations)
        counted.add(frozenset({key}))

    def _is_plain(self, message: str) -> bool:
        read = understand(message, SessionView(), self.catalog)
        if not read.is_whole or read.asides:
            return False
        noun = normal(self.catalog.schema.noun)
        return all(_is_usual(word) or noun in (word, *singular(word)) for word in unlinked(message, self.catalog))


def _is_usual(word: str) -> bool:
    """Tell whether a word is one that people ask with, whatever they ask for."""
    return any(word in words_of("common/en.toml", name) for name in ("function", "cue"))


def lesson(turn: Turn, catalog: Catalog, *, success: bool, user: str) -> Record | None:
    """Return a turn as far as it teaches planning; None where its plan cannot be told, or finds nothing today."""
    from palate.planners.demos.generating import misquoted
    from palate.planners.demos.harvesting import Record
    from palate.planners.demos.outcome import outcome
    from palate.planners.demos.rewriting import rewritten
    from palate.tools.toolbox import Toolbox

    plans = turn.reply.trace.plan
    if len(plans) != 1:
        return None
    try:
        found = rewritten(Plan.model_validate(plans[0]), turn.message, catalog)
        if found is None or misquoted(found.plan, turn.message) is not None:
            return None
        if outcome(found.plan, turn.message, catalog, Toolbox()).empty:
            return None
    except PalateError:
        # An item is gone since then, or a step cannot be run any more.
        return None
    return Record(request=turn.message, plan=found.plan, before=found.before, success=success, user=user)


def _shows(turn: Turn, item: str) -> bool:
    return turn.reply.act == "recommend" and any(shown.id == item for shown in turn.reply.items)
