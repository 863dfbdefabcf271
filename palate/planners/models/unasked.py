"""Messages that no model is asked about: greetings, thanks, reasons, choices; and several plain requests at once."""

from __future__ import annotations

from palate.language.understanding import Understanding

_ACTS = ("greet", "thanks", "help", "bye", "why", "commit", "undo")


def needs_no_model(understanding: Understanding) -> bool:
    """Tell whether the reading without a model is sure of what a model could not put into one plan.

    Either nothing is to be planned, or several requests are, every word of which found its place.
    """
    if len(understanding.intents) > 1 and understanding.is_whole:
        return True
    return bool(understanding.intents) and all(intent.act in _ACTS for intent in understanding.intents)
