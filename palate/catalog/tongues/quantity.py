"""How many of a noun are spoken of."""

from typing import Literal

Quantity = int | Literal["a", "some"]
"""A number, one of them, or several."""
