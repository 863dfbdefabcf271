"""Messages that no model is asked about: greetings, thanks, choices; what is plainly a taste, or several requests."""

from __future__ import annotations

from palate.language.understanding import Understanding

_ACTS = ("greet", "thanks", "help", "bye", "why", "commit", "undo")


def needs_no_model(understanding: Understanding) -> bool:
    """Tell whether the reading without a model is sure of what a model could not put into one plan.

    Either nothing is to be planned, or every word found its place and it tells a taste, or makes several requests.
    """
    acts = [intent.act for intent in understanding.intents]
    if understanding.is_whole and (len(acts) > 1 or acts == ["state"]):
        return True
    return bool(acts) and all(act in _ACTS for act in acts)
