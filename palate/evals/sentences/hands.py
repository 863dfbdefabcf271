"""Whose phrasings the models may be fitted to."""

from __future__ import annotations

from palate.evals.users.phrasings.wishes import OTHERS, UNREAD, Hand

HANDS: tuple[Hand, ...] = ("development", *(hand for hand in OTHERS if hand not in UNREAD))
"""Those that may be read."""
