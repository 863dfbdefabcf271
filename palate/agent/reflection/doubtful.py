"""Were words of the message near something in the catalogue, but not near enough to be used?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.catalog.catalog import Catalog
from palate.language.understanding import Understanding


def doubtful_words(understanding: Understanding, catalog: Catalog) -> Iterator[Finding]:
    """Yield a finding for each guess that was not confident enough to be made silently."""
    for guess in understanding.doubtful:
        if guess.id is not None and not catalog.has(guess.id):
            continue
        yield Finding(
            kind="doubtful",
            severity="warning",
            message=f"“{guess.said}” may mean {guess.used}; it was not used.",
            data={
                "said": guess.said,
                "field": guess.field,
                "options": [guess.used],
                "values": [guess.id or guess.used],
                "confidence": guess.confidence,
            },
        )
