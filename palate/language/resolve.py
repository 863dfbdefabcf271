"""What a message takes up of the turn before it: what was asked there, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.frame import Frames
from palate.language.pending.left_open import say_nothing, says
from palate.language.preference import Preference, Provenance
from palate.language.session import SessionView
from palate.language.understanding import Intent, Mention


def gone_on_with(session: SessionView) -> Sequence[Preference]:
    """Return what the last question was about; where it was none, what is wanted of the items that were shown."""
    if session.asked_fact.question is not None:
        return session.asked_fact.conditions
    return [entry for entry in session.preferences if session.shown and entry.where and entry.strength == "hard"]


def is_of_list(named: Sequence[Mention], session: SessionView) -> bool:
    """Tell whether all items of the last list are named at once: "how many of those?"."""
    return len(session.shown) > 1 and {each.item for each in named} == {each.id for each in session.shown}


def in_its_place(intent: Intent, session: SessionView) -> Intent:
    """Read "not the first one", of a list, as keeping the others and showing another in its place."""
    gone = {each.item for each in intent.reject}
    left = tuple(each.id for each in session.shown if each.id not in gone)
    if not left or intent.more or says(intent.model_copy(update={"reject": ()})):
        return intent
    return intent.model_copy(update={"suggested": left, "limit": len(session.shown)})


def unsaid(intents: Sequence[Intent], frames: Frames, session: SessionView) -> list[Intent]:
    """Read a plain "no" after a reply that says what it noted, and asks nothing, as taking that back."""
    plain = say_nothing(intents) and intents[0].act != "critique"
    if session.written and session.pending is None and "deny" in frames.acts and plain:
        return [undone(intents[0], session)]
    return []


def undone(intent: Intent, session: SessionView) -> Intent:
    """Read "undo that": what the last turn wrote to memory goes, with the constraints of the same words.

    Where it wrote nothing, what it withdrew or replaced comes back, and what it added goes.
    """
    # Who starts over before anything was asked for takes back what was told.
    restarts = intent.fresh and bool(session.preferences)
    if session.written and not restarts and not set(intent.withdraw) - {"*"}:
        added = [entry for entry in session.preferences if entry.provenance.turn == session.turn]
        keys = tuple(entry.key for entry in added if entry.provenance.quote in session.written)
        return intent.model_copy(update={"act": "undo", "fresh": False, "unsaid": True, "withdraw": keys})
    if intent.withdraw or intent.fresh:
        return intent if intent.withdraw else intent.model_copy(update={"withdraw": ("*",)})
    latest = max((entry.provenance.turn for entry in session.preferences), default=-1)
    added = [entry for entry in session.preferences if entry.provenance.turn == latest]
    fields = dict.fromkeys(name for entry in added for name in (entry.fields or ("text",)))
    said = Provenance(quote=intent.quote, turn=session.turn)
    back = tuple(Preference(where=where, provenance=said) for where in session.previous)
    return intent.model_copy(update={"withdraw": tuple(fields), "preferences": (*back, *intent.preferences)})
