"""Which language is spoken now, and what differs by language in code rather than in words."""

from palate.catalog.tongues.speaking import Language, filled, language_of, speaking, spoken, tongue
from palate.catalog.tongues.tongue import Quantity, Tongue

__all__ = ["Language", "Quantity", "Tongue", "filled", "language_of", "speaking", "spoken", "tongue"]
