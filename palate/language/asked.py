"""What a question is about that asks for no field: what a reply asked, and what its answer is read by."""

from __future__ import annotations

OPEN = "text"
"""It leaves it to the person what to speak of."""
PAIR = "title"
"""It is between items."""
