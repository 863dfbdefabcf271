"""What a person answers to "did you mean …?", and to what has to be confirmed: the earlier message is read again."""

from __future__ import annotations

from palate.agent.confirmation import answer_of
from palate.catalog.words import tokens
from palate.language.cues.lexicon import lexicon
from palate.memory.short_term import SessionMemory


def answered(message: str, session: SessionMemory, *, noun: str) -> str:
    """Return the message to read: after a plain yes, the earlier one with the words that were meant in their place.

    After an answer to the question of an item policy, be it yes or no, the earlier message as it was.
    """
    if session.confirming and session.pending:
        answer = answer_of(message, noun=noun)
        return session.pending if answer is not None and answer.alone else message
    if not session.doubt or not session.pending or not session.options or not _agrees(message, noun):
        return message
    return session.pending.replace(session.doubt, str(session.options[0]), 1)


def _agrees(message: str, noun: str) -> bool:
    words = tokens(message)
    if not words or len(words) > 4:
        return False
    kinds = {span.cue.kind for span in lexicon().spans(words, noun=noun)}
    return "YES" in kinds and "NEG" not in kinds
