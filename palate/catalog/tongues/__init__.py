"""Which language is spoken now, and what differs by language in code rather than in words."""

from palate.catalog.tongues.quantity import Quantity
from palate.catalog.tongues.speaking import Language, filled, language_of, speaking, spoken, tongue

__all__ = ["Language", "Quantity", "filled", "language_of", "speaking", "spoken", "tongue"]
