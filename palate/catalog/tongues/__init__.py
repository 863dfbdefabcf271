"""Which language is spoken now, and what differs by language in code rather than in words."""

from palate.catalog.tongues.speaking import Language, filled, language_of, speaking, spoken, tongue
from palate.catalog.tongues.tongue import Quantity

__all__ = ["Language", "Quantity", "filled", "language_of", "speaking", "spoken", "tongue"]
