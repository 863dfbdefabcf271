"""What the last reply left open: one variant a kind of question, each of which reads its own answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from palate.language.pending.confirmations import Confirmation, Offer, OpenQuestion, PolicyConfirmation
from palate.language.pending.left_open import LeftOpen
from palate.language.pending.questions import DidYouMean, FieldQuestion, PairQuestion, WhichOne

Pending = Annotated[
    FieldQuestion | OpenQuestion | PairQuestion | WhichOne | DidYouMean | Confirmation | Offer | PolicyConfirmation,
    Field(discriminator="kind"),
]
"""A reply asks one thing at most, so that one of these is pending, or none."""

__all__ = [
    "Confirmation",
    "DidYouMean",
    "FieldQuestion",
    "LeftOpen",
    "Offer",
    "OpenQuestion",
    "PairQuestion",
    "Pending",
    "PolicyConfirmation",
    "WhichOne",
]
