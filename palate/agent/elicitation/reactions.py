"""What a message tells by turning down what was shown, or by choosing between two items: what beliefs are made from."""

from __future__ import annotations

from palate.language.understanding import Understanding
from palate.memory.short_term import SessionMemory


def reacted(session: SessionMemory, understanding: Understanding) -> SessionMemory:
    """Return a session with what a message turns down of what was shown in it.

    A reply all of which was turned down is counted, by whether the user said what they want instead.
    """
    intents, items, elicited = understanding.intents, session.items, session.elicited
    elicited = elicited.model_copy(update={"takes_first": elicited.takes_first or understanding.final})
    if any(each.fresh for each in intents):
        # What was turned down was turned down for another request.
        items = items.model_copy(update={"turned_down": ()})
        return session.model_copy(update={"items": items, "elicited": elicited})
    gone = {mention.item for each in intents for mention in each.reject}
    all_of_it = bool(session.shown) and gone.issuperset(each.id for each in session.shown)
    if len(session.shown) == 1 and any(each.act == "critique" and each.more for each in intents):
        gone.add(session.shown[0].id)
    passed = {mention.item for each in intents for mention in each.passed}
    told = any(each.preferences or each.bounds or each.order or each.like for each in intents)
    if passed or not told:
        faults = tuple(dict.fromkeys(name for each in intents for name in each.faults))
        items = items.with_turned_down(gone | passed, faults)
        unexplained = elicited.unexplained + all_of_it
        elicited = elicited.model_copy(update={"unexplained": unexplained})
    else:
        elicited = elicited.model_copy(update={"explained": elicited.explained + all_of_it})
    return session.model_copy(update={"items": items, "elicited": elicited})
