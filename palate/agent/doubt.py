"""What a person answers to "did you mean …?", and to what has to be confirmed: the earlier message is read again."""

from __future__ import annotations

from palate.catalog.catalog import Catalog
from palate.language.answer import answer_of
from palate.memory.short_term import SessionMemory


def answered(message: str, session: SessionMemory, catalog: Catalog) -> str:
    """Return the message to read: after a plain yes, the earlier one with the words that were meant in their place.

    After an answer to the question of an item policy, be it yes or no, the earlier message as it was.
    """
    doubted = bool(session.doubt and session.options)
    if not session.pending or not (session.confirming or doubted):
        return message
    answer = answer_of(message, catalog)
    if answer is None or not answer.alone:
        return message
    if session.confirming:
        return session.pending
    if answer.says == "no":
        return message
    return session.pending.replace(session.doubt, str(session.options[0]), 1)
