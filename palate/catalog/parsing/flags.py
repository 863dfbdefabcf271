"""Yes and no in their several spellings."""

from __future__ import annotations

from typing import Any

YES = frozenset(["yes", "y", "true", "t", "on", "1", "✓", "✔", "ja", "oui", "sí", "si", "sim"])
NO = frozenset(["no", "n", "false", "f", "off", "0", "✗", "✘", "nein", "non", "não"])


MARK = "x"
"""What stands in the cells of a list that is ticked off; elsewhere it is a letter."""


def parse_flag(value: Any, *, marked: bool = False) -> int | None:
    """Return a cell as 1 or 0; None where it is neither yes nor no, nor a mark in a column of marks."""
    if isinstance(value, bool | int | float):
        return int(value) if value in (0, 1) else None
    if not isinstance(value, str):
        return None
    text = value.strip().casefold()
    if text in YES or text == "1.0" or (marked and text == MARK):
        return 1
    return 0 if text in NO or text == "0.0" else None
