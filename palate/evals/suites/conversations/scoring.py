"""What the judged turns of a conversation add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.evals.suites.conversations.remembering import Remembered
from palate.evals.suites.conversations.talk import Turn


@dataclass
class Scoring:
    """Adds up turns."""

    faults: list[tuple[str, ...]] = field(default_factory=list)
    """What is not as expected, of each turn."""
    _repeated: float = 0.0
    _shares: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))

    def add(self, turn: Turn, judged: Sequence[str] | None, opposites: Sequence[str]) -> None:
        """Add one turn, with its faults, and what was stored that is the opposite of what was said."""
        self.faults.append((*(judged or ()), *opposites))
        kinds = {fault.split(":")[0] for fault in self.faults[-1]}
        self._repeated += "repeated" in kinds
        if judged is not None or opposites:
            for name in ("usable", "early" if len(self.faults) <= 2 else "late"):
                self._shares[name].append(not kinds)
            self._shares["opposite"].append(not kinds.isdisjoint({"opposite", "memory"}))
        if turn.closes:
            self._shares["closings"].append("closing" not in kinds)
        if turn.missing:
            self._shares["disclosed"].append("missing" not in kinds)

    def scores(self, remembered: Remembered) -> dict[str, float]:
        """Return the shares and counts of the conversation."""
        found = {name: sum(happened) / len(happened) for name, happened in self._shares.items() if happened}
        found |= {"repeated": self._repeated, "judged": float(len(self._shares["usable"]))}
        counted = {"remembered": (remembered.right, remembered.due), "unsaid": (remembered.unsaid, remembered.new)}
        return found | {name: part / whole for name, (part, whole) in counted.items() if whole}
