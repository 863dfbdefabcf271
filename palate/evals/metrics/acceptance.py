"""Acceptance per turn."""

from __future__ import annotations


def acceptance(accepted_at: int | None) -> float:
    r"""What was accepted for each message of a person: $1 / t$ where the $t$-th led to it, 0 where nothing was.

    Its mean over conversations is high for who is right and soon: being right at the second message counts half as much
    as at the first, so a question has to double the chance of being right at once to pay at once.

    Args:
        accepted_at: Counted from 1.
    """
    return 0.0 if accepted_at is None else 1.0 / accepted_at
