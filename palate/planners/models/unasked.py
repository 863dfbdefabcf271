"""Messages that no model is asked about: greetings and choices; plain tastes, reactions, and several requests."""

from __future__ import annotations

from palate.language.understanding import Intent
from palate.planners.planner import Reading

_UNPLANNED = ("greet", "thanks", "help", "bye", "why", "commit", "undo")


def needs_no_model(reading: Reading) -> bool:
    """Tell whether the reading without a model is sure of what a model could not put into one plan.

    Either nothing is to be planned, or every word found its place and it tells a taste, reacts to what was shown, or
    makes several requests: no tool has a taste or "other ones" for an argument. What only names a field that is wrong
    with what was shown wishes for no value.
    """
    intents = reading.understood.intents
    if len(intents) == 1 and intents[0].faults and not _wishes(intents[0]):
        return True
    if reading.understood.is_whole and (len(intents) > 1 or intents[0].act == "state" or _reacts(intents[0], reading)):
        return True
    return bool(intents) and all(each.act in _UNPLANNED for each in intents)


def _wishes(intent: Intent) -> bool:
    return bool(intent.preferences or intent.bounds or intent.order or intent.like or intent.question)


def _reacts(intent: Intent, reading: Reading) -> bool:
    """Tell whether a request is about what was shown: "shorter", "when was the third one released?"."""
    shown = {each.id for each in reading.session.shown}
    referred = any(mention.how == "reference" for mention in intent.about)
    return intent.act == "critique" or referred or any(bound.item in shown for bound in intent.bounds)
