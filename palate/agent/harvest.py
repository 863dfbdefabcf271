"""What a turn teaches a model that reads, once a person took something that it showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palate.agent.storage.turns import Turn
from palate.catalog.grounding.data import words_of
from palate.language.frame import Frames
from palate.language.link import unlinked
from palate.language.nouns import is_noun
from palate.language.session import SessionView
from palate.language.understand import understand

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

        Only where every word of the message, and of those before it that its state repeats, is a word of the catalogue
        or of asking: what else people tell of themselves goes into nobody's prompt. `palate demos harvest` takes the
        others too, and counts none twice.
        """
        from palate.planners.demos.counted import Counted, turn_key
        from palate.planners.demos.folder import DemoFolder
        from palate.planners.demos.harvesting import harvest

        at = next((at for at in reversed(range(len(turns))) if _shows(turns[at], item)), None)
        if at is None or not all(self._is_plain(each.message) for each in turns[: at + 1]):
            return
        turn = turns[at]
        key, counted = turn_key(thread, turn.number, turn.time), Counted(self.folder)
        if key in counted.read():
            return
        record = lesson(turn, self.catalog, success=True, user=user)
        if record is None:
            return
        DemoFolder(self.folder).change(lambda known: harvest([record], known).demonstrations)
        counted.add(frozenset({key}))

    def _is_plain(self, message: str) -> bool:
        read = understand(message, SessionView(), self.catalog)
        if not read.is_whole or read.asides:
            return False
        return all(_is_usual(word) or is_noun(word, self.catalog) for word in unlinked(message, self.catalog))


def _is_usual(word: str) -> bool:
    """Tell whether a word is one that people ask with, whatever they ask for."""
    return any(word in words_of("common/en.toml", name) for name in ("function", "cue"))


def lesson(turn: Turn, catalog: Catalog, *, success: bool, user: str) -> Record | None:
    """Return a turn as far as it teaches reading: as a model read it; None where none did."""
    from palate.planners.demos.harvesting import Record
    from palate.planners.demos.masking import masked

    told = next((each["data"] for each in turn.reply.trace.findings if each["kind"] == "read"), None)
    if told is None:
        return None
    frames = Frames.model_validate({"frames": told["frames"]})
    return Record(turn.message, tuple(told["state"]), frames, masked(turn.message, catalog), success, user)


def _shows(turn: Turn, item: str) -> bool:
    return turn.reply.act == "recommend" and any(shown.id == item for shown in turn.reply.items)
