"""Messages that need no model: greetings, thanks, questions for reasons, choices."""

from __future__ import annotations

from palate.language.understanding import Understanding

_ACTS = ("greet", "thanks", "help", "bye", "why", "commit", "undo")


def is_social(understanding: Understanding) -> bool:
    """Tell whether the reading without a model is sure that nothing is to be planned by one."""
    return bool(understanding.intents) and all(intent.act in _ACTS for intent in understanding.intents)
