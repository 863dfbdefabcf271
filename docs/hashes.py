"""Sizes and hashes of what the cards describe: `python -m docs.hashes` writes them anew."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

CARDS = Path(__file__).parent / "cards"
_ROOT = Path(__file__).parent.parent
_ROW = re.compile(r"^\| `(?P<path>palate/[^`]+)` \|.*$", re.MULTILINE)


def described(text: str) -> list[str]:
    """Return the paths of the files that a card describes."""
    return [row["path"] for row in _ROW.finditer(text)]


def written(text: str) -> str:
    """Return a card with the sizes and hashes that its files have now."""
    return _ROW.sub(lambda row: _row(row["path"]), text)


def _row(path: str) -> str:
    content = (_ROOT / path).read_bytes()
    return f"| `{path}` | {len(content):,} | `{hashlib.sha256(content).hexdigest()}` |"


def main() -> None:
    """Write the cards."""
    for card in sorted(CARDS.glob("*.md")):
        card.write_text(written(card.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
